import { onTestFinished } from 'vitest';
import { type AnyMessages, WS, type WSOptions } from '../../src/index.js';
import { createFakeWebSocket, type FakeSocket, type FakeWebSocketConstructor } from '../../src/testing/index.js';

/** A connection whose far end the test plays. */
export interface Connected<P extends string> {
  readonly ws: WS<AnyMessages, P>;
  readonly FakeWebSocket: FakeWebSocketConstructor;
  /** The present socket: the one that a test takes apart is the first. */
  readonly socket: FakeSocket;
  /** Brings a typed message; with one argument `{ type }` alone. */
  receive(type: string, data?: unknown): void;
  /** Brings any message as JSON. */
  receiveRaw(message: unknown): void;
  /** What the present socket was given, decoded. */
  sent(): any[];
}

/**
 * A connection over a fake socket, connecting still. It keeps open when nothing is bound, unless told otherwise, and is
 * destroyed when the test has finished.
 */
export function connecting<P extends string = 'ws'>(options: WSOptions<AnyMessages, P> = {}): Connected<P> {
  const FakeWebSocket = createFakeWebSocket();
  const ws = new WS<AnyMessages, P>('ws://server/', { WebSocket: FakeWebSocket, keepOpen: true, ...options });
  onTestFinished(() => {
    ws.destroy();
  });
  const receiveRaw = (message: unknown): void => FakeWebSocket.last.server.send(JSON.stringify(message));
  return {
    ws,
    FakeWebSocket,
    get socket() {
      return FakeWebSocket.last;
    },
    receive: (type, data) => receiveRaw({ type, data }),
    receiveRaw,
    sent: () => FakeWebSocket.last.sent.map((frame) => JSON.parse(String(frame))),
  };
}

/** The same, open. */
export function connect<P extends string = 'ws'>(options: WSOptions<AnyMessages, P> = {}): Connected<P> {
  const connected = connecting(options);
  connected.socket.server.accept();
  return connected;
}
