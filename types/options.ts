import type { AnyMessages, MessageMap } from './messages.js';
import type { Backoff, Codec, Logger, OutboxOptions, SyncMode } from './policies.js';
import type {
  AuthOptions,
  HeartbeatOptions,
  LazyOptions,
  LifecycleOptions,
  ResumeOptions,
  RetryAfterOptions,
} from './resilience.js';
import type { ResourceEntry } from './resource.js';
import type { SchemaMap } from './schemas.js';
import type { CloseEventLike, WebSocketConstructor } from './socket.js';

/** A value, or a function that gives it when it is needed, maybe later. */
export type Lazy<T> = T | (() => T | Promise<T>);

/** Where a connection goes. A function is asked before every attempt, so that a token can be renewed. */
export type UrlSource = Lazy<string | URL>;

/** Options of a connection. Those without `Ms` in a duration's name are Backbone.WS 0.4.0's, with its units. */
export interface WSOptions<M extends MessageMap = AnyMessages, P extends string = 'ws'> {
  /**
   * Renames events of messages: full event name → other event name, or a function `(topic, data) => name`. The key
   * `'*'` takes those without an entry of their own. A function that returns nothing suppresses the typed event; the
   * `message` event comes all the same.
   * @default none
   */
  routes?: Routes;
  /**
   * Resources to bind at once, as `[resource, events?, options?]` or `{ resource, events?, options? }`.
   * @default []
   */
  resources?: readonly ResourceEntry<M, P>[];
  /**
   * Name under which a bound resource gets its own `send`; `false` or `null` gives it none.
   * @default 'send'
   */
  sendAttribute?: string | false | null;
  /** Sub-protocols to offer (RFC 6455 §1.9), or a function that gives them before every attempt. */
  protocol?: Lazy<string | readonly string[] | null | undefined>;
  /**
   * First part of every event's name, before the `':'`; `''`, `false` or `null` for names without one.
   * @default 'ws'
   */
  prefix?: P | false | null;
  /**
   * Keeps the connection when the last resource is unbound. Without it that destroys the connection, and the next `bind`
   * opens it again.
   * @default false
   */
  keepOpen?: boolean;
  /**
   * Bound resources save and fetch over the connection: `true` without a reply, `'request'`, a map or a function by requests. A
   * call with `{ xhr: true }` goes by `Backbone.sync`.
   * @default false
   */
  sync?: SyncMode;
  /**
   * Opens again after a close that was not asked for.
   * @default true
   */
  reopen?: boolean;
  /**
   * Milliseconds between a close and the next attempt. Not used with `backoff`.
   * @default 3000
   */
  reopenTimeout?: number;
  /**
   * Attempts in a row to open again; `Infinity` for no end. Opening refreshes the count, unless the connection is lost
   * again within `minUptimeMs`.
   * @default 3
   */
  retries?: number;
  /** Logs every event and every frame, to the console or to `logger`. */
  debug?: boolean;
  /**
   * Field of a message that holds its type; `false` or `null`: messages have no type.
   * @default 'type'
   */
  typeAttribute?: string | false | null;
  /**
   * Field of a typed message that holds its payload; a message without the field, or `false` or `null` here, is its own
   * payload.
   * @default 'data'
   */
  dataAttribute?: string | false | null;
  /**
   * Field of a request that holds its id, and of the reply that repeats it; `false` or `null`: there are no requests.
   * @default 'id'
   */
  idAttribute?: string | false | null;
  /**
   * Field of a reply that holds an error; a reply without it, or with null in it, is a success.
   * @default 'error'
   */
  errorAttribute?: string | false | null;
  /**
   * Milliseconds that a request waits for its reply, from the call, connecting included; 0 sets no limit.
   * @default 10000
   */
  requestTimeoutMs?: number;
  /**
   * Answers the server's own requests, messages with type and id: what a handler returns, or its promise brings, goes back as
   * `{ id, data }`, what it throws as `{ id, error: { message, code } }`. Of several handlers the first that returns something
   * answers; a message that has no handler is not answered. An answer for a connection that was lost is not sent.
   * @default false
   */
  answers?: boolean;
  /**
   * What messages have to look like, by type, as Standard Schema validators; see `defineMessages`. An incoming message that does not
   * fit reaches no handler and becomes an `invalid` event; handlers get what the validator makes of one that fits. Outgoing
   * messages are checked in development: one that does not fit is thrown as `WSError('invalid')`.
   * @default none
   */
  schemas?: SchemaMap & { readonly '~map'?: M };
  /**
   * Messages to frames and back, in place of JSON.
   * @default JSON, also in binary frames
   */
  codec?: Codec;
  /**
   * What `expect()` and `expect(true)` wait for: a type, a predicate `(data, type) => boolean`, an object whose fields
   * the message must have; `null` or `false` for any message.
   * @default null
   */
  expect?: unknown;
  /**
   * Seconds that an expectation waits.
   * @default 7
   */
  expectSeconds?: number;
  /**
   * Delays that grow from attempt to attempt, in place of `reopenTimeout`.
   * @default none
   */
  backoff?: Backoff;
  /**
   * Milliseconds that a connection must have been open before `retries` counts as refreshed, so that a server which
   * accepts and closes at once does not keep the client coming for ever.
   * @default 1000
   */
  minUptimeMs?: number;
  /**
   * Milliseconds for one whole attempt: `refresh`, `url` and `protocol` functions, the handshake, `hello` and the answer to it
   * together. When they are over the attempt fails like a refused one, with the `WSError` `connect-timeout`, which names what
   * it was waiting for; what comes later counts for nothing. 0 sets no limit.
   * @default 20000
   */
  connectTimeoutMs?: number;
  /**
   * Decides whether a close is followed by another attempt; asked only if `reopen` is on. Retries still count.
   * @default always; with `resilient` unless the close is fatal, which is told by `noretries`
   */
  shouldReopen?: (event: CloseEventLike) => boolean;
  /**
   * What waits for the connection to open. `false`: nothing waits, and `send` throws `WSError('not-open')`.
   * @default { limit: 1000, maxBytes: 1048576, ttlMs: 0, overflow: 'reject' }
   */
  outbox?: OutboxOptions | false;
  /**
   * Production settings in one word, each of which can be set otherwise: attempts without end, `backoff` with full jitter from 1.3 s to
   * 45 s, `minUptimeMs: 5000`, `connectTimeoutMs: 10000`, no attempt after a fatal close (see `isFatalClose`), `lifecycle: true`,
   * `keepOpen: true`.
   * @default false
   */
  resilient?: boolean;
  /**
   * Finds dead links; `true` for its defaults.
   * @default none
   */
  heartbeat?: HeartbeatOptions | boolean;
  /**
   * Follows the network and the page: no attempts while offline or hidden for long, one at once on return; a probe of the heartbeat
   * then, too; no socket while the page is put away, so that it can be kept whole (bfcache).
   * @default false
   */
  lifecycle?: LifecycleOptions | boolean;
  /**
   * Opens with the first bind, subscription, message or request, and closes when it has not been used for a while. It does not open by itself
   * after `close()`. Implies `keepOpen`.
   * @default false
   */
  lazy?: LazyOptions | boolean;
  /**
   * Goes on where a lost connection left off.
   * @default none
   */
  resume?: ResumeOptions;
  /** Says who the client is, and what to do when its token expires. */
  auth?: AuthOptions;
  /** Short for `auth: { hello }`. */
  hello?: () => unknown;
  /** Reads from a close, or from a message, when the server wants the client back. */
  retryAfter?: RetryAfterOptions;
  /**
   * Numbers from 0 to below 1, for the jitter and for ids of requests; a seeded one makes a run repeatable.
   * @default Math.random; for ids, which no other client may have, `crypto.getRandomValues`
   */
  random?: () => number;
  /** Takes the debug log instead of the console; switches it on unless `debug` is false. */
  logger?: Logger;
  /** Constructor of sockets in place of `globalThis.WebSocket`, which is looked up at every attempt. */
  WebSocket?: WebSocketConstructor;
  /** Destroys the connection when it aborts. Nothing is opened if it has aborted already. */
  signal?: AbortSignal;
}

/** The option `routes`. */
export type Routes = { [topic: string]: string | ((topic: string, data: any) => unknown) };
