import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutboxOptions } from '../../types/policies.js';
import { codeOf, connected, connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Sends before the connection is open, then opens it. */
function play(outbox: OutboxOptions, messages: readonly unknown[]) {
  const { ws, FakeWebSocket, trace } = connecting({ outbox });
  const answers = messages.map((message) => {
    try {
      return ws.send(message);
    } catch (error) {
      return (error as { code: string }).code;
    }
  });
  FakeWebSocket.last.server.accept();
  return { answers, sent: FakeWebSocket.last.sent, trace };
}

describe('an outbox that is full', () => {
  it('refuses the new message', () => {
    const { answers, sent, trace } = play({ limit: 2 }, [1, 2, 3]);
    expect(answers).toEqual([false, false, 'outbox-full']);
    expect(trace).toEqual(['dropped overflow 3', 'open']);
    expect(sent).toEqual(['1', '2']);
  });

  it('drops the newest', () => {
    const { answers, sent, trace } = play({ limit: 2, overflow: 'drop-newest' }, [1, 2, 3]);
    expect(answers).toEqual([false, false, false]);
    expect(trace).toEqual(['dropped overflow 3', 'open']);
    expect(sent).toEqual(['1', '2']);
  });

  it('drops the oldest', () => {
    const { answers, sent, trace } = play({ limit: 2, overflow: 'drop-oldest' }, [1, 2, 3, 4]);
    expect(answers).toEqual([false, false, false, false]);
    expect(trace).toEqual(['dropped overflow 1', 'dropped overflow 2', 'open']);
    expect(sent).toEqual(['3', '4']);
  });

  it('keeps the order when who hears of the oldest sends another', () => {
    const { ws, FakeWebSocket } = connecting({ outbox: { limit: 2, overflow: 'drop-oldest' } });
    ws.once('ws:dropped', () => void ws.send(4));
    for (const message of [1, 2, 3]) ws.send(message);
    FakeWebSocket.last.server.accept();
    expect(FakeWebSocket.last.sent).toEqual(['3', '4']);
  });

  it('drops as many of the oldest as a big message needs', () => {
    const { sent, trace } = play({ maxBytes: 6, overflow: 'drop-oldest' }, [11, 22, 33, 4444]);
    expect(trace).toEqual(['dropped overflow 11', 'dropped overflow 22', 'open']);
    expect(sent).toEqual(['33', '4444']);
  });

  it.each(['reject', 'drop-newest', 'drop-oldest'] as const)('loses what can never fit alone: %s', (overflow) => {
    const { sent, trace } = play({ maxBytes: 3, overflow }, [1, 55_555, 2]);
    expect(trace).toEqual(['dropped overflow 55555', 'open']);
    expect(sent).toEqual(['1', '2']);
  });

  it.each(['drop-newest', 'drop-oldest'] as const)('holds nothing with the limit 0: %s', (overflow) => {
    const { sent, trace } = play({ limit: 0, overflow }, [1, 2]);
    expect(trace).toEqual(['dropped overflow 1', 'dropped overflow 2', 'open']);
    expect(sent).toEqual([]);
  });

  it('says what there is room for', () => {
    const { ws } = connecting({ outbox: { limit: 7, maxBytes: 0 } });
    expect(() => ws.send(1)).toThrow(/7 messages.* 0 bytes/);
  });

  it('has room again when the connection has taken what waited', () => {
    const { ws, FakeWebSocket } = connecting({ outbox: { limit: 1, maxBytes: 3 } });
    ws.send(111);
    FakeWebSocket.last.server.accept();
    FakeWebSocket.last.server.drop();
    expect(ws.send(222)).toBe(false);
    expect(codeOf(() => ws.send(3))).toBe('outbox-full');
  });

  it('has no room where a message lies that a lost connection did not take', () => {
    const { ws, FakeWebSocket } = connecting({ outbox: { maxBytes: 6 } });
    ws.send(111);
    ws.send(222);
    const { last } = FakeWebSocket;
    last.send = () => last.server.drop();
    last.server.accept();
    expect(ws.send(333)).toBe(false);
    expect(codeOf(() => ws.send(4))).toBe('outbox-full');
  });

  it('does not count what is sent while the connection is open', () => {
    const { ws, socket } = connected({ outbox: { limit: 0, maxBytes: 0 } });
    expect(ws.send('as long as you like')).toBe(true);
    expect(socket.sent).toHaveLength(1);
  });
});

describe('bytes', () => {
  it.each([
    ['ASCII', 'ab', 4],
    ['two-byte letters', 'éé', 6],
    ['characters outside the basic plane', '😀', 6],
    ['an ArrayBuffer', new ArrayBuffer(5), 5],
    ['a part of a buffer', new Uint8Array(new ArrayBuffer(100), 10, 7), 7],
    ['a DataView', new DataView(new ArrayBuffer(9), 1), 8],
    ['a Blob', new Blob(['12345é']), 7],
  ])('of %s are counted as on the wire', (_, message, bytes) => {
    expect(play({ maxBytes: bytes }, [message]).answers).toEqual([false]);
    expect(play({ maxBytes: bytes - 1 }, [message]).answers).toEqual(['outbox-full']);
  });
});

describe('the defaults', () => {
  it('are a thousand messages', () => {
    const { answers, sent } = play(
      {},
      Array.from({ length: 1001 }, (_, n) => n),
    );
    expect(answers.filter((answer) => answer !== false)).toEqual(['outbox-full']);
    expect(sent).toEqual(Array.from({ length: 1000 }, (_, n) => String(n)));
  });

  it('are a mebibyte', () => {
    const half = 'x'.repeat(2 ** 19 - 2);
    expect(play({}, [half, half, '']).answers).toEqual([false, false, 'outbox-full']);
  });

  it('let a message wait for as long as it takes', () => {
    const { ws, FakeWebSocket, trace } = connecting({ connectTimeoutMs: 0 });
    ws.send(1);
    vi.advanceTimersByTime(10_000_000);
    FakeWebSocket.last.server.accept();
    expect(trace).toEqual(['open']);
    expect(FakeWebSocket.last.sent).toEqual(['1']);
  });
});

describe('ttlMs', () => {
  const waiting = (ttlMs: number) => connecting({ outbox: { ttlMs }, connectTimeoutMs: 0 });

  it('ends the wait of each message by itself', () => {
    const { ws, trace } = waiting(100);
    ws.send('a');
    vi.advanceTimersByTime(60);
    ws.send('b');
    vi.advanceTimersByTime(39);
    expect(trace).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(trace).toEqual(['dropped expired "a"']);
    vi.advanceTimersByTime(59);
    expect(trace).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(trace).toEqual(['dropped expired "a"', 'dropped expired "b"']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets go what expired although no timer ran meanwhile, as in a page that slept', () => {
    const { ws, FakeWebSocket, trace } = waiting(100);
    ws.send('a');
    vi.setSystemTime(Date.now() + 99);
    ws.send('b');
    vi.setSystemTime(Date.now() + 1);
    FakeWebSocket.last.server.accept();
    expect(trace).toEqual(['dropped expired "a"', 'open']);
    expect(FakeWebSocket.last.sent).toEqual(['"b"']);
  });

  it('says nothing of what was sent in time', () => {
    const { ws, FakeWebSocket, trace } = waiting(100);
    ws.send('a');
    vi.advanceTimersByTime(99);
    FakeWebSocket.last.server.accept();
    vi.advanceTimersByTime(1000);
    expect(trace).toEqual(['open']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('holds after close() too', () => {
    const { ws, trace } = connected({ outbox: { ttlMs: 100 } });
    ws.close();
    ws.send('a');
    vi.advanceTimersByTime(100);
    expect(trace).toEqual(['dropped expired "a"']);
  });

  it('leaves no timer after destroy', () => {
    const { ws } = waiting(100);
    ws.send('a');
    ws.destroy();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('longer than a timer holds does not end at once', () => {
    const { ws, trace } = waiting(2 ** 31);
    ws.send('a');
    vi.advanceTimersByTime(2 ** 31 - 1);
    expect(trace).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(trace).toEqual(['dropped expired "a"']);
  });

  it.each([2 ** 32, Number.POSITIVE_INFINITY])('of %s ms is not looked at again and again', (ttlMs) => {
    const { ws, trace } = waiting(ttlMs);
    ws.send('a');
    const timers = vi.spyOn(globalThis, 'setTimeout');
    vi.advanceTimersByTime(1000);
    expect(timers).not.toHaveBeenCalled();
    expect(trace).toEqual([]);
    timers.mockRestore();
  });
});
