import type { CloseEventLike, Frame } from './socket.js';

/** Growing delays between attempts. */
export interface BackoffOptions {
  /**
   * Bound of the first delay, in milliseconds.
   * @default 1000
   */
  baseMs?: number;
  /**
   * No delay is longer, in milliseconds.
   * @default 30000
   */
  maxMs?: number;
  /**
   * What the bound is multiplied with after each attempt.
   * @default 2
   */
  factor?: number;
  /**
   * `'full'` waits a random time between 0 and the bound, also once the bound has reached `maxMs`, so that clients which
   * lost the same server do not come back together. `'none'` waits exactly the bound.
   * @default 'full'
   */
  jitter?: 'full' | 'none';
}

/** Delays as options, or as a function of the attempt (from 1) and of what closed the connection, in milliseconds. */
export type Backoff = BackoffOptions | ((attempt: number, event: CloseEventLike) => number);

/** What waits for a connection, and for how long. */
export interface OutboxOptions {
  /**
   * Messages that may wait.
   * @default 1000
   */
  limit?: number;
  /**
   * Bytes of encoded messages that may wait, strings counted as UTF-8.
   * @default 1048576
   */
  maxBytes?: number;
  /**
   * Milliseconds that a message may wait, from `send`; 0 sets no limit.
   * @default 0
   */
  ttlMs?: number;
  /**
   * Who goes when it is full. `'reject'`: the new message, and `send` throws `WSError('outbox-full')`.
   * `'drop-newest'`: the new message, and `send` does not throw. `'drop-oldest'`: the oldest ones, until it fits.
   * Each that goes is told by a `dropped` event.
   * @default 'reject'
   */
  overflow?: 'reject' | 'drop-oldest' | 'drop-newest';
  /**
   * Bytes that the socket may have taken without having sent them (`bufferedAmount`); beyond, messages wait here although the
   * connection is open. The event `drain` says that none waits any more and that there is room again; after a reconnect, too.
   * @default Infinity
   */
  highWaterMark?: number;
  /**
   * Gives the key under which a message that waits is replaced by the next one with the same key, which takes its place; nothing for
   * those that all count. Not asked for requests.
   * @default none
   */
  coalesce?: (message: any) => unknown;
}

/** One line of the debug log. */
export interface LogEntry {
  /** A frame received, a frame handed to the socket, or an event of the connection. */
  readonly direction: 'in' | 'out' | 'event';
  /** Type of the message or name of the event; undefined for a message without type. */
  readonly type: string | undefined;
  /** Size of the frame in bytes, strings counted as UTF-8; undefined for events. */
  readonly bytes: number | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The frame, or the first argument of the event. */
  readonly data: unknown;
}

/** Takes the debug log. What it throws is ignored. */
export type Logger = (entry: LogEntry) => void;

/** Messages to frames and back. */
export interface Codec {
  /**
   * Message → frame. `message` is what `send` was given, or the envelope of a typed message, a request or an answer.
   * What it throws is thrown by `send` as `WSError('bad-message')`.
   */
  encode(message: any): Frame;
  /**
   * Frame → message, or an array of several messages, or a promise of either; messages behind a promise wait for it. What it
   * throws makes an `invalid` event, and the frame comes as `message`, as it is.
   */
  decode(frame: any): unknown;
  /**
   * How binary frames come to `decode`.
   * @default 'arraybuffer'
   */
  readonly binaryType?: 'arraybuffer' | 'blob';
}

/** What each method of saving sends: type and payload of a request. Nothing: the call goes by `Backbone.sync`. */
export type SyncFunction = (
  method: 'create' | 'read' | 'update' | 'patch' | 'delete',
  model: any,
  options: any,
) => { readonly type: string; readonly data?: unknown } | null | undefined | false;

/**
 * How a bound resource saves and fetches. `true`: as Backbone.WS 0.4.0, attributes plus `method`, no reply awaited. The others are
 * requests, whose reply does what the answer to an XHR does. `'request'`: their type is the method. A map: their types by method; a
 * method that it lacks goes by `Backbone.sync`. A function gives type and payload.
 */
export type SyncMode =
  | boolean
  | 'request'
  | { readonly [Method in 'create' | 'read' | 'update' | 'patch' | 'delete']?: string }
  | SyncFunction;
