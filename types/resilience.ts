import type { GapInfo } from './events.js';
import type { IsFree, MessageMap, Outgoing, OutgoingType } from './messages.js';
import type { CloseEventLike } from './socket.js';

/** A message by type and payload. */
export type TypedMessage<M extends MessageMap = any> =
  IsFree<Outgoing<M>> extends true
    ? readonly [type: string, data?: any]
    : { [K in OutgoingType<M>]: readonly [type: K, data: Outgoing<M>[K]] }[OutgoingType<M>];

/** Nothing, where there is no message to send. */
export type Nothing = null | undefined | false;

/**
 * Finds dead links. Any frame is a sign of life. After a silence the message is sent; if nothing comes back, the socket is given up
 * without waiting for its close, and the connection opens again. A timer that fires late, after sleep or in a throttled tab, proves
 * nothing: the message is sent (again) first.
 */
export interface HeartbeatOptions {
  /**
   * Milliseconds of silence before the message is sent.
   * @default 25000
   */
  readonly intervalMs?: number;
  /**
   * Milliseconds that the answer may take.
   * @default 5000
   */
  readonly timeoutMs?: number;
  /**
   * What is sent: a whole message, or `[type, data]`, or a function that gives it. If that throws, nothing is sent and nothing given up.
   * @default { type: 'ping' }, under the option `typeAttribute`
   */
  readonly message?: unknown;
  /**
   * Says which messages are answers and nothing else: they reach no handler.
   * @default a message of the type 'pong'
   */
  readonly isReply?: (data: any, type: string | undefined, raw: any) => boolean;
}

/** Who the client is, told before anything else. */
export interface AuthOptions {
  /**
   * Gives the first message of every connection, maybe later. It is sent when the socket opens; the connection counts as open when
   * the server's first message after it has come, which is delivered like any other.
   */
  readonly hello?: () => unknown;
  /**
   * Whether the server answers `hello`. If not, the connection counts as open once `hello` is sent.
   * @default true
   */
  readonly awaitReply?: boolean;
  /**
   * Codes of a close by which the server says that the token has expired. `refresh` is awaited then and an attempt made at once,
   * which is not taken from `retries`, and `shouldReopen` is not asked; once in a row, until a connection has lasted `minUptimeMs` or
   * the application calls `open()`. After that it is a close like any other.
   * @default [3000, 4401]
   */
  readonly expiredCodes?: readonly number[];
  /**
   * Renews the token before that attempt. The attempt's deadline covers it. If it fails, so does the attempt, and the next ones, which
   * follow by the usual rules, ask it again until it has worked.
   * @default nothing to do: `url` or `hello` get a token when they are asked
   */
  readonly refresh?: () => unknown;
}

/**
 * How a server says when to come back. The backoff's own delay, with its jitter, comes on top, so that clients do not come together. A
 * page that comes back online before waits for the rest of it; `open()` does not.
 */
export interface RetryAfterOptions {
  /** Milliseconds that a close asks for, read from its code and reason; nothing for none. */
  readonly close?: (event: CloseEventLike) => number | null | undefined;
  /** Milliseconds that a message asks for, before the next close; nothing for none. Asked for every message. */
  readonly message?: (data: any, type: string | undefined, raw: any) => number | null | undefined;
}

/**
 * What happens to a page: `suspend` it is put away and may not run any more (`pagehide`, `freeze`), `resume` it is back (`pageshow`,
 * `resume`). On `suspend` the socket is closed, which is no failure: it takes none of the `retries`, and `shouldReopen` is not asked.
 */
export type LifeSignal = 'online' | 'offline' | 'visible' | 'hidden' | 'suspend' | 'resume';

/** Tells what happens until its result is called. What is so already is told at once. */
export type LifeSource = (tell: (signal: LifeSignal) => void) => () => void;

/** How a connection follows the life of its page. */
export interface LifecycleOptions {
  /**
   * Where the signals come from.
   * @default the page or worker; nothing where there is neither
   */
  readonly source?: LifeSource;
  /**
   * Milliseconds that a page may be hidden before no more attempts are made until it is seen again.
   * @default 300000
   */
  readonly hiddenMs?: number;
}

/** A connection that is there when it is needed. */
export interface LazyOptions {
  /**
   * Milliseconds after the last use until it closes. What is bound, subscribed, asked for, expected or waiting is in use; its end is
   * noticed within a tenth of that time.
   * @default 30000
   */
  readonly idleMs?: number;
}

/**
 * Goes on where a lost connection left off. Messages carry a cursor, in a field of the message or of its payload: whole numbers that
 * count up by one, or anything else (then only repetitions are noticed). A message is done with when its handlers have returned.
 */
