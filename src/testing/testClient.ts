import type { IncomingType, MessageMap } from '../../types/messages.js';
import type { Frame } from '../../types/socket.js';
import type { FakeSocket } from './fakeSocket.js';

/** The server's end of one connection. What it is told to do after the connection has ended does nothing. */
export interface TestClient<M extends MessageMap = any> {
  /** 1 for the first attempt that the server has seen, and so on. */
  readonly id: number;
  /** The client's end. */
  readonly socket: FakeSocket;
  /** Whether the server takes it for connected: from the handshake until a close of either side, a loss, or `halfOpen()`. */
  readonly isConnected: boolean;
  /** The messages that reached the server, decoded; what the codec refuses, as it came. */
  readonly received: readonly any[];
  /** Sends `{ type, data, ...extra }`. Without latency and faults it arrives before this returns. */
  send<K extends IncomingType<M>>(type: K, data?: M['incoming'][K], extra?: object): void;
  /** Sends a message as it is. */
  send(message: object): void;
  /** Sends a frame that the codec has not made. */
  sendFrame(frame: Frame): void;
  /**
   * Closes cleanly, with this code (1005 if none).
   * @throws RangeError for codes that no server can send
   */
  close(code?: number, reason?: string): void;
  /** The connection is lost: `error` and `close` 1006; with `{ error: false }` no `error`, as in Chromium and `ws`. */
  drop(options?: { error?: boolean }): void;
  /** Nothing passes any more in either direction, and nobody is told, until `drop()`. */
  halfOpen(): void;
}
