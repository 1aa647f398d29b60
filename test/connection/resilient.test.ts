import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { resolve } from '../../src/options.js';
import { createRandom } from '../../src/testing/random.js';
import type { BackoffOptions } from '../../types/policies.js';
import { delaysIn } from './far.js';
import { type Connection, connected, connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const production = { resilient: true, random: () => 0.5 };
const { baseMs, factor, maxMs } = resolve(production).backoff as Required<BackoffOptions>;
const boundOf = (attempt: number): number => Math.min(baseMs * factor ** (attempt - 1), maxMs);

/** The present attempt, and those that follow it, are refused. */
function refuse({ FakeWebSocket }: Pick<Connection, 'FakeWebSocket'>, times: number): void {
  for (let n = 0; n < times; n++) {
    if (n) vi.advanceTimersToNextTimer();
    FakeWebSocket.last.server.refuse();
  }
}

describe('the delays of resilient', () => {
  it('grow to 45 s, and the jitter takes its part of each', () => {
    const connection = connecting(production);
    refuse(connection, 12);
    expect(delaysIn(connection.trace)).toEqual(Array.from({ length: 12 }, (_, n) => boundOf(n + 1) / 2));
    expect(delaysIn(connection.trace).at(-1)).toBe(22_500);
    connection.ws.destroy();
  });

  it('are spread over all 45 s when 250 clients have reached the cap', () => {
    const random = createRandom(7);
    const tenths = Array<number>(10).fill(0);
    for (let client = 0; client < 250; client++) {
      const connection = connecting({ resilient: true, backoff: { baseMs: maxMs }, random });
      refuse(connection, 2);
      tenths[Math.floor((delaysIn(connection.trace)[1]! / maxMs) * 10)]!++;
      connection.ws.destroy();
    }
    expect(tenths).toHaveLength(10);
    expect(Math.min(...tenths)).toBeGreaterThan(8);
    expect(Math.max(...tenths)).toBeLessThan(45);
  });

  it('can be in part of one’s own', () => {
    const connection = connecting({ ...production, backoff: { baseMs: 100, maxMs: 500 } });
    refuse(connection, 4);
    expect(delaysIn(connection.trace)).toEqual([50, 50 * factor, 250, 250]);
    connection.ws.destroy();
  });

  it('can be equal: a function for backoff', () => {
    const connection = connecting({ ...production, backoff: () => 3000 });
    refuse(connection, 3);
    expect(delaysIn(connection.trace)).toEqual([3000, 3000, 3000]);
    connection.ws.destroy();
  });
});

describe('a first connection', () => {
  it('that fails follows the rules of a lost one', () => {
    const delays = [connecting(production), connected(production)].map((connection) => {
      if (connection.ws.isOpen) {
        vi.advanceTimersByTime(5000);
        connection.FakeWebSocket.last.server.drop();
        vi.advanceTimersToNextTimer();
        refuse(connection, 4);
      } else refuse(connection, 5);
      connection.ws.destroy();
      return delaysIn(connection.trace);
    });
    expect(delays[0]).toEqual(delays[1]);
  });

  it.each([1008, 4403])('that is closed with %s is the end', (code) => {
    const { ws, trace, FakeWebSocket } = connecting({ ...production, hello: () => ['hello'] });
    FakeWebSocket.last.server.accept();
    FakeWebSocket.last.server.close(code);
    expect(trace).toEqual([`close ${code}`, `noretries ${code}`]);
    expect(ws.state).toBe('closed');
  });
});

describe('attempts', () => {
  it('have no end with resilient', () => {
    const connection = connecting(production);
    refuse(connection, 300);
    expect(delaysIn(connection.trace)).toHaveLength(300);
    expect(connection.trace.some((line) => line.startsWith('noretries'))).toBe(false);
    expect(connection.FakeWebSocket.sockets).toHaveLength(300);
    connection.ws.destroy();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('have one where retries says so', () => {
    const connection = connecting({ ...production, retries: 2 });
    refuse(connection, 3);
    expect(connection.trace.at(-1)).toBe('noretries 1006');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('go on while the page has no connection to keep: resilient keeps it open', () => {
    const { ws } = connected(production);
    const model = new Backbone.Model();
    ws.bind(model).unbind(model);
    vi.advanceTimersByTime(10);
    expect(ws.isOpen).toBe(true);
    ws.destroy();
  });
});

describe('a connection that is lost again and again', () => {
  /** Opens, lasts that long, is lost; so five times. */
  function last(uptimeMs: number, options: object): Connection {
    const connection = connecting({ ...production, backoff: { jitter: 'none' }, ...options });
    for (let n = 0; n < 5 && connection.ws.state === 'connecting'; n++) {
      connection.FakeWebSocket.last.server.accept();
      vi.advanceTimersByTime(uptimeMs);
      connection.FakeWebSocket.last.server.drop({ error: false });
      vi.advanceTimersToNextTimer();
    }
    connection.ws.destroy();
    return connection;
  }

  it('waits longer each time while it lasts less than 5 s', () => {
    expect(delaysIn(last(4999, {}).trace)).toEqual([1, 2, 3, 4, 5].map(boundOf));
  });

  it('waits anew from 5 s on', () => {
    expect(delaysIn(last(5000, {}).trace)).toEqual(Array(5).fill(baseMs));
  });

  it.each([
    [4999, 3],
    [5000, 5],
  ])('has its budget of 3 spent, or not, when it lasts %s ms: %s attempts', (uptimeMs, attempts) => {
    const { trace } = last(uptimeMs, { retries: 3 });
    expect(delaysIn(trace)).toHaveLength(attempts);
    expect(trace.some((line) => line.startsWith('noretries'))).toBe(attempts === 3);
  });

  it('waits anew after any uptime when minUptimeMs is 0', () => {
    expect(delaysIn(last(0, { minUptimeMs: 0 }).trace)).toEqual(Array(5).fill(baseMs));
  });
});
