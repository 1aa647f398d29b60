import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { resolve } from '../../src/options.js';
import type { FakeSocket } from '../../src/testing/index.js';
import type { WSOptions } from '../../types/options.js';
import type { Logger } from '../../types/policies.js';
import { say, sentOn } from './far.js';
import { connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const hello = () => ['hello', { token: 1 }];
const said = { type: 'hello', data: { token: 1 } };
const microtasks = () => vi.advanceTimersByTimeAsync(0);

/** The socket is open, and the client has said hello. */
async function greeted(options: WSOptions = { hello }) {
  const connection = connecting(options);
  connection.FakeWebSocket.last.server.accept();
  await microtasks();
  return { ...connection, socket: connection.FakeWebSocket.last };
}

describe('hello', () => {
  it.each<[string, () => unknown, unknown]>([
    ['[type, data]', hello, said],
    ['[type]', () => ['hello'], { type: 'hello' }],
    ['a whole message', () => ({ op: 'auth', token: 1 }), { op: 'auth', token: 1 }],
    ['a promise', async () => ['hello', { token: 1 }], said],
    ['a promise of a whole message', async () => ({ op: 'auth' }), { op: 'auth' }],
  ])('may be %s', async (_, hello, expected) => {
    const { socket, ws } = await greeted({ hello });
    expect(sentOn(socket)).toEqual([expected]);
    ws.destroy();
  });

  it('may be binary', async () => {
    const { socket, ws } = await greeted({ hello: () => new Uint8Array([1, 2]) });
    expect(socket.sent).toEqual([new Uint8Array([1, 2])]);
    ws.destroy();
  });

  it('goes by the codec and the names of fields', async () => {
    const codec = { encode: (message: unknown) => `!${JSON.stringify(message)}`, decode: (frame: string) => frame };
    const { socket, ws } = await greeted({ hello, codec, typeAttribute: 'op', dataAttribute: 'd' });
    expect(socket.sent).toEqual(['!{"op":"hello","d":{"token":1}}']);
    ws.destroy();
  });

  it('is in the log, as every frame', async () => {
    const lines: unknown[] = [];
    const logger: Logger = ({ direction, type }) => void lines.push([direction, type]);
    const { ws } = await greeted({ hello, logger });
    expect(lines).toEqual([['out', 'hello']]);
    ws.destroy();
  });

  it('comes before all else, on every connection, and is asked for each time', async () => {
    let token = 0;
    const ask = vi.fn(() => ['hello', ++token]);
    const { ws, FakeWebSocket } = connecting({ hello: ask, keepOpen: true, heartbeat: true, reopenTimeout: 10 });
    ws.bind(new Backbone.Model(), null, { subscribe: () => ['subscribe', 1] as const });
    ws.on('ws:open', () => void ws.send('opened', 1));
    for (let n = 1; n <= 3; n++) {
      ws.send('waits', n);
      const request = ws.request('ask', n, { retry: true });
      const socket = FakeWebSocket.last;
      socket.server.accept();
      await microtasks();
      expect(sentOn(socket)).toEqual([{ type: 'hello', data: n }]);
      say(socket, 'welcome');
      const types = sentOn(socket).map(({ type }) => type);
      expect([types[0], types.slice(1).sort()]).toEqual(['hello', ['ask', 'opened', 'subscribe', 'waits']]);
      socket.server.send(JSON.stringify({ id: sentOn(socket).find(({ type }) => type === 'ask').id, data: n }));
      expect(await request).toBe(n);
      socket.server.drop();
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(ask).toHaveBeenCalledTimes(3);
    ws.destroy();
  });

  it.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('no token');
      },
      'connect-failed',
    ],
    ['rejects', () => Promise.reject(new Error('no token')), 'connect-failed'],
    ['gives what cannot be encoded', () => ({ token: 1n }), 'bad-message'],
  ])('that %s ends the attempt, and the next follows', async (_, ask, code) => {
    const { ws, trace, FakeWebSocket } = await greeted({ hello: ask });
    expect(trace).toEqual([`error ${code}`, `close 1006 ${code}`, 'reopening 1 in 3000']);
    expect(FakeWebSocket.live).toEqual([]);
    await vi.advanceTimersByTimeAsync(3000);
    expect(FakeWebSocket.sockets).toHaveLength(2);
    ws.destroy();
  });

  it('is not said to a socket that has closed, or was closed, meanwhile', async () => {
    const ends: ((socket: FakeSocket, close: () => unknown) => unknown)[] = [
      ({ server }) => server.drop(),
      (socket) => socket.close(),
      // The other side does not answer that: the socket goes on closing.
      (socket) => [socket.server.silence(), socket.close()],
      (_, close) => close(),
    ];
    for (const end of ends) {
      const slow = () => new Promise((done) => setTimeout(done, 50, ['hello']));
      const { ws, socket, trace } = await greeted({ auth: { hello: slow, awaitReply: false }, reopenTimeout: 1000 });
      end(socket, () => ws.close());
      await vi.advanceTimersByTimeAsync(50);
      expect(socket.sent).toEqual([]);
      expect(trace).not.toContain('open');
      ws.destroy();
    }
  });
});

