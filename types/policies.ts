import type { CloseEventLike } from './socket.js';

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
