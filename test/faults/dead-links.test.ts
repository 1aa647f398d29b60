import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WS } from '../../src/index.js';
import { createTestServer, type TestServerOptions } from '../../src/testing/index.js';
import { advance } from './clock.js';
import { moveTimers } from './stalled-clock.js';

const heartbeat = { intervalMs: 5000, timeoutMs: 1000 };

const { setTimeout: realSetTimeout } = globalThis;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  globalThis.setTimeout = realSetTimeout;
});

/** An open connection with a heartbeat, and when it was closed. */
async function connect(options?: TestServerOptions) {
  const server = createTestServer({ latencyMs: 20, ...options });
  server.on('ping', (_, client) => client.send('pong'));
  const ws = new WS('ws://server/', { WebSocket: server.WebSocket, resilient: true, lifecycle: false, heartbeat });
  const closedAt: number[] = [];
  ws.on('ws:close', () => closedAt.push(Date.now()));
  await advance(100);
  expect(ws.isOpen).toBe(true);
  return { server, ws, closedAt };
}

describe('a half-open link', () => {
  it.each([0, 1000, 4900, 5010, 5030, 9000, 61_234])(
    'is found in time, %d ms after the connection',
    async (afterMs) => {
      const { server, closedAt } = await connect();
      await advance(afterMs);
      const brokenAt = Date.now();
      server.faults.halfOpen();
      await advance(20_000);
      expect(closedAt.length).toBe(1);
      expect(closedAt[0]! - brokenAt).toBeLessThanOrEqual(heartbeat.intervalMs + heartbeat.timeoutMs);
    },
  );
});

describe('a live link is kept', () => {
  it('for an hour of silence, by its answers', async () => {
    const { closedAt, ws } = await connect();
    await advance(3_600_000);
    expect([closedAt, ws.isOpen]).toEqual([[], true]);
  });

  // The server has timers of its own; those are not held up.
  const clock = () => {
    const { setTimeout, clearTimeout } = globalThis;
    return { setTimeout, clearTimeout };
  };

  it('in a tab whose timers fire once a minute', async () => {
    const own = clock();
    moveTimers((dueAt) => Math.ceil(dueAt / 60_000) * 60_000);
    const { closedAt, ws } = await connect({ clock: own });
    await advance(3_600_000);
    expect([closedAt, ws.isOpen]).toEqual([[], true]);
  });

  it.each([100, 4000, 5005, 5030, 5500, 5990])('when all stands still for 10 s, from %d ms on', async (fromMs) => {
    const start = Date.now() + fromMs;
    const stop = (behindMs: number) => (dueAt: number) =>
      dueAt >= start && dueAt < start + 10_000 ? start + 10_000 + behindMs : dueAt;
    const own = clock();
    moveTimers(stop(0));
    // What the network brought meanwhile comes when the timers have been served.
    const late: TestServerOptions['clock'] = {
      ...own,
      setTimeout: (callback, ms) => own.setTimeout(callback, Math.max(ms, stop(5)(Date.now() + ms) - Date.now())),
    };
    const { closedAt, ws } = await connect({ clock: late });
    await advance(60_000);
    expect([closedAt, ws.isOpen]).toEqual([[], true]);
  });
});
