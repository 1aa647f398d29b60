import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WS } from '../../src/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';
import { flush } from '../support/until.js';
import { codeOf, connected, connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const hang = (): Promise<never> => new Promise(() => {});
const later = <T>(ms: number, value: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, ms, value));

describe('url', () => {
  it.each([
    ['a string', 'wss://host/a?b=c'],
    ['a URL', new URL('wss://host/a?b=c')],
    ['a function', () => 'wss://host/a?b=c'],
    ['a function that gives a URL', () => new URL('wss://host/a?b=c')],
  ])('is %s: the socket is there at once', (_, url) => {
    const { ws, FakeWebSocket } = connecting({}, { url });
    expect(FakeWebSocket.last.url).toBe('wss://host/a?b=c');
    expect(ws.url).toBe(url);
  });

  it('is an async function: the socket is there when it has answered', async () => {
    const { ws, FakeWebSocket } = connecting({}, { url: async () => 'wss://host/' });
    expect(ws).toMatchObject({ state: 'connecting', socket: null });
    await flush();
    expect(ws.socket).toBe(FakeWebSocket.last);
    expect(FakeWebSocket.last.url).toBe('wss://host/');
  });

  it('is asked for before every attempt', async () => {
    let token = 0;
    const { FakeWebSocket } = connecting({}, { url: async () => `wss://host/?token=${++token}` });
    await flush();
    FakeWebSocket.last.server.accept();
    FakeWebSocket.last.server.drop();
    await vi.advanceTimersByTimeAsync(3000);
    expect(FakeWebSocket.sockets.map(({ url }) => url)).toEqual(['wss://host/?token=1', 'wss://host/?token=2']);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no token');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no token'))],
  ])('that %s fails the attempt, after the constructor, and the next one asks again', async (_, fail) => {
    const url = vi.fn<() => any>(() => 'wss://host/').mockImplementationOnce(fail);
    const { ws, FakeWebSocket, trace } = connecting({}, { url });
    const causes: unknown[] = [];
    ws.on('ws:error', ({ cause }) => causes.push(cause));
    expect(ws.state).toBe('connecting');
    await flush();
    expect(trace).toEqual(['error connect-failed', expect.stringMatching(/^close 1006/), 'reopening 1 in 3000']);
    expect(causes).toEqual([new Error('no token')]);
    expect(FakeWebSocket.sockets).toEqual([]);
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.accept();
    expect(ws.isOpen).toBe(true);
  });

  it.each([
    ['no-url', ''],
    ['bad-url', 'nonsense'],
  ])('that is wrong in a later attempt fails that attempt: %s', (code, wrong) => {
    const url = vi
      .fn(() => 'wss://host/')
      .mockReturnValueOnce('wss://host/')
      .mockReturnValueOnce(wrong);
    const { server, trace } = connected({}, { url });
    server.drop({ error: false });
    vi.advanceTimersByTime(3000);
    expect(trace.slice(2)).toEqual([`error ${code}`, expect.stringMatching(/^close 1006/), 'reopening 2 in 3000']);
  });
});

