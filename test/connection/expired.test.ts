import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WSOptions } from '../../types/options.js';
import type { AuthOptions } from '../../types/resilience.js';
import { say, sentOn } from './far.js';
import { connected } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const microtasks = () => vi.advanceTimersByTimeAsync(0);
const later = <T>(ms: number, value?: T) => new Promise<T>((done) => setTimeout(done, ms, value));

/** An open connection, whose backoff is 100 ms. */
const logged = (auth: AuthOptions = {}, options: WSOptions = {}, far = {}) =>
  connected({ auth, reopenTimeout: 100, ...options }, far);

describe('a close that says that the token has expired', () => {
  it.each([3000, 4401])('(%s) is followed by an attempt at once, once the token is renewed', async (code) => {
    const refresh = vi.fn(() => later(50));
    const { ws, server, FakeWebSocket, trace } = logged({ refresh });
    server.close(code);
    await vi.advanceTimersByTimeAsync(49);
    expect([refresh.mock.calls.length, FakeWebSocket.sockets.length, ws.state]).toEqual([1, 1, 'connecting']);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeWebSocket.sockets).toHaveLength(2);
    expect(trace).toEqual([`close ${code}`, 'reopening 1 in 0']);
    ws.destroy();
  });

  it.each<[string, AuthOptions]>([
    ['a refresh that is not async', { refresh: () => 'token' }],
    ['no refresh', {}],
    ['a hello alone', { hello: () => ['hello'], awaitReply: false }],
  ])('needs no promise: %s', async (_, auth) => {
    const { ws, FakeWebSocket, trace } = logged(auth);
    await microtasks();
    FakeWebSocket.last.server.close(4401);
    await microtasks();
    expect([FakeWebSocket.sockets.length, trace.at(-1)]).toEqual([2, 'reopening 1 in 0']);
    ws.destroy();
  });

  it('is not taken from the retries, nor asked of shouldReopen, nor fatal with resilient', async () => {
    const shouldReopen = vi.fn(() => false);
    for (const options of [{ retries: 0 }, { shouldReopen }, { resilient: true }]) {
      const { ws, server, FakeWebSocket } = logged({}, options);
      const before = ws.retries;
      server.close(4401);
      await microtasks();
      expect([FakeWebSocket.sockets.length, ws.retries]).toEqual([2, before]);
      ws.destroy();
    }
    expect(shouldReopen).not.toHaveBeenCalled();
  });

  it('asks url, protocol and hello again after the refresh', async () => {
    let token = 1;
    const order: string[] = [];
    const note = (what: string) => {
      order.push(`${what} ${token}`);
      return token;
    };
    const refresh = async () => {
      await later(10);
      token++;
      note('refresh');
    };
    const hello = () => ['hello', note('hello')];
    const options = { protocol: () => `v${note('protocol')}` };
    const { FakeWebSocket, ws } = logged({ refresh, hello, awaitReply: false }, options, {
      url: () => `ws://server/${note('url')}`,
    });
    await microtasks();
    FakeWebSocket.last.server.close(4401);
    await vi.advanceTimersByTimeAsync(10);
    FakeWebSocket.last.server.accept();
    await microtasks();
    const of = (n: number) => [`url ${n}`, `protocol ${n}`, `hello ${n}`];
    expect(order).toEqual([...of(1), 'refresh 2', ...of(2)]);
    expect(FakeWebSocket.last).toMatchObject({ url: 'ws://server/2', protocols: ['v2'] });
    expect(sentOn(FakeWebSocket.last)).toEqual([{ type: 'hello', data: 2 }]);
    ws.destroy();
  });

  it('may have any code: expiredCodes', async () => {
    const { ws, server, FakeWebSocket, trace } = logged({ expiredCodes: [4002, 1008] });
    server.close(4002);
    await microtasks();
    FakeWebSocket.last.server.accept();
    FakeWebSocket.last.server.close(4401);
    expect(trace).toEqual(['close 4002', 'reopening 1 in 0', 'open again', 'close 4401', 'reopening 2 in 100']);
    ws.destroy();
  });

  it('is an ordinary one without auth, or with no such code, or without reopen', async () => {
    expect(closeBy({ reopenTimeout: 100 })).toEqual(['close 4401', 'reopening 1 in 100']);
    expect(closeBy({ auth: { expiredCodes: [] }, reopenTimeout: 100 })).toEqual(['close 4401', 'reopening 1 in 100']);
    expect(closeBy({ auth: {}, reopen: false })).toEqual(['close 4401']);
  });

  function closeBy(options: WSOptions): string[] {
    const { ws, server, trace } = connected(options);
    server.close(4401);
    const told = [...trace];
    ws.destroy();
    return told;
  }

  it('as the answer to hello is one, too', async () => {
    const refresh = vi.fn();
    const { ws, FakeWebSocket } = logged({ refresh, hello: () => ['hello'] });
    await microtasks();
    FakeWebSocket.last.server.close(4401);
    await microtasks();
    FakeWebSocket.last.server.accept();
    await microtasks();
    say(FakeWebSocket.last, 'welcome');
    expect([refresh.mock.calls.length, ws.isOpen]).toEqual([1, true]);
    ws.destroy();
  });
});

describe('once in a row', () => {
  /** Opens, lasts that long, is closed as expired; so twice. */
  async function twice(uptimeMs: number, options: WSOptions) {
    const refresh = vi.fn();
    const connection = logged({ refresh }, options);
    for (let n = 0; n < 2; n++) {
      if (n) connection.FakeWebSocket.last.server.accept();
      await vi.advanceTimersByTimeAsync(uptimeMs);
      connection.FakeWebSocket.last.server.close(4401);
      await microtasks();
    }
    const trace = connection.trace.filter((line) => !/^open/.test(line));
    connection.ws.destroy();
    return { refreshed: refresh.mock.calls.length, trace };
  }
  const first = ['close 4401', 'reopening 1 in 0', 'close 4401'];

  it('the token is renewed; then it is fatal with resilient', async () => {
    expect(await twice(0, { resilient: true })).toEqual({ refreshed: 1, trace: [...first, 'noretries 4401'] });
  });

  it('the token is renewed; then the close is an ordinary one', async () => {
    expect(await twice(999, {})).toEqual({ refreshed: 1, trace: [...first, 'reopening 2 in 100'] });
  });

  it('it begins anew once a connection has lasted minUptimeMs', async () => {
    expect(await twice(1000, {})).toEqual({ refreshed: 2, trace: [...first, 'reopening 1 in 0'] });
  });

  it('it begins anew when the application opens it, with another token maybe', async () => {
    const refresh = vi.fn();
    const { ws, FakeWebSocket, trace } = logged({ refresh }, { resilient: true });
    for (let n = 0; n < 2; n++) {
      FakeWebSocket.last.server.close(4401);
      await microtasks();
      FakeWebSocket.last.server.accept();
      FakeWebSocket.last.server.close(4401);
      expect([ws.state, refresh.mock.calls.length]).toEqual(['closed', n + 1]);
      ws.open();
      FakeWebSocket.last.server.accept();
    }
    expect(trace.filter((line) => line.startsWith('noretries'))).toHaveLength(2);
    ws.destroy();
  });
});
