import { createFakeWebSocket, type FakeSocket, type FakeSocketOptions } from '../../src/testing/index.js';
import { traceOf } from '../support/trace.js';

/** For the fake's own tests: a socket, open unless told otherwise, and its trace. */
export function make(options: FakeSocketOptions & { connecting?: boolean } = {}): [FakeSocket, string[]] {
  const FakeWebSocket = createFakeWebSocket(options);
  const socket = new FakeWebSocket('ws://server/');
  if (!options.connecting) socket.server.accept();
  return [socket, traceOf(socket)];
}

/** The name of the `DOMException` that is thrown. */
export function nameOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof DOMException ? error.name : `not a DOMException: ${error}`;
  }
  return 'nothing thrown';
}
