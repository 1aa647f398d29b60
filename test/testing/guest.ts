import { onTestFinished } from 'vitest';
import { createTestServer, type FakeSocket, type TestServer, type TestServerOptions } from '../../src/testing/index.js';
import type { AnyMessages } from '../../types/messages.js';
import { traceOf } from '../support/trace.js';
import { flush } from '../support/until.js';

export type AnyServer = TestServer<AnyMessages>;

/** A server that is closed when the test ends. */
export function serve(options?: TestServerOptions): AnyServer {
  const server = createTestServer<AnyMessages>(options);
  onTestFinished(() => server.close());
  return server;
}

/** A client without a library: a bare socket, what it reports, and the messages that came. */
export interface Guest {
  readonly socket: FakeSocket;
  readonly trace: string[];
  readonly messages: any[];
  send(message: unknown): void;
}

/** Connecting still; without latency and faults it is open after a microtask. */
export function knock(server: AnyServer, protocols?: string[]): Guest {
  const socket = new server.WebSocket('ws://test.server/', protocols);
  const trace = traceOf(socket);
  const messages: unknown[] = [];
  socket.addEventListener('message', ({ data }) => {
    try {
      messages.push(JSON.parse(data));
    } catch {
      messages.push(data);
    }
  });
  return { socket, trace, messages, send: (message) => socket.send(JSON.stringify(message)) };
}

/** Open. */
export async function join(server: AnyServer): Promise<Guest> {
  const guest = knock(server);
  await flush();
  return guest;
}
