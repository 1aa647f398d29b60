import { onTestFinished } from 'vitest';
import { createFakeWebSocket, type FakeSocketOptions, type FakeWebSocketConstructor } from '../../src/testing/index.js';

/** A connection, and what a test needs of its far end; a method acts on the newest socket. */
export interface Play<W> {
  readonly ws: W;
  readonly sockets: FakeWebSocketConstructor;
  /** The server accepts. */
  accept(): void;
  /** The connection is lost. */
  drop(): void;
  /** The client receives this, as JSON. */
  receive(message: unknown): void;
  /** What the client has sent, decoded. */
  sent(): unknown[];
}

/** Makes a connection to a server that the test plays. It is destroyed when the test ends. */
export function play<W extends { destroy(): unknown }>(
  connect: (WebSocket: FakeWebSocketConstructor) => W,
  options?: FakeSocketOptions,
): Play<W> {
  const sockets = createFakeWebSocket(options);
  const ws = connect(sockets);
  onTestFinished(() => {
    ws.destroy();
  });
  return {
    ws,
    sockets,
    accept: () => sockets.last.server.accept(),
    drop: () => sockets.last.server.drop(),
    receive: (message) => sockets.last.server.send(JSON.stringify(message)),
    sent: () => sockets.last.sent.map((frame) => JSON.parse(String(frame))),
  };
}

/** Writes down every event from now on, as `[name, ...args]`. */
export function record(emitter: { on(event: any, callback: any): unknown }): [name: string, ...args: any[]][] {
  const events: [string, ...any[]][] = [];
  emitter.on('all', (...event: [string, ...any[]]) => events.push(event));
  return events;
}
