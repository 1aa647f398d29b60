import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeSocket } from '../../src/testing/index.js';
import type { UrlSource, WSOptions } from '../../types/options.js';
import { sentOn } from './far.js';
import { type Connection, connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A promise that the test ends, the first time; later on what it brings is there at once. */
function late<T>(value: T) {
  let settle!: { resolve(value: T): void; reject(error: unknown): void };
  const first = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { ask: vi.fn<() => T | Promise<T>>(() => value).mockReturnValueOnce(first), settle };
}

interface Late {
  name: string;
  /** What the old attempt waits for, and the late end of it. */
  begin(): { url?: UrlSource; options?: WSOptions; before?(connection: Connection): void; end(old: Old): void };
}
interface Old {
  socket: FakeSocket;
  handlers: Pick<FakeSocket, 'onopen' | 'onmessage' | 'onerror' | 'onclose'>;
}

const accept = ({ FakeWebSocket }: Connection) => FakeWebSocket.last.server.accept();
const hello: WSOptions = { hello: () => ['hello'] };
const frame = { type: 'message', data: '{"type":"late","data":1}' };
const closed = { type: 'close', code: 4401, reason: 'late', wasClean: true };

const lates: Late[] = [
  ...(['resolve', 'reject'] as const).flatMap((way): Late[] => [
    {
      name: `a url (${way})`,
      begin() {
        const { ask, settle } = late<string>('ws://new/');
        return { url: ask, end: () => settle[way]('ws://old/') };
      },
    },
    {
      name: `a protocol (${way})`,
      begin() {
        const { ask, settle } = late('v2');
        return { options: { protocol: ask }, end: () => settle[way]('v1') };
      },
    },
    {
      name: `a hello (${way})`,
      begin() {
        const { ask, settle } = late<unknown>(['hello', 'new']);
        return { options: { hello: ask }, before: accept, end: () => settle[way](['hello', 'old']) };
      },
    },
    {
      name: `a token (${way})`,
      begin() {
        const { ask, settle } = late<unknown>('new');
        const before = (connection: Connection) => {
          accept(connection);
          connection.FakeWebSocket.last.server.close(4401);
        };
        return { options: { auth: { refresh: ask } }, before, end: () => settle[way]('old') };
      },
    },
  ]),
  { name: 'an open', begin: () => ({ end: ({ handlers }) => handlers.onopen!({ type: 'open' } as never) }) },
  {
    name: 'an open, where there is a hello to say',
    begin: () => ({ options: hello, end: ({ handlers }) => handlers.onopen!({ type: 'open' } as never) }),
  },
  {
    name: 'a frame',
    begin: () => ({ end: ({ handlers }) => handlers.onmessage!(frame as never) }),
  },
  {
    name: 'the answer to hello',
    begin: () => ({ options: hello, before: accept, end: ({ handlers }) => handlers.onmessage!(frame as never) }),
  },
  { name: 'an error', begin: () => ({ end: ({ handlers }) => handlers.onerror!({ type: 'error' } as never) }) },
  {
    name: 'a close, even one that says that the token has expired',
    begin: () => ({ options: { auth: {} }, end: ({ handlers }) => handlers.onclose!(closed as never) }),
  },
];

const moments = ['while the next is waited for', 'while the next is under way', 'when the next has opened'] as const;

describe.each(lates)('$name of an attempt that is over', ({ begin }) => {
  it.each(moments)('changes nothing when it comes %s', async (moment) => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const { url = 'ws://server/', options, before, end } = begin();
    const connection = connecting({ connectTimeoutMs: 400, reopenTimeout: 100, ...options }, { url });
    const { ws, FakeWebSocket, trace } = connection;
    before?.(connection);
    await vi.advanceTimersByTimeAsync(1);
    const socket = FakeWebSocket.sockets.at(-1)!;
    const { onopen, onmessage, onerror, onclose } = socket ?? {};
    await vi.advanceTimersByTimeAsync(400);
    expect(ws.state).toBe('waiting');
    if (moment !== moments[0]) await vi.advanceTimersByTimeAsync(100);
    if (moment === moments[2]) {
      FakeWebSocket.last.server.accept();
      await vi.advanceTimersByTimeAsync(1);
      if (!ws.isOpen) FakeWebSocket.last.server.send('{"type":"welcome"}');
      expect(ws.isOpen).toBe(true);
    }

    const sockets = [...FakeWebSocket.sockets];
    const present = { state: ws.state, socket: ws.socket, retries: ws.retries, timers: vi.getTimerCount() };
    trace.length = 0;
    end({ socket, handlers: { onopen, onmessage, onerror, onclose } });
    await vi.advanceTimersByTimeAsync(0);
    expect(trace).toEqual([]);
    expect({ state: ws.state, socket: ws.socket, retries: ws.retries, timers: vi.getTimerCount() }).toEqual(present);
    expect(FakeWebSocket.sockets).toEqual(sockets);

    if (ws.state === 'waiting') await vi.advanceTimersByTimeAsync(100);
    if (ws.state === 'connecting') FakeWebSocket.last.server.accept();
    await vi.advanceTimersByTimeAsync(1);
    if (!ws.isOpen) FakeWebSocket.last.server.send('{"type":"welcome"}');
    expect(FakeWebSocket.live).toEqual([ws.socket]);
    expect(sentOn(FakeWebSocket.last).map(({ data }) => data)).not.toContain('old');
    ws.destroy();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});
