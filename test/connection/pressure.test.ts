import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Connected, connecting } from '../support/wire.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Pressed extends Connected<'ws'> {
  readonly drains: number[];
  readonly dropped: any[];
  /** Types and payloads that the present socket was given. */
  readonly short: () => unknown[];
}

/** Open, over a line that takes nothing; 20 bytes may wait in the socket. */
function pressed(outbox: object = {}, options: object = {}): Pressed {
  const t = connecting({ outbox: { highWaterMark: 20, ...outbox }, reopenTimeout: 1, ...options });
  t.socket.server.accept();
  t.socket.server.stall();
  const drains: number[] = [];
  const dropped: any[] = [];
  t.ws.on('ws:drain', () => drains.push(performance.now()));
  t.ws.on('ws:dropped', ({ message, reason }: any) => dropped.push([message.data, reason]));
  const short = () => t.sent().map(({ type, data }) => (type === 'n' ? data : type));
  return Object.assign(Object.create(t, Object.getOwnPropertyDescriptors(t)), { drains, dropped, short });
}

/** Fills the socket beyond its mark, then sends these, each of some 20 bytes. */
function fill(t: Pressed, ...numbers: number[]): boolean[] {
  return ['first, which makes it too much', ...numbers].map((data) => t.ws.send('n', data));
}
const first = 'first, which makes it too much';

