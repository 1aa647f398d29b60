/**
 * The parts of a WebSocket that the engine uses, so that browsers, Node's global, the `ws` package and test doubles all
 * fit. None of the last two is assignable to `typeof WebSocket`.
 *
 * @see https://websockets.spec.whatwg.org/#the-websocket-interface
 */
export interface WebSocketLike {
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number;
  /** How binary frames arrive. The engine sets it once, right after construction. */
  binaryType: any;
  onopen: ((event: any) => void) | null;
  onmessage: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  send(frame: any): void;
  close(code?: number, reason?: string): void;
}

/** What can construct a socket: the global `WebSocket`, the `ws` package's, or a test double's. */
export type WebSocketConstructor = new (url: any, protocols?: any) => WebSocketLike;

/** What one WebSocket message can carry. Views are typed arrays and `DataView`. */
export type Frame = string | ArrayBuffer | ArrayBufferView | Blob;

/** The fields of a `MessageEvent` that the engine reads. */
export interface MessageEventLike {
  readonly type: string;
  readonly data: any;
}

/** The fields of a `CloseEvent`. An attempt that failed before it had a socket reports one of its own, with code 1006. */
export interface CloseEventLike {
  readonly type: string;
  /** RFC 6455 §7.4; 1006 when the connection was lost without a close frame. */
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}
