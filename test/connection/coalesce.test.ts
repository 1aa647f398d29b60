import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connecting } from '../support/wire.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Connecting; messages `{ key, n }` of one key are merged. */
function waiting(outbox: object = {}, options: object = {}) {
  const coalesce = vi.fn(({ key }: any) => key);
  const t = connecting({ outbox: { coalesce, ...outbox }, ...options });
  const dropped: unknown[] = [];
  t.ws.on('ws:dropped', ({ message, reason }: any) => dropped.push([message.n, reason]));
  const send = (key: unknown, n: number, text?: string): unknown => {
    try {
      return t.ws.send({ key, n, text });
    } catch (error: any) {
      return error.code;
    }
  };
  const opened = () => {
    t.socket.server.accept();
    return t.sent().map(({ n }) => n);
  };
  return { ...t, dropped, send, opened, coalesce, sent: t.sent };
}
const bytesOf = (message: object) => JSON.stringify(message).length;

describe('messages with the same key, while they wait', () => {
  it('are the newest one, in the place of the first; the others are told', () => {
    const t = waiting();
    for (const [key, n] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
      [undefined, 4],
      ['b', 5],
      ['a', 6],
      [null, 7],
    ])
      t.send(key, n as number);
    expect(t.dropped).toEqual([
      [1, 'coalesced'],
      [2, 'coalesced'],
      [3, 'coalesced'],
    ]);
    expect(t.opened()).toEqual([6, 5, 4, 7]);
  });

  it('are told apart by any kind of key', () => {
    const t = waiting();
    for (const [key, n] of [
      [0, 1],
      ['0', 2],
      ['', 3],
      [false, 4],
      [0, 5],
      ['', 6],
    ])
      t.send(key, n as number);
    expect(t.opened()).toEqual([5, 2, 6, 4]);
  });

  it('are all sent if they need not wait', () => {
    const t = waiting();
    t.opened();
    for (const n of [1, 2, 3]) expect(t.send('a', n)).toBe(true);
    expect([t.sent().length, t.coalesce.mock.calls.length, t.dropped]).toEqual([3, 0, []]);
  });

  it('begin anew when the last one is gone', () => {
    const t = waiting();
    t.send('a', 1);
    t.opened();
    t.socket.server.drop();
    t.send('a', 2);
    t.send('a', 3);
    vi.advanceTimersByTime(3000);
    expect([t.opened(), t.dropped]).toEqual([[3], [[2, 'coalesced']]]);
  });

  it('are not merged into requests, nor are these', () => {
    const t = waiting({ coalesce: () => 'one for all' });
    for (const n of [1, 2]) t.ws.request('ask', n).catch(() => {});
    t.send('a', 3);
    t.send('a', 4);
    t.socket.server.accept();
    expect(t.sent().map(({ data, n }) => data ?? n)).toEqual([1, 2, 4]);
  });

  it('may be sent by who is told of one', () => {
    const t = waiting();
    t.ws.once('ws:dropped', () => t.send('a', 3));
    t.send('a', 1);
    t.send('a', 2);
    expect(t.opened()).toEqual([3]);
    expect(t.dropped).toEqual([
      [1, 'coalesced'],
      [2, 'coalesced'],
    ]);
  });

  it('are refused by a function that throws, and what waits stays', () => {
    const t = waiting({
      coalesce: ({ n }: any) => {
        if (n === 2) throw new Error('cannot');
        return 'a';
      },
    });
    t.send('a', 1);
    expect(() => t.ws.send({ n: 2 })).toThrow('cannot');
    expect(t.opened()).toEqual([1]);
  });
});

describe('with a limit', () => {
  it('a full outbox takes the newest of a key', () => {
    const t = waiting({ limit: 2 });
    expect([t.send('a', 1), t.send('b', 2), t.send('c', 3), t.send('a', 4)]).toEqual([
      false,
      false,
      'outbox-full',
      false,
    ]);
    expect(t.opened()).toEqual([4, 2]);
  });

  const room = bytesOf({ key: 'a', n: 1 }) * 3;
  const long = 'x'.repeat(20);

  it('of bytes: one that is too long is refused, and what waits stays', () => {
    for (const overflow of ['reject', 'drop-newest']) {
      const t = waiting({ maxBytes: room, overflow });
      for (const [i, key] of ['a', 'b', 'c'].entries()) t.send(key, i);
      expect(t.send('b', 9, long)).toBe(overflow === 'reject' ? 'outbox-full' : false);
      expect([t.opened(), t.dropped]).toEqual([[0, 1, 2], [[9, 'overflow']]]);
    }
  });

  it('of bytes: one that is longer pushes the oldest others out and keeps its place', () => {
    const t = waiting({ maxBytes: room, overflow: 'drop-oldest' });
    for (const [i, key] of ['a', 'b', 'c'].entries()) t.send(key, i);
    t.send('b', 9, 'x');
    expect([t.opened(), t.dropped]).toEqual([
      [9, 2],
      [
        [0, 'overflow'],
        [1, 'coalesced'],
      ],
    ]);
  });

  it('of bytes: it goes to the end if its own place had to go', () => {
    const t = waiting({ maxBytes: room, overflow: 'drop-oldest' });
    for (const [i, key] of ['a', 'b', 'c'].entries()) t.send(key, i);
    t.send('a', 9, 'x');
    expect(t.dropped).toEqual([
      [0, 'overflow'],
      [1, 'overflow'],
    ]);
    expect(t.opened()).toEqual([2, 9]);
  });

  it('counts the bytes of the newest alone', () => {
    const t = waiting({ maxBytes: room });
    for (let n = 0; n < 10; n++) expect(t.send('a', n)).toBe(false);
    expect([t.send('b', 1), t.send('c', 2), t.send('d', 3)]).toEqual([false, false, 'outbox-full']);
  });

  it('of time: each has all of it, from when it was sent', () => {
    const t = waiting({ ttlMs: 100 });
    t.send('a', 1);
    t.send('b', 2);
    vi.advanceTimersByTime(60);
    t.send('a', 3);
    vi.advanceTimersByTime(40);
    expect(t.dropped).toEqual([
      [1, 'coalesced'],
      [2, 'expired'],
    ]);
    vi.advanceTimersByTime(59);
    expect(t.dropped).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect([t.dropped.at(-1), vi.getTimerCount()]).toEqual([[3, 'expired'], 1]);
  });
});

it('merges under pressure as well, and loses the rest when it is destroyed', async () => {
  const t = waiting({ highWaterMark: 5 });
  t.opened();
  t.socket.server.stall();
  expect([t.send('a', 1), t.send('a', 2), t.send('b', 3), t.send('a', 4)]).toEqual([true, false, false, false]);
  t.socket.server.take();
  await vi.advanceTimersByTimeAsync(50);
  expect(t.sent().map(({ n }) => n)).toEqual([1, 4]);
  t.ws.destroy();
  expect(t.dropped).toEqual([
    [2, 'coalesced'],
    [3, 'destroyed'],
  ]);
});