describe('the answer to hello', () => {
  it('opens the connection, and is delivered like any other message', async () => {
    const { ws, socket, trace } = await greeted();
    expect([ws.state, ws.isOpen, trace]).toEqual(['connecting', false, []]);
    expect(ws.send('waits')).toBe(false);
    const ready = ws.ready.then(() => trace.push('ready'));
    say(socket, 'welcome', { user: 1 });
    expect(trace).toEqual(['open', 'message welcome {"user":1}']);
    await ready;
    ws.destroy();
  });

  it('may be followed, and preceded, by others: all come in order, after open', async () => {
    const { ws, FakeWebSocket, trace } = connecting({
      hello: () => new Promise((done) => setTimeout(done, 50, hello())),
    });
    const socket = FakeWebSocket.last;
    socket.server.accept();
    for (const n of [1, 2, 3]) say(socket, 'early', n);
    await vi.advanceTimersByTimeAsync(50);
    expect([ws.state, trace]).toEqual(['connecting', []]);
    for (const n of [4, 5]) say(socket, 'late', n);
    const expected = [1, 2, 3].map((n) => `message early ${n}`).concat([4, 5].map((n) => `message late ${n}`));
    expect(trace).toEqual(['open', ...expected]);
    ws.destroy();
  });

  it('is not waited for with awaitReply: false', async () => {
    const { ws, FakeWebSocket, trace } = connecting({ auth: { hello, awaitReply: false } });
    const socket = FakeWebSocket.last;
    ws.send('waits', 1);
    socket.server.accept();
    say(socket, 'early', 1);
    await microtasks();
    expect(trace).toEqual(['open', 'message early 1']);
    expect(sentOn(socket).map(({ type }) => type)).toEqual(['hello', 'waits']);
    ws.destroy();
  });

  it('that ends the connection in its open handler is not delivered', async () => {
    const { ws, socket, trace } = await greeted();
    ws.on('ws:open', () => void ws.destroy());
    say(socket, 'welcome');
    expect(trace.filter((line) => line.startsWith('message'))).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that is a close ends the attempt, which takes a retry', async () => {
    const { ws, socket, trace } = await greeted({ hello, retries: 3 });
    socket.server.close(1011, 'no');
    expect([trace, ws.retries]).toEqual([['close 1011 no', 'reopening 1 in 3000'], 2]);
    ws.destroy();
  });

  it('counts for the uptime, not the socket’s own opening', async () => {
    const { ws, socket, trace } = await greeted({ hello, minUptimeMs: 1000, connectTimeoutMs: 0 });
    await vi.advanceTimersByTimeAsync(5000);
    say(socket, 'welcome');
    await vi.advanceTimersByTimeAsync(999);
    socket.server.drop({ error: false });
    expect([ws.retries, trace.at(-1)]).toEqual([2, 'reopening 1 in 3000']);
    ws.destroy();
  });
});

describe('the option hello', () => {
  const of = (options: WSOptions): any => resolve(options).auth;
  const other = () => ['other'];

  it('is short for auth: { hello }', () => {
    expect(of({ hello })).toEqual({ hello, awaitReply: true, expiredCodes: [3000, 4401] });
    expect(of({ hello })).toEqual(of({ auth: { hello } }));
    expect(of({})).toBeUndefined();
  });

  it('goes with the rest of auth', () => {
    const refresh = () => {};
    const auth = { awaitReply: false, expiredCodes: [4000], refresh };
    expect(of({ hello, auth })).toEqual({ hello, ...auth });
  });

  it('gives way to that of auth', () => {
    expect(of({ hello, auth: { hello: other } }).hello).toBe(other);
  });
});
