import { onTestFinished } from 'vitest';
import { WebSocket as WsClient } from 'ws';
import { WS, type WSOptions } from '../../src/index.js';
import type { WebSocketConstructor } from '../../types/socket.js';
import { eventsOf } from '../connection/traced.js';
import { startServer, type TestServer } from '../support/server.js';

/** What can be a socket here: the `ws` package's, and the runtime's own where it has one. */
export const clients: [name: string, client: WebSocketConstructor][] = [['the ws package', WsClient]];
if (globalThis.WebSocket) clients.push(['the runtime’s WebSocket', globalThis.WebSocket]);

/** A server of the test's own, closed with it. */
export async function serve(...args: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...args);
  onTestFinished(() => server.close());
  return server;
}

/** A connection that comes back quickly, destroyed with the test. */
export function connect(url: string, client: WebSocketConstructor, options: WSOptions<any, 'ws'> = {}) {
  const ws: WS = new WS(url, { WebSocket: client, reopenTimeout: 10, retries: 100, ...options });
  onTestFinished(() => void ws.destroy());
  return { ws, trace: eventsOf(ws) };
}
