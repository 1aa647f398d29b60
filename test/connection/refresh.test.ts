import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WSOptions } from '../../types/options.js';
import type { AuthOptions } from '../../types/resilience.js';
import { createLife } from './life.js';
import { connected } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const microtasks = () => vi.advanceTimersByTimeAsync(0);
const later = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** An open connection, whose backoff is 100 ms. */
const logged = (auth: AuthOptions, options: WSOptions = {}, far = {}) =>
  connected({ auth, reopenTimeout: 100, ...options }, far);

describe('a refresh that fails', () => {
  const fails: [string, (auth: { refresh: () => unknown }) => void, string][] = [
    ['throws', () => {}, 'connect-failed'],
    ['rejects', (auth) => (auth.refresh = () => Promise.reject(new Error('offline'))), 'connect-failed'],
    ['hangs', (auth) => (auth.refresh = () => new Promise(() => {})), 'connect-timeout'],
  ];

  it.each(fails)(
    '(%s) is told, and tried again with the next attempts, by their rules, until it works',
    async (_, how, code) => {
      const refresh = vi.fn(() => 'token' as unknown);
      const failing = {
        refresh: (): unknown => {
          throw new Error('offline');
        },
      };
      how(failing);
      for (let n = 0; n < 2; n++) refresh.mockImplementationOnce(failing.refresh);
      const { ws, server, FakeWebSocket, trace } = logged({ refresh }, { connectTimeoutMs: 400 });
      server.close(4401);
      const failMs = code === 'connect-timeout' ? 400 : 0;
      await vi.advanceTimersByTimeAsync(2 * (failMs + 100) - 1);
      const failed = (attempt: number) => [`error ${code}`, `close 1006 ${code}`, `reopening ${attempt} in 100`];
      expect(trace).toEqual(['close 4401', 'reopening 1 in 0', ...failed(2), ...failed(3)]);
      expect([refresh.mock.calls.length, FakeWebSocket.sockets.length, ws.retries]).toEqual([2, 1, 1]);
      await vi.advanceTimersByTimeAsync(1);
      expect([refresh.mock.calls.length, FakeWebSocket.sockets.length]).toEqual([3, 2]);
      FakeWebSocket.last.server.refuse();
      await vi.advanceTimersByTimeAsync(100);
      expect([refresh.mock.calls.length, FakeWebSocket.sockets.length]).toEqual([3, 3]);
      ws.destroy();
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it('is not tried any more after close() and open()', async () => {
    const refresh = vi.fn(() => Promise.reject(new Error('logged out')));
    const { ws, server, FakeWebSocket } = logged({ refresh });
    server.close(4401);
    await microtasks();
    ws.close().open();
    expect([refresh.mock.calls.length, FakeWebSocket.sockets.length]).toEqual([1, 2]);
    ws.destroy();
  });

  it.each(['close', 'destroy'] as const)('or ends, after %s, begins nothing', async (way) => {
    for (const refresh of [() => later(50), () => later(50).then(() => Promise.reject(new Error('late')))]) {
      const url = vi.fn(() => 'ws://server/');
      const { ws, server, FakeWebSocket, trace } = logged({ refresh }, {}, { url });
      server.close(4401);
      await vi.advanceTimersByTimeAsync(10);
      ws[way]();
      trace.length = 0;
      await vi.advanceTimersByTimeAsync(1000);
      expect([FakeWebSocket.sockets.length, url.mock.calls.length, trace, vi.getTimerCount()]).toEqual([1, 1, [], 0]);
    }
  });

  it('that closes the connection itself asks for no url any more', async () => {
    const url = vi.fn(() => 'ws://server/');
    const { ws, server } = logged({ refresh: () => void ws.close() }, {}, { url });
    server.close(4401);
    await microtasks();
    expect([url.mock.calls.length, ws.state, vi.getTimerCount()]).toEqual([1, 'closed', 0]);
  });
});

it('while the page is offline the token is renewed on return', async () => {
  const life = createLife();
  const refresh = vi.fn();
  const { server, FakeWebSocket, trace } = logged({ refresh }, { lifecycle: { source: life.source } });
  life.tell('offline');
  server.close(4401);
  await microtasks();
  expect([refresh.mock.calls.length, trace.at(-1)]).toEqual([0, 'reopening 1 in Infinity']);
  life.tell('online');
  await microtasks();
  expect([refresh.mock.calls.length, FakeWebSocket.sockets.length]).toEqual([1, 2]);
});
