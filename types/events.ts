import type { IncomingType, IsFree, MessageMap } from './messages.js';
import type { CloseEventLike, MessageEventLike } from './socket.js';

/** What a handler is told beside the payload. */
export interface MessageMeta<K = string | undefined> {
  /** Type on the wire; undefined for a message that has none. */
  readonly type: K;
  /** The whole message as decoded, the envelope included. */
  readonly raw: any;
  /** The socket's own event. */
  readonly event: MessageEventLike;
}

/** `open`. */
export interface OpenInfo {
  /** False the first time, true after every connection that was lost. */
  readonly reopened: boolean;
}

/** `reopening`: a connection was lost and the next attempt is scheduled. */
export interface ReopeningInfo {
  /** Counts the attempts in a row, from 1. */
  readonly attempt: number;
  /** Milliseconds until it starts; Infinity while the page is offline, put away, or hidden for long: it starts on return. */
  readonly delayMs: number;
}

/**
 * `invalid`: a message that its schema refuses, which reaches no handler; or a frame that could not be decoded, which is delivered to
 * `message` all the same, as it came.
 */
export interface InvalidInfo {
  /** Type of the message where it is known. */
  readonly type: string | undefined;
  /** What is wrong with it. */
  readonly issues: readonly { readonly message: string }[];
  /** What came. */
  readonly data: unknown;
}

/**
 * Why a message never reached a socket: `overflow` the outbox was full; `expired` it waited longer than `ttlMs`;
 * `destroyed` the connection was destroyed first; `unsendable` the socket refused the frame; `coalesced` a newer one took its place.
 */
export type DropReason = 'overflow' | 'expired' | 'destroyed' | 'unsendable' | 'coalesced';

/** `dropped`: the end of a message that the outbox gave up. */
export interface DroppedInfo {
  /** The message as it was given to `send`. */
  readonly message: unknown;
  /** Why it was given up. */
  readonly reason: DropReason;
}

/** `gap`: messages are missing, or their series is another one. */
export interface GapInfo {
  /** `missing`: the cursor has left some out; `epoch`: it is another series. */
  readonly reason: 'missing' | 'epoch';
  /** The last cursor before. */
  readonly cursor: any;
  /** The one that came. */
  readonly got: any;
  /** Whose messages they are; undefined for the whole connection. */
  readonly resource: any;
}

/** Arguments of the events that are not messages, by name without prefix. */
export interface LifecycleArgs {
  open: [info: OpenInfo];
  close: [event: CloseEventLike];
  error: [error: any, isOpen: boolean];
  noretries: [event: CloseEventLike];
  reopening: [info: ReopeningInfo];
  invalid: [info: InvalidInfo];
  dropped: [info: DroppedInfo];
  gap: [info: GapInfo];
  /** With `outbox.highWaterMark`, after `send` has returned false: nothing waits any more, and the socket has room. */
  drain: [];
}

/** `prefix:name`, or the bare name where the prefix is empty. */
export type Prefixed<P extends string, N extends string> = P extends '' ? N : `${P}:${N}`;

/** Arguments of every event of a connection, by full name. */
export type EventArgs<M extends MessageMap, P extends string = 'ws'> = {
  [N in keyof LifecycleArgs as Prefixed<P, N>]: LifecycleArgs[N];
} & {
  [K in IncomingType<M> as Prefixed<P, `message:${K}`>]: [data: M['incoming'][K], meta: MessageMeta<K>];
} & {
  [K in 'message' as Prefixed<P, K>]: [
    data: M['incoming'][IncomingType<M>],
    type: IncomingType<M> | undefined,
    meta: MessageMeta,
  ];
};

/** Full names of the events of a connection. */
export type EventName<M extends MessageMap, P extends string = 'ws'> = keyof EventArgs<M, P> & string;

/**
 * A name that `on` and its kin accept: an event of the connection, an event of the application's own, or several
 * separated by spaces. A name that starts with the prefix but names no event becomes the list of those that exist.
 */
export type CheckedName<M extends MessageMap, P extends string, N extends string> =
  IsFree<M['incoming']> extends true
    ? N
    : N extends EventName<M, P> | `${string} ${string}`
      ? N
      : N extends Prefixed<P, string>
        ? EventName<M, P>
        : N;

/** The listener that fits an event's name. */
export type ListenerOf<M extends MessageMap, P extends string, N extends string> =
  N extends EventName<M, P>
    ? (...args: Extract<EventArgs<M, P>[N], unknown[]>) => unknown
    : (...args: any[]) => unknown;
