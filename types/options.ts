import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Operation } from './decorators.js';
import type { AnyMessages, IncomingType, MessageMap } from './messages.js';
import type { Backoff, Codec, Logger, OutboxOptions, SyncMode } from './policies.js';
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
   * Milliseconds for one whole attempt: the `url` function, the `protocol` function and the handshake together. When
   * they are over the attempt fails like a refused one. 0 sets no limit.
   * @default 20000
   */
  connectTimeoutMs?: number;
  /**
   * Decides whether a close is followed by another attempt; asked only if `reopen` is on. Retries still count.
   * @default always
   */
  shouldReopen?: (event: CloseEventLike) => boolean;
  /**
   * What waits for the connection to open. `false`: nothing waits, and `send` throws `WSError('not-open')`.
   * @default { limit: 1000, maxBytes: 1048576, ttlMs: 0, overflow: 'reject' }
   */
  outbox?: OutboxOptions | false;
  /** Takes the debug log instead of the console; switches it on unless `debug` is false. */
  logger?: Logger;
  /** Constructor of sockets in place of `globalThis.WebSocket`, which is looked up at every attempt. */
  WebSocket?: WebSocketConstructor;
  /** Destroys the connection when it aborts. Nothing is opened if it has aborted already. */
  signal?: AbortSignal;
}

/** The option `routes`. */
export type Routes = { [topic: string]: string | ((topic: string, data: any) => unknown) };

/** Third argument of `request`. */
export interface RequestOptions {
  /**
   * Milliseconds until it is rejected with `WSError('timeout')`, from the call, connecting included; 0 sets no limit.
   * @default the option `requestTimeoutMs`
   */
  readonly timeoutMs?: number | undefined;
  /** Rejects it with `WSError('aborted')`. What has not been sent by then will not be. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Sends it again, with the same id, each time the connection is lost before the reply came; `{ attempts }` limits how often. The
   * other side may get it several times, and tells by the id that it is one.
   * @default false: it is rejected with `WSError('connection-lost')`, whose `sent` is true
   */
  readonly retry?: boolean | { readonly attempts?: number } | undefined;
  /**
   * What becomes of it while there is no connection: `'wait'` in the outbox, or `'fail'` with `WSError('not-open')`.
   * @default 'wait'
   */
  readonly offline?: 'wait' | 'fail' | undefined;
}

/** The compiler writes a type out in its errors that is reached through a property, and only its name if it has one of its own. */
type FieldOf<Payload> = {
  names: Payload extends readonly unknown[] ? never : Payload extends object ? keyof Payload & string : never;
}['names'];

/** Which field of a payload says whose message it is; `{ field: 'attribute' }` where the model calls it otherwise. */
type MatchOf<Payload> = {
  either: [FieldOf<Payload>] extends [never]
    ? never
    : FieldOf<Payload> | { readonly [Field in FieldOf<Payload>]?: string };
}['either'];

/** Options of a decorated class. They hold for its subclasses too, except where those have their own. */
export interface ResourceOptions<
  M extends MessageMap = AnyMessages,
  O extends Operation = Operation,
  K extends string = IncomingType<M>,
> {
  /**
   * `match` for all message handlers of the class, inherited ones and `apply` included, that have none of their own.
   * @default none: every instance gets every message
   */
  readonly match?: MatchOf<M['incoming'][IncomingType<M>]>;
  /**
   * When an instance is bound: `'construct'` right after its constructor has run, `'manual'` when it is given to `ws.bind`.
   * @default 'construct'
   */
  readonly bind?: 'construct' | 'manual';
  /**
   * Name under which an instance gets its own `send`; `false` gives it none.
   * @default the option of the connection
   */
  readonly sendAttribute?: string | false;
  /**
   * How an instance saves and fetches.
   * @default the option of the connection
   */
  readonly sync?: SyncMode;
  /**
   * Messages that change the resource without a handler, before handlers of the same message run. A collection: `'add'` what it
   * has not yet, `'merge'` into the models that it has, `'remove'` those, `'reset'` to the payload; models are found by id, and
   * the payload is one object or an array of them (for `'remove'` ids will do). A model: `'set'` the payload's attributes,
   * `'unset'` those that it names, `'clear'` all. A payload of another kind changes nothing and becomes an `error` event.
   * @default none
   */
  readonly apply?: { readonly [Type in K]?: O };
}

/** Second argument of `onMessage`. */
export interface OnMessageOptions<Payload = any> {
  /**
   * Calls the handler only of the instances whose attribute equals the payload's field, as `match` of `bind` does; `false`
   * calls it of all, whatever the class says.
   * @default the option of the class
   */
  readonly match?: MatchOf<Payload> | false;
  /**
   * What the payload has to look like for this handler. One that does not fit becomes an `invalid` event.
   * @default none
   */
  readonly schema?: StandardSchemaV1;
}
