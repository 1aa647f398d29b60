import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Connected, connected, connecting } from './traced.js';

const LONGEST_MS = 2 ** 31 - 1;

/** Loses the connection, and every attempt that follows is refused, until no timer is left. */
function refuseAll({ FakeWebSocket, server }: Pick<Connected, 'FakeWebSocket' | 'server'>): void {
  server.drop({ error: false });
  for (let n = 0; n < 20 && vi.getTimerCount(); n++) {
    vi.advanceTimersToNextTimer();
    FakeWebSocket.last.server.refuse();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a lost connection', () => {
  it('is opened again after reopenTimeout, not before', () => {
    const { ws, server, FakeWebSocket, trace } = connected({ reopenTimeout: 500 });
    server.drop({ error: false });
    expect(ws).toMatchObject({ state: 'waiting', isOpen: false, socket: null });
    vi.advanceTimersByTime(499);
    expect(FakeWebSocket.sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(ws.state).toBe('connecting');
    FakeWebSocket.last.server.accept();
    expect(trace).toEqual(['close 1006', 'reopening 1 in 500', 'open again']);
  });

  it('is opened again in the next task when reopenTimeout is 0', () => {
    const { server, FakeWebSocket, trace } = connected({ reopenTimeout: 0 });
    server.drop({ error: false });
    expect(FakeWebSocket.sockets).toHaveLength(1);
    vi.advanceTimersByTime(0);
    expect(FakeWebSocket.sockets).toHaveLength(2);
    expect(trace).toEqual(['close 1006', 'reopening 1 in 0']);
  });

  it.each([1000, 1001, 1005, 1011, 4001])('is opened again when the server closed with %s', (code) => {
    const { server, trace } = connected();
    server.close(code === 1005 ? undefined : code);
    expect(trace).toEqual([`close ${code}`, 'reopening 1 in 3000']);
  });

  it('stays closed without reopen', () => {
    const { ws, server, trace } = connected({ reopen: false });
    server.drop({ error: false });
    expect(ws.state).toBe('closed');
    expect(vi.getTimerCount()).toBe(0);
    expect(trace).toEqual(['close 1006']);
  });

  it('gives the reopening the url once more', () => {
    const { server, FakeWebSocket } = connected({ protocol: 'v1' }, { url: 'ws://server/a?b' });
    server.drop();
    vi.advanceTimersByTime(3000);
    expect(FakeWebSocket.last).toMatchObject({ url: 'ws://server/a?b', protocols: ['v1'] });
  });
});

describe('retries', () => {
  it('are counted down by refused attempts, and noretries comes when none is left', () => {
    const connection = connected({ retries: 2 });
    const { ws, trace } = connection;
    const left: number[] = [];
    ws.on('ws:close', () => void left.push(ws.retries));
    refuseAll(connection);
    const refused = ['error socket', 'close 1006'];
    expect(trace).toEqual([
      ...['close 1006', 'reopening 1 in 3000'],
      ...[...refused, 'reopening 2 in 3000'],
      ...[...refused, 'noretries 1006'],
    ]);
    expect(left).toEqual([2, 1, 0]);
    expect(ws.state).toBe('closed');
  });

  it('of the first attempt count as well', () => {
    const { FakeWebSocket, trace } = connecting({ retries: 0 });
    FakeWebSocket.last.server.refuse();
    expect(trace).toEqual(['error socket', 'close 1006', 'noretries 1006']);
  });

  it('have no end when they are Infinity', () => {
    const connection = connected({ retries: Number.POSITIVE_INFINITY });
    refuseAll(connection);
    expect(connection.FakeWebSocket.sockets).toHaveLength(21);
    expect(connection.ws).toMatchObject({ retries: Number.POSITIVE_INFINITY, state: 'waiting' });
  });

  it('are what the application assigns', () => {
    const connection = connected();
    connection.ws.retries = 1;
    refuseAll(connection);
    expect(connection.trace.filter((line) => line.startsWith('reopening'))).toHaveLength(1);
  });

  it('are all there again once the connection is open', () => {
    const { ws, server, FakeWebSocket } = connected({ retries: 5 });
    server.drop();
    expect(ws.retries).toBe(4);
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.accept();
    expect(ws.retries).toBe(5);
  });

  it('are all there again for an open that follows noretries', () => {
    const connection = connected({ retries: 1 });
    const { ws, FakeWebSocket } = connection;
    refuseAll(connection);
    ws.open();
    expect(ws).toMatchObject({ state: 'connecting', retries: 1 });
    connection.trace.length = 0;
    FakeWebSocket.last.server.refuse();
    expect(connection.trace).toContainEqual(expect.stringMatching(/^reopening/));
  });
});

describe('minUptimeMs', () => {
  /** The server accepts, and is gone after `uptimeMs`; so each time. Gives the number of sockets, at most 20. */
  function loop(options: object, uptimeMs: number): { sockets: number; trace: string[] } {
    const { ws, FakeWebSocket, trace } = connecting(options);
    while (FakeWebSocket.sockets.length < 20 && ws.state === 'connecting') {
      FakeWebSocket.last.server.accept();
      vi.advanceTimersByTime(uptimeMs);
      FakeWebSocket.last.server.close();
      vi.advanceTimersByTime(3000);
    }
    return { sockets: FakeWebSocket.sockets.length, trace };
  }

  it.each([
    ['ends after the retries', {}, 999, 4],
    ['goes on, given the uptime', {}, 1000, 20],
    ['ends after the retries, given a longer uptime', { minUptimeMs: 5000 }, 4999, 4],
    ['goes on when any uptime will do', { minUptimeMs: 0 }, 0, 20],
  ])('with a server that accepts and closes %s: %o, open for %s ms', (_, options, uptimeMs, sockets) => {
    expect(loop(options, uptimeMs).sockets).toBe(sockets);
  });

  it('counts the attempts on while the uptime is short, and anew after a long one', () => {
    const attempts = (uptimeMs: number) =>
      loop({}, uptimeMs).trace.flatMap((line) => /^reopening (\d+)/.exec(line)?.[1] ?? []);
    expect(attempts(10)).toEqual(['1', '2', '3']);
    expect(new Set(attempts(1000))).toEqual(new Set(['1']));
  });

  it('keeps what the application assigned while the connection was open', () => {
    const { ws, server } = connected();
    ws.retries = 9;
    server.drop();
    expect(ws.retries).toBe(8);
  });
});

describe('backoff', () => {
  const delays = (trace: string[]) => trace.flatMap((line) => /^reopening \d+ in (\S+)/.exec(line)?.slice(1) ?? []);

  it('lets the delays grow in place of reopenTimeout', () => {
    const connection = connected({ retries: 4, backoff: { baseMs: 100, maxMs: 350, jitter: 'none' } });
    refuseAll(connection);
    expect(delays(connection.trace)).toEqual(['100', '200', '350', '350']);
  });

  it('spreads them at random by default, from 1 s on', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.25);
    const connection = connected({ retries: 3, backoff: {} });
    refuseAll(connection);
    expect(delays(connection.trace)).toEqual(['250', '500', '1000']);
  });

  it('asks a function with the attempt and the close event', () => {
    const backoff = vi.fn((attempt: number) => attempt * 10);
    const { server, FakeWebSocket, trace } = connected({ backoff });
    server.close(4001, 'bye');
    vi.advanceTimersByTime(10);
    FakeWebSocket.last.server.refuse();
    expect(delays(trace)).toEqual(['10', '20']);
    expect(backoff.mock.calls).toEqual([
      [1, expect.objectContaining({ code: 4001, reason: 'bye' })],
      [2, expect.objectContaining({ code: 1006 })],
    ]);
  });

  it('that throws is told, and the reopenTimeout holds', () => {
    const backoff = () => {
      throw new Error('no idea');
    };
    const { server, trace } = connected({ backoff, reopenTimeout: 70 });
    server.close(1001);
    expect(trace).toEqual(['close 1001', 'error no idea', 'reopening 1 in 70']);
  });
});

