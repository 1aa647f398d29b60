import { vi } from 'vitest';
import { WS } from '../../src/index.js';
import { createTestServer, type TestServer } from '../../src/testing/index.js';
import type { AnyMessages } from '../../types/messages.js';

export const LATENCY_MS = 20;
export const INTERVAL_MS = 5000;
export const TIMEOUT_MS = 1000;
export const DEADLINE_MS = 10_000;

/** What options and handlers of an application throw on purpose. */
export class OnPurpose extends Error {}

/** An application with all that can break, its server, and all that happens to them. */
export function createWorld(seed: number) {
  const server: TestServer<AnyMessages> = createTestServer<AnyMessages>({ seed, latencyMs: LATENCY_MS });
  const problems: string[] = [];
  const thrown: unknown[] = [];
  const onServer = new Map<number, Set<string>>();
  const events: { name: string; info: any; atMs: number }[] = [];
  const world = {
    server,
    problems,
    /** What reached `reportError`. */
    thrown,
    /** Each event that is not a message, when it happened. */
    events,
    /** Whether functions of the options throw. */
    isBroken: false,
    ws: undefined as unknown as WS<AnyMessages>,
    subscriptionsOf: (client: { id: number }) => onServer.get(client.id) ?? new Set<string>(),
    /** Since a moment. */
    count: (name: string, sinceMs: number) => events.filter((e) => e.name === name && e.atMs >= sinceMs).length,
  };
  vi.stubGlobal('reportError', (error: unknown) => thrown.push(error));

  const fragile = (): undefined => {
    if (world.isBroken) throw new OnPurpose('an option that throws');
  };
  const Socket = class extends server.WebSocket {
    constructor(url: string | URL, protocols?: string | Iterable<string>) {
      super(url, protocols);
      const { length } = server.WebSocket.live;
      if (length > 1) problems.push(`${length} live sockets at ${Date.now()} ms`);
    }
  };

  server.onHello((_, client) => {
    onServer.set(client.id, new Set());
    return { type: 'welcome' };
  });
  server.on('ping', (_, client) => void client.send('pong'));
  server.on('subscribe', ({ symbol, isConfirmed }, client) => {
    const all = world.subscriptionsOf(client);
    if (all.has(symbol) && !isConfirmed) problems.push(`${symbol} subscribed twice on one connection`);
    all.add(symbol);
    if (isConfirmed) client.send('subscribed', { symbol });
  });
  server.on('unsubscribe', ({ symbol }, client) => void world.subscriptionsOf(client).delete(symbol));

  /** Makes the connection, which opens at once. */
  const connect = (): void => {
    world.ws = new WS<AnyMessages>(server.url, {
      WebSocket: Socket,
      protocol: server.protocol,
      resilient: true,
      lifecycle: false,
      connectTimeoutMs: DEADLINE_MS,
      heartbeat: { intervalMs: INTERVAL_MS, timeoutMs: TIMEOUT_MS, isReply: (_, type) => fragile() ?? type === 'pong' },
      auth: { hello: () => fragile() ?? ['hello', { token: 1 }], refresh: async () => {} },
      retryAfter: { close: fragile, message: fragile },
      requestTimeoutMs: 4000,
      outbox: { highWaterMark: 500 },
      random: server.random,
    });
    for (const name of ['open', 'close', 'error', 'reopening', 'noretries', 'dropped', 'gap', 'invalid', 'drain'])
      world.ws.on(`ws:${name}`, (info: any) => events.push({ name, info, atMs: Date.now() }));
  };
  return Object.assign(world, { connect });
}

export type World = ReturnType<typeof createWorld>;