describe('a socket that has taken more than the mark without sending it', () => {
  it('gets no more: messages wait, which send says, and go in their order when it has room', async () => {
    const t = pressed();
    expect(fill(t, 1, 2, 3)).toEqual([true, false, false, false]);
    expect(t.short()).toEqual([first]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([t.short(), t.drains]).toEqual([[first], []]);
    t.socket.server.resume();
    expect(t.ws.send('n', 4)).toBe(false);
    await vi.advanceTimersByTimeAsync(50);
    expect([t.short(), t.drains.length, t.dropped]).toEqual([[first, 1, 2, 3, 4], 1, []]);
    expect(t.ws.send('n', 5)).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect([t.drains.length, vi.getTimerCount()]).toEqual([1, 0]);
  });

  it('gets only as many as it has room for; when all are gone and there is room again, that is told once', async () => {
    const t = pressed();
    fill(t, 1, 2, 3, 4, 5, 6);
    for (let i = 0; i < 7; i++) {
      expect([t.short().length, t.drains.length]).toEqual([i + 1, 0]);
      t.socket.server.take();
      await vi.advanceTimersByTimeAsync(50);
    }
    expect([t.short(), t.drains.length, vi.getTimerCount()]).toEqual([[first, 1, 2, 3, 4, 5, 6], 1, 0]);
  });

  it('has no room at the mark itself, and some below it', () => {
    const bytes = JSON.stringify({ type: 'n', data: 1 }).length;
    const t = pressed({ highWaterMark: bytes });
    expect([1, 2, 3].map((n) => t.ws.send('n', n))).toEqual([true, true, false]);
  });

  it('with the mark 0 takes one message at a time', async () => {
    const t = pressed({ highWaterMark: 0 });
    expect([1, 2, 3].map((n) => t.ws.send('n', n))).toEqual([true, false, false]);
    for (const [count, drains] of [
      [2, 0],
      [3, 0],
      [3, 1],
    ] as const) {
      t.socket.server.take();
      await vi.advanceTimersByTimeAsync(50);
      expect([t.short().length, t.drains.length]).toEqual([count, drains]);
    }
  });

  it('is not looked at without the option, or where sockets do not say what they hold', async () => {
    const without = pressed({ highWaterMark: Infinity });
    expect(fill(without, 1, 2)).toEqual([true, true, true]);
    const t = pressed();
    Object.defineProperty(t.socket, 'bufferedAmount', { value: undefined });
    expect(fill(t, 1, 2)).toEqual([true, true, true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes from who is told of the drain, who may fill it again', async () => {
    const t = pressed();
    const results: boolean[] = [];
    t.ws.on('ws:drain', () => t.drains.length < 3 && results.push(...fill(t, t.drains.length)));
    fill(t, 0);
    for (let i = 0; i < 10; i++) {
      t.socket.server.take();
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(results).toEqual([true, false, true, false]);
    expect([t.short(), t.drains.length]).toEqual([[first, 0, first, 1, first, 2], 3]);
  });
});

describe('what does not wait for room', () => {
  it('is a subscription, and what asks for the messages since the cursor', async () => {
    const t = pressed({}, { resume: { cursor: 'seq', message: (cursor: number) => ['resume', cursor] } });
    fill(t, 1);
    t.ws.subscribe('A', { subscribe: ['subscribe'] });
    await vi.advanceTimersByTimeAsync(0);
    expect(t.short()).toEqual([first, 'subscribe']);
  });

  it('is the probe of the heartbeat', async () => {
    const t = pressed({}, { heartbeat: { intervalMs: 1000 } });
    fill(t, 1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(t.short()).toEqual([first, 'ping']);
  });
});

it('an answer does not wait for room, and is not lost', () => {
  const t = pressed({}, { answers: true });
  t.ws.bind(Object.assign({}, Backbone.Events), { 'ws:message:ask': () => 7 });
  fill(t, 1);
  t.receiveRaw({ type: 'ask', id: 1, data: 1 });
  expect(t.sent().at(-1)).toEqual({ id: 1, data: 7 });
});

describe('requests', () => {
  it('wait like any message, and end like any request', async () => {
    const t = pressed();
    fill(t, 1);
    const [late, reply] = [t.ws.request('late', 1, { timeoutMs: 100 }), t.ws.request('ask', 1)];
    late.catch(() => {});
    await vi.advanceTimersByTimeAsync(100);
    await expect(late).rejects.toMatchObject({ code: 'timeout', sent: false });
    t.socket.server.resume();
    await vi.advanceTimersByTimeAsync(50);
    expect(t.short()).toEqual([first, 1, 'ask']);
    t.receiveRaw({ id: t.sent().at(-1).id, data: 7 });
    await expect(reply).resolves.toBe(7);
  });

  it('that are repeated on the next connection wait there too, before what was sent later', async () => {
    const t = pressed();
    const replies = ['one', 'two', 'three'].map((type) => t.ws.request(type, 'x'.repeat(20), { retry: true }));
    for (const reply of replies) reply.catch(() => {});
    t.socket.server.resume();
    await vi.advanceTimersByTimeAsync(50);
    t.socket.server.drop();
    t.ws.send('n', 1);
    await vi.advanceTimersByTimeAsync(1);
    t.socket.server.stall();
    t.socket.server.accept();
    expect(t.short()).toEqual(['one']);
    for (let i = 0; i < 3; i++) {
      t.socket.server.take();
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(t.short()).toEqual(['one', 'two', 'three', 1]);
  });
});

describe('a connection that is lost under pressure', () => {
  it('sends what waits on the next one, and says so', async () => {
    const t = pressed();
    fill(t, 1, 2);
    t.socket.server.drop();
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    t.socket.server.accept();
    expect([t.short(), t.drains.length, vi.getTimerCount()]).toEqual([[1, 2], 1, 0]);
  });

  it('says nothing of a drain when it is destroyed, and leaves no timer', async () => {
    const t = pressed();
    fill(t, 1, 2);
    t.ws.destroy();
    await vi.advanceTimersByTimeAsync(1000);
    expect(t.dropped).toEqual([1, 2].map((n) => [n, 'destroyed']));
    expect([t.drains, vi.getTimerCount()]).toEqual([[], 0]);
    t.ws.open();
    t.socket.server.accept();
    expect([t.short(), t.drains]).toEqual([[], []]);
  });

  it('keeps what waits when it is closed, until it is opened', async () => {
    const t = pressed();
    fill(t, 1, 2);
    t.ws.close();
    t.socket.server.drop();
    await vi.advanceTimersByTimeAsync(1000);
    expect([t.drains, vi.getTimerCount()]).toEqual([[], 0]);
    t.ws.open();
    t.socket.server.accept();
    expect([t.short(), t.drains.length]).toEqual([[1, 2], 1]);
  });
});

describe('an outbox that is full under pressure', () => {
  it.each<[string, unknown[], number[]]>([
    ['reject', ['outbox-full', 'outbox-full'], [1, 2]],
    ['drop-newest', [false, false], [1, 2]],
    ['drop-oldest', [false, false], [3, 4]],
  ])('does what overflow says: %s', async (overflow, results, left) => {
    const t = pressed({ limit: 2, overflow });
    fill(t, 1, 2);
    const told = [3, 4].map((n) => {
      try {
        return t.ws.send('n', n);
      } catch (error: any) {
        return error.code;
      }
    });
    expect(told).toEqual(results);
    t.socket.server.resume();
    await vi.advanceTimersByTimeAsync(50);
    expect([t.short(), t.dropped.length, t.drains.length]).toEqual([[first, ...left], 2, 1]);
  });

  it('of messages that have waited too long is drained all the same', async () => {
    const t = pressed({ ttlMs: 200 });
    fill(t, 1, 2);
    await vi.advanceTimersByTimeAsync(200);
    expect(t.dropped.map(([, reason]) => reason)).toEqual(['expired', 'expired']);
    expect(t.drains).toEqual([]);
    t.socket.server.resume();
    await vi.advanceTimersByTimeAsync(50);
    expect([t.short(), t.drains.length]).toEqual([[first], 1]);
  });
});
