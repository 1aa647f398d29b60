import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WSOptions } from '../../types/options.js';
import { say, sentOn } from './far.js';
import { connected, connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const beat = { intervalMs: 1000, timeoutMs: 300 };
const watched = (options: WSOptions = {}) => connected({ heartbeat: beat, ...options });

describe('a dead link', () => {
  it.each([
    [undefined, undefined, 30_000],
    [25_000, 5000, 30_000],
    [1000, 300, 1300],
    [100, 10, 110],
    [5000, 25_000, 30_000],
  ])('with intervalMs %s and timeoutMs %s is found after %s ms, not before', (intervalMs, timeoutMs, afterMs) => {
    const { ws, server, trace } = connected({ heartbeat: { intervalMs, timeoutMs } as object });
    server.silence();
    vi.advanceTimersByTime(afterMs - 1);
    expect(trace).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(trace).toEqual(['close 1006 heartbeat-timeout', 'reopening 1 in 3000']);
    ws.destroy();
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([1, 400, 999, 1001, 1299, 2500, 7777])(
    'is found as long after its last frame, %s ms after open',
    (lastMs) => {
      const { ws, socket, server, trace } = watched();
      for (let ms = lastMs % 1000; ms < lastMs; ms += 1000) {
        setTimeout(say, ms, socket, 'tick');
      }
      setTimeout(() => {
        say(socket, 'tick');
        server.silence();
        trace.length = 0;
      }, lastMs);
      vi.advanceTimersByTime(lastMs + 1299);
      expect(trace).toEqual([]);
      vi.advanceTimersByTime(1);
      expect(trace[0]).toBe('close 1006 heartbeat-timeout');
      ws.destroy();
    },
  );

  it('is left without waiting for its close, and what it still says counts for nothing', () => {
    const { ws, socket, FakeWebSocket, trace } = watched({ reopenTimeout: 10 });
    socket.server.silence();
    vi.advanceTimersByTime(1310);
    expect(socket.readyState).toBe(2);
    FakeWebSocket.last.server.accept();
    expect([FakeWebSocket.sockets.length, ws.socket === FakeWebSocket.last]).toEqual([2, true]);
    trace.length = 0;
    socket.onmessage!({ type: 'message', data: '{"type":"late"}' } as never);
    socket.server.drop();
    expect(trace).toEqual([]);
    expect(ws.isOpen).toBe(true);
    ws.destroy();
  });

  it('ends what waited for an answer', async () => {
    const { ws, server } = watched();
    server.silence();
    const request = expect(ws.request('ask', 1)).rejects.toMatchObject({ code: 'connection-lost', sent: true });
    vi.advanceTimersByTime(1300);
    await request;
    ws.destroy();
  });
});

describe('any frame', () => {
  it.each([
    ['a message', '{"type":"x"}'],
    ['rubbish', '{'],
    ['nothing', ''],
    ['bytes', new Uint8Array([0])],
    ['a reply of the heartbeat', '{"type":"pong"}'],
  ])('is life: %s', async (_, frame) => {
    const { ws, socket, server, trace } = watched();
    for (let n = 0; n < 20; n++) {
      await vi.advanceTimersByTimeAsync(999);
      server.send(frame);
    }
    expect(socket.sent).toEqual([]);
    expect(trace.some((line) => line.startsWith('close'))).toBe(false);
    ws.destroy();
  });

  it('after the probe is an answer', () => {
    const { ws, socket, trace } = watched();
    for (let n = 1; n <= 5; n++) {
      vi.advanceTimersByTime(1000 + 299);
      expect(sentOn(socket)).toHaveLength(n);
      say(socket, 'x', n);
    }
    expect(trace).toHaveLength(5);
    ws.destroy();
  });
});

describe('the message of the heartbeat', () => {
  it.each<[WSOptions, unknown]>([
    [{}, { type: 'ping' }],
    [{ typeAttribute: 'op' }, { op: 'ping' }],
    [{ typeAttribute: false }, { type: 'ping' }],
    [{ heartbeat: { ...beat, message: { op: 1 } } }, { op: 1 }],
    [{ heartbeat: { ...beat, message: 0 } }, 0],
    [{ heartbeat: { ...beat, message: ['ping', { at: 1 }] } }, { type: 'ping', data: { at: 1 } }],
    [{ heartbeat: { ...beat, message: () => ({ now: performance.now() > 0 }) } }, { now: true }],
  ])('with %o is %o', (options, expected) => {
    const { ws, socket } = watched(options);
    vi.advanceTimersByTime(1000);
    expect(sentOn(socket)).toEqual([expected]);
    ws.destroy();
  });

  it('goes before what waits in a full socket', () => {
    const { ws, socket } = watched({ outbox: { highWaterMark: 1 } });
    socket.server.stall();
    expect([ws.send('a', 1), ws.send('b', 2)]).toEqual([true, false]);
    vi.advanceTimersByTime(1000);
    expect(sentOn(socket).map(({ type }) => type)).toEqual(['a', 'ping']);
    ws.destroy();
  });

  it('that cannot be made is told, and is no reason to leave a link that may live', () => {
    let fault: Error | undefined = new Error('no idea');
    const message = () => {
      if (fault) throw fault;
      return { type: 'ping' };
    };
    const { ws, socket, trace } = watched({ heartbeat: { ...beat, message } });
    vi.advanceTimersByTime(5000);
    expect(trace).toEqual(Array(5).fill('error no idea while open'));
    fault = undefined;
    socket.server.silence();
    vi.advanceTimersByTime(1300);
    expect(trace.slice(5)).toEqual(['close 1006 heartbeat-timeout', 'reopening 1 in 3000']);
    ws.destroy();
  });

  it.each([
    ['close', 'closed'],
    ['destroy', 'idle'],
  ] as const)('that ends in a %s leaves no timer', async (way, state) => {
    const heartbeat = { ...beat, message: () => void ws[way]() };
    const { ws } = watched({ heartbeat });
    await vi.advanceTimersByTimeAsync(1000);
    expect([ws.state, vi.getTimerCount()]).toEqual([state, 0]);
  });
});

describe('isReply', () => {
  const answers = ({ trace }: ReturnType<typeof watched>) => trace.filter((line) => line.startsWith('message'));

  it('is a pong by default, which reaches nobody', () => {
    const connection = watched();
    const model = vi.fn();
    connection.ws.on('ws:message:pong', model);
    say(connection.socket, 'pong');
    say(connection.socket, 'ping');
    expect([answers(connection), model.mock.calls]).toEqual([['message ping {"type":"ping"}'], []]);
    connection.ws.destroy();
  });

  it('is a pong by default, whatever is sent', () => {
    const connection = watched({ heartbeat: { ...beat, message: ['beat'] } });
    say(connection.socket, 'pong');
    expect(answers(connection)).toEqual([]);
    connection.ws.destroy();
  });

  it('can be anything', () => {
    const isReply = vi.fn((data: any, type: string | undefined, raw: any) => type === 'beat' && data.n === 1 && !!raw);
    const connection = watched({ heartbeat: { ...beat, isReply } });
    for (const n of [1, 2]) say(connection.socket, 'beat', { n });
    say(connection.socket, 'pong');
    expect(answers(connection)).toEqual(['message beat {"n":2}', 'message pong {"type":"pong"}']);
    expect(isReply.mock.calls[0]).toEqual([{ n: 1 }, 'beat', { type: 'beat', data: { n: 1 } }]);
    connection.ws.destroy();
  });

  it('that throws is told, and the message is delivered', () => {
    const isReply = () => {
      throw new Error('no idea');
    };
    const { ws, socket, trace } = watched({ heartbeat: { ...beat, isReply } });
    say(socket, 'x', 1);
    expect(trace).toEqual(['error no idea while open', 'message x 1']);
    ws.destroy();
  });

  it('leaves a pong alone where there is no heartbeat', () => {
    const connection = connected();
    say(connection.socket, 'pong');
    expect(answers(connection)).toEqual(['message pong {"type":"pong"}']);
  });
});

describe('the heartbeat', () => {
  it('begins with the opening, each time', () => {
    const { ws, FakeWebSocket, trace } = connecting({ heartbeat: beat, reopenTimeout: 5000, connectTimeoutMs: 0 });
    vi.advanceTimersByTime(60_000);
    for (let n = 0; n < 3; n++) {
      const socket = FakeWebSocket.last;
      socket.server.accept();
      vi.advanceTimersByTime(1000);
      expect(sentOn(socket)).toEqual([{ type: 'ping' }]);
      socket.server.drop();
      vi.advanceTimersByTime(5000);
    }
    expect(trace.filter((line) => line.startsWith('close'))).toEqual(Array(3).fill('close 1006'));
    ws.destroy();
  });

  it.each(['close', 'destroy'] as const)('ends with %s', async (way) => {
    const { ws } = watched();
    ws[way]();
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends with close(), even if the server does not answer that', () => {
    const message = vi.fn(() => ['ping']);
    const { ws, server } = watched({ heartbeat: { ...beat, message } });
    server.silence();
    ws.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(10_000);
    expect(message).not.toHaveBeenCalled();
  });

  it('ends with the last attempt', () => {
    const { server } = watched({ retries: 0 });
    server.drop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
