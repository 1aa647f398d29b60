import type { AnyMessages, MessageMap } from '../types/messages.js';
import type { Backoff, BackoffOptions, Lazy, Logger, OutboxOptions } from '../types/options.js';
import type { ResourceEntry } from '../types/resource.js';
import type { CloseEventLike, WebSocketConstructor } from '../types/socket.js';
import { misuse, WSError } from './errors.js';
import { suggest } from './suggest.js';

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
   * Bound resources save and fetch over the connection: attributes plus `method`, no reply awaited. A call with
   * `{ xhr: true }` goes by `Backbone.sync`.
   * @default false
   */
  sync?: boolean;
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

type Name = 'sendAttribute' | 'prefix' | 'typeAttribute' | 'dataAttribute';
type Unset = 'routes' | 'keepOpen' | 'sync' | 'expect' | 'debug' | 'protocol' | 'logger' | 'WebSocket' | 'signal';
type Plain = Exclude<keyof WSOptions, Name | Unset | 'backoff' | 'outbox'>;

/** Options with every default filled in. A name that is disabled is `''`. */
export type Settings = { readonly [K in Plain]: NonNullable<WSOptions[K]> } & { readonly [K in Name]: string } & {
  readonly [K in Unset]: WSOptions[K];
} & {
  readonly backoff: Required<BackoffOptions> | Extract<Backoff, (...args: never[]) => unknown> | undefined;
  readonly outbox: Required<OutboxOptions> | false;
};

type Check = readonly [expected: string, test: (value: any) => boolean];

const is = (type: string) => (value: unknown) => typeof value === type;
const object: Check = ['an object', (value) => is('object')(value) && !Array.isArray(value)];
const fn: Check = ['a function', is('function')];
const flag: Check = ['true or false', is('boolean')];
const amount: Check = ['a number of at least 0', (value) => typeof value === 'number' && value >= 0];
const name: Check = ['a string, false or null', (value) => typeof value === 'string' || value === false];
const oneOf = (...values: string[]): Check => [values.join(' or '), (value) => values.includes(value)];

/** What an option may be, and what it is if it is not given. */
type Known = { readonly [name: string]: readonly [check?: Check, fallback?: unknown] };

const known: Known = {
  routes: [object],
  resources: [['an array', Array.isArray], []],
  sendAttribute: [name, 'send'],
  protocol: [
    ['a string, an array or a function', (value) => is('string')(value) || fn[1](value) || Array.isArray(value)],
  ],
  prefix: [name, 'ws'],
  keepOpen: [flag],
  sync: [flag],
  reopen: [flag, true],
  reopenTimeout: [amount, 3000],
  retries: [amount, 3],
  debug: [flag],
  typeAttribute: [name, 'type'],
  dataAttribute: [name, 'data'],
  expect: [],
  expectSeconds: [amount, 7],
  backoff: [['an object or a function', (value) => object[1](value) || fn[1](value)]],
  minUptimeMs: [amount, 1000],
  connectTimeoutMs: [amount, 20_000],
  shouldReopen: [fn, () => true],
  outbox: [['an object or false', (value) => object[1](value) || value === false], {}],
  logger: [fn],
  WebSocket: [fn],
  signal: [['an AbortSignal', (value) => typeof value.aborted === 'boolean']],
};

const knownOfBackoff: Known = {
  baseMs: [amount, 1000],
  maxMs: [amount, 30_000],
  factor: [amount, 2],
  jitter: [oneOf('full', 'none'), 'full'],
};

const knownOfOutbox: Known = {
  limit: [amount, 1000],
  maxBytes: [amount, 1_048_576],
  ttlMs: [amount, 0],
  overflow: [oneOf('reject', 'drop-oldest', 'drop-newest'), 'reject'],
};

/** A copy with every default; the caller's object stays as it is. Null counts as not given, but disables a name. */
function fill(given: any, known: Known, path = ''): any {
  if (!object[1](given)) throw misuse('bad-option', 'Options:', 'an object', given);
  const names = Object.keys(known);
  const filled: any = {};
  for (const key of names) filled[key] = known[key]![1];
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (!names.includes(key)) {
      const near = suggest(key, names);
      const hint = near ? `Did you mean "${path}${near}"?` : `Known are ${names.join(', ')}.`;
      throw new WSError('bad-option', `Option "${path}${key}" is unknown. ${hint}`);
    }
    const check = known[key]![0];
    if (value === undefined || (value === null && check !== name)) continue;
    if (check && value !== null && !check[1](value)) {
      throw misuse('bad-option', `Option "${path}${key}":`, check[0], value);
    }
    filled[key] = check === name ? value || '' : value;
  }
  return filled;
}

/**
 * Checks options and fills in the defaults.
 * @throws WSError `bad-option`: an unknown name, or a value of the wrong type
 */
export function resolve(options?: object | null): Settings {
  const settings = fill(options ?? {}, known);
  const { backoff, outbox } = settings;
  if (backoff && typeof backoff !== 'function') settings.backoff = fill(backoff, knownOfBackoff, 'backoff.');
  if (outbox) settings.outbox = fill(outbox, knownOfOutbox, 'outbox.');
  return settings;
}