describe('protocol', () => {
  it.each([
    ['a string', 'v1', ['v1']],
    ['a list', ['v1', 'v2'], ['v1', 'v2']],
    ['a function', () => 'v1', ['v1']],
    ['a function that gives a list', () => ['v1', 'v2'], ['v1', 'v2']],
    ['a function that gives nothing', () => undefined, []],
    ['a function that gives null', () => null, []],
    ['an empty string', '', []],
    ['not given', undefined, []],
  ])('is %s', (_, protocol, expected) => {
    const { FakeWebSocket } = connecting({ protocol });
    expect(FakeWebSocket.last.protocols).toEqual(expected);
  });

  it('is an async function, asked before every attempt', async () => {
    let token = 0;
    const { FakeWebSocket } = connecting({ protocol: async () => ['v1', `token-${++token}`] });
    await flush();
    FakeWebSocket.last.server.refuse();
    await vi.advanceTimersByTimeAsync(3000);
    expect(FakeWebSocket.sockets.map(({ protocols }) => protocols[1])).toEqual(['token-1', 'token-2']);
  });

  it('that no socket takes is refused at once', () => {
    expect(codeOf(() => connecting({ protocol: 'with space' }))).toBe('bad-url');
  });

  it('that throws fails the attempt', async () => {
    const protocol = () => Promise.reject(new Error('no token'));
    const { trace } = connecting({ protocol, reopen: false });
    await flush();
    expect(trace).toEqual(['error connect-failed', expect.stringMatching(/^close 1006/)]);
  });

  it('that throws leaves no url unheard that is rejected later', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const protocol = () => {
      throw new Error('no token');
    };
    connecting({ protocol, reopen: false }, { url: () => Promise.reject(new Error('no url')) });
    await flush();
    await flush();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

describe('connectTimeoutMs', () => {
  const failed = ['error connect-timeout', expect.stringMatching(/^close 1006/), 'reopening 1 in 3000'];

  it.each([
    ['the url', {}, { url: hang }],
    ['the protocol', { protocol: hang }, {}],
    ['the handshake', {}, {}],
  ])('ends an attempt whose %s hangs', async (_, options, far) => {
    const { ws, FakeWebSocket, trace } = connecting({ connectTimeoutMs: 400, ...options }, far);
    await vi.advanceTimersByTimeAsync(399);
    expect(trace).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(trace).toEqual(failed);
    expect(FakeWebSocket.live).toEqual([]);
    expect(ws).toMatchObject({ state: 'waiting', socket: null });
  });

  it('is one deadline for url, protocol and handshake together', async () => {
    const far = { url: () => later(200, 'ws://host/') };
    const { FakeWebSocket, trace } = connecting({ connectTimeoutMs: 400, protocol: () => later(300, 'v1') }, far);
    await vi.advanceTimersByTimeAsync(399);
    expect(FakeWebSocket.sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(trace).toEqual(failed);
  });

  it('ends with the opening', () => {
    const { ws } = connected({ connectTimeoutMs: 400 });
    expect(vi.getTimerCount()).toBe(0);
    expect(ws.isOpen).toBe(true);
  });

  it('of 0 sets no limit', () => {
    connecting({ connectTimeoutMs: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([2 ** 31, Number.POSITIVE_INFINITY])('of %s ms does not end at once', async (connectTimeoutMs) => {
    const { trace } = connecting({ connectTimeoutMs });
    vi.advanceTimersByTime(1_000_000);
    expect(trace).toEqual([]);
  });
});

describe('an answer that comes too late', () => {
  it.each([
    ['the deadline', { connectTimeoutMs: 50, reopen: false }, () => {}],
    ['close', {}, (ws: WS) => ws.close()],
    ['destroy', {}, (ws: WS) => ws.destroy()],
  ])('after %s opens nothing', async (_, options, act) => {
    const refuse = async () => {
      await later(100, '');
      throw new Error('late');
    };
    for (const url of [() => later(100, 'ws://late/'), refuse]) {
      const { ws, FakeWebSocket, trace } = connecting(options, { url });
      act(ws);
      await vi.advanceTimersByTimeAsync(99);
      const told = [...trace];
      await vi.advanceTimersByTimeAsync(10_000);
      expect(trace).toEqual(told);
      expect(FakeWebSocket.sockets).toEqual([]);
    }
  });

  it('after a new open does not take the place of the new answer', async () => {
    const url = vi.fn().mockReturnValueOnce(later(100, 'ws://late/')).mockReturnValueOnce(later(10, 'ws://new/'));
    const { ws, FakeWebSocket, trace } = connecting({}, { url });
    ws.close().open();
    await vi.advanceTimersByTimeAsync(1000);
    expect(FakeWebSocket.sockets.map(({ url }) => url)).toEqual(['ws://new/']);
    expect(trace).toEqual(['close 1006']);
  });

  it('from the socket changes nothing', () => {
    const { ws, FakeWebSocket, trace } = connecting({ connectTimeoutMs: 50, reopen: false });
    const { onopen } = FakeWebSocket.last;
    vi.advanceTimersByTime(50);
    const told = [...trace];
    onopen?.({ type: 'open' });
    expect(trace).toEqual(told);
    expect(ws.state).toBe('closed');
  });
});

describe('the global WebSocket', () => {
  it('is looked up at every attempt', () => {
    const [First, Second] = [createFakeWebSocket(), createFakeWebSocket()];
    vi.stubGlobal('WebSocket', First);
    const ws = new WS('ws://server/');
    vi.stubGlobal('WebSocket', Second);
    First.last.server.refuse();
    vi.advanceTimersByTime(3000);
    expect([First.sockets.length, Second.sockets.length]).toEqual([1, 1]);
    ws.destroy();
  });

  it('that is gone fails a later attempt', () => {
    vi.stubGlobal('WebSocket', createFakeWebSocket());
    const { trace } = connecting({ WebSocket: undefined as never });
    (globalThis as any).WebSocket.last.server.refuse();
    vi.stubGlobal('WebSocket', undefined);
    vi.advanceTimersByTime(3000);
    expect(trace.slice(3, 4)).toEqual(['error no-websocket']);
  });
});
