import { type AnyMessages, WS, WSError, type WSOptions } from '../../src/index.js';
import { createFakeWebSocket, type FakeSocketOptions } from '../../src/testing/index.js';
import type { UrlSource } from '../../types/options.js';

type Far = FakeSocketOptions & { url?: UrlSource };

/** A connection on fake sockets that is connecting still, with a trace of what it tells. */
export function connecting(options: WSOptions<AnyMessages, 'ws'> = {}, { url = 'ws://server/', ...fake }: Far = {}) {
  const FakeWebSocket = createFakeWebSocket(fake);
  const ws: WS = new WS(url, { WebSocket: FakeWebSocket, ...options });
  return { ws, FakeWebSocket, trace: eventsOf(ws) };
}

/** The same, open. The trace begins after the `open` event. */
export function connected(options: WSOptions<AnyMessages, 'ws'> = {}, far: Far = {}) {
  const connection = connecting(options, far);
  const socket = connection.FakeWebSocket.last;
  socket.server.accept();
  connection.trace.length = 0;
  return { ...connection, socket, server: socket.server };
}

export type Connection = ReturnType<typeof connecting>;
export type Connected = ReturnType<typeof connected>;

const words: { [event: string]: (...args: any[]) => unknown[] } = {
  open: ({ reopened }) => [reopened && 'again'],
  close: ({ code, reason }) => [code, reason],
  error: (error, isOpen) => [nameOf(error), isOpen && 'while open'],
  noretries: ({ code }) => [code],
  reopening: ({ attempt, delayMs }) => [attempt, 'in', delayMs],
  invalid: ({ data }) => [data],
  dropped: ({ message, reason }) => [reason, JSON.stringify(message)],
  message: (data, type) => [type, JSON.stringify(data)],
};

/**
 * Writes down the events of a connection: `open`, `open again`, `close 1006`, `error connect-failed`, `reopening 1 in 3000`,
 * `dropped overflow "x"`, `message quote {"price":1}`.
 */
export function eventsOf(ws: WS): string[] {
  const trace: string[] = [];
  for (const [event, describe] of Object.entries(words)) {
    ws.on(`ws:${event}`, (...args: any[]) => {
      trace.push([event, ...describe(...args).filter((word) => word || word === 0)].join(' '));
    });
  }
  return trace;
}

/** `socket` for the event of a socket, which says nothing more. */
function nameOf(error: any): string {
  return error instanceof WSError ? error.code : error instanceof Error ? error.message : 'socket';
}

/** The code of the `WSError` that is thrown. */
export function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof WSError ? error.code : `not a WSError: ${error}`;
  }
  return 'nothing thrown';
}