export interface ResumeOptions {
  /** Field that holds the cursor. A message without it is not looked at. */
  readonly cursor: string;
  /**
   * Field that says which series of cursors it is; another one than before is a gap. Without it a server that counts from the start
   * again is taken for one that repeats itself.
   */
  readonly epoch?: string;
  /**
   * What asks for the messages since a cursor, as `[type, data]` or a whole message; sent on every open once there is a cursor,
   * before subscriptions. Without it nothing is asked for, and gaps are noticed all the same.
   */
  readonly message?: (cursor: any, epoch: any, resource?: any) => unknown;
  /**
   * What follows a gap, after the event `gap`. `'fetch'` fetches the resource anew, by XHR or by a `sync` that gets replies; for a whole
   * connection all bound collections, and models outside of them, without those that have a series of their own; the oldest of their
   * states counts. A function gets the whole state some other way and gives, maybe later, the cursor that it has, or what has it in its
   * fields. Its signal aborts when nobody waits for it any more (unbound, destroyed, subscribed to something else, a cursor assigned):
   * what came then would be older than what is there; so does the fetch.
   *
   * Messages wait meanwhile, replies do not; so a function asks by requests, and does not wait for messages. They are applied after it;
   * those that the new state has already are dropped, if its cursor is known: the fields `cursor` and `epoch` of what was fetched. What
   * fails, or is older than what waits, is tried again after 1 s, 2 s and so on up to 30 s. If the connection is lost, what waits is
   * forgotten: it comes again, or the next message shows the gap again. Of more than 50,000 those that wait are forgotten, and the state
   * is fetched once more.
   * @default nothing: what comes next is delivered
   */
  readonly onGap?: 'fetch' | ((gap: GapInfo, signal: AbortSignal) => unknown);
}

/** What `ws.subscribe` sends. What is said first under a key holds until nobody wants it. */
export interface SubscriptionMessages<M extends MessageMap = any> {
  /** Sent while somebody wants it, on every connection anew. A function gets the cursor of `resume` where there is one. */
  readonly subscribe: TypedMessage<M> | ((cursor?: any) => TypedMessage<M>);
  /**
   * Sent when nobody wants it any more.
   * @default nothing
   */
  readonly unsubscribe?: TypedMessage<M> | Nothing;
  /** One message in place of many that have this very function; it gets the payloads of the single ones. */
  readonly subscribeMany?: (payloads: any[]) => TypedMessage<M>;
  /** The same for `unsubscribe`. */
  readonly unsubscribeMany?: (payloads: any[]) => TypedMessage<M>;
  /**
   * Type of the message that confirms. Until one comes whose payload agrees in the fields that it shares, what was sent is sent
   * again, after 5 s, 10 s and so on up to 60 s. A list in it may speak of several. One that shares nothing with what was sent
   * confirms the oldest message.
   * @default none: what was sent counts
   */
  readonly confirm?: string;
}

/** What a resource subscribes to while it is bound. What is said when it is bound first holds. */
export interface SubscribeOptions<M extends MessageMap = any> {
  /**
   * What it needs, as `[type, data]`; nothing if it needs nothing now. Resources that give the same share one subscription, also with
   * `ws.subscribe`. Asked when it is bound, when its id, or an attribute of `match`, changes, and on a new connection where there is a
   * cursor. What it throws is thrown by `bind`; later it becomes an `error` event, and the last message holds.
   */
  readonly subscribe?: (resource: any, cursor?: any) => TypedMessage<M> | Nothing;
  /** What ends it. Asked together with `subscribe`. */
  readonly unsubscribe?: (resource: any) => TypedMessage<M> | Nothing;
  /** See {@link SubscriptionMessages.subscribeMany}. */
  readonly subscribeMany?: (payloads: any[]) => TypedMessage<M>;
  /** See {@link SubscriptionMessages.unsubscribeMany}. */
  readonly unsubscribeMany?: (payloads: any[]) => TypedMessage<M>;
  /** See {@link SubscriptionMessages.confirm}. */
  readonly confirm?: string;
  /**
   * The same as the option of the connection, for the messages of this resource alone. Its cursors have to count what its handlers
   * take, and nothing else; it begins anew when what it subscribes to, or is matched by, changes.
   */
  readonly resume?: ResumeOptions;
}

/** One that `ws.subscribe` made. */
export interface Subscription {
  /** What it is for, as given to `ws.subscribe`. */
  readonly key: string;
  /** Whether the present connection has it: sent, and confirmed if that is asked for. */
  readonly isActive: boolean;
  /** Gives it up; the last one of the key ends the subscription. Safe to call twice. */
  dispose(): void;
}