describe('shouldReopen', () => {
  it('is asked with the close event, and its no leaves the connection closed', () => {
    const shouldReopen = vi.fn(({ code }: { code: number }) => code < 4000);
    const { ws, server, FakeWebSocket, trace } = connected({ shouldReopen });
    server.close(1001);
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.accept();
    FakeWebSocket.last.server.close(4001);
    expect(trace).toEqual(['close 1001', 'reopening 1 in 3000', 'open again', 'close 4001']);
    expect(ws.state).toBe('closed');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not asked without reopen, nor about a close that was asked for', () => {
    const shouldReopen = vi.fn(() => true);
    connected({ shouldReopen, reopen: false }).server.drop();
    connected({ shouldReopen }).ws.close().destroy();
    expect(shouldReopen).not.toHaveBeenCalled();
  });

  it('that throws is told, and the connection opens again', () => {
    const shouldReopen = () => {
      throw new Error('no idea');
    };
    const { server, trace } = connected({ shouldReopen });
    server.close(1001);
    expect(trace).toEqual(['close 1001', 'error no idea', 'reopening 1 in 3000']);
  });
});

describe('a delay longer than a timer holds', () => {
  it.each([
    ['reopenTimeout', { reopenTimeout: 2 ** 31 }],
    ['backoff', { backoff: () => Number.POSITIVE_INFINITY }],
  ])('of %s does not end at once', (_, options) => {
    const { server, FakeWebSocket, trace } = connected(options);
    server.drop({ error: false });
    vi.advanceTimersByTime(LONGEST_MS - 1);
    expect(FakeWebSocket.sockets).toHaveLength(1);
    expect(trace).toEqual(['close 1006', `reopening 1 in ${LONGEST_MS}`]);
    vi.advanceTimersByTime(1);
    expect(FakeWebSocket.sockets).toHaveLength(2);
  });
});
