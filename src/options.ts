import type { WSOptions } from '../types/options.js';
import type { Backoff, BackoffOptions, OutboxOptions } from '../types/policies.js';
import { misuse, WSError } from './errors.js';
import { suggest } from './suggest.js';

type Name = 'sendAttribute' | 'prefix' | 'typeAttribute' | 'dataAttribute' | 'idAttribute' | 'errorAttribute';
type Unset =
  | 'answers'
  | 'codec'
  | 'schemas'
  | 'routes'
  | 'keepOpen'
  | 'sync'
  | 'expect'
  | 'debug'
  | 'protocol'
  | 'logger'
  | 'WebSocket'
  | 'signal';
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

const sync: Check = [
  "true or false, 'request', an object or a function",
  (value) => flag[1](value) || value === 'request' || object[1](value) || fn[1](value),
];

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
  sync: [sync],
  reopen: [flag, true],
  reopenTimeout: [amount, 3000],
  retries: [amount, 3],
  debug: [flag],
  typeAttribute: [name, 'type'],
  dataAttribute: [name, 'data'],
  idAttribute: [name, 'id'],
  errorAttribute: [name, 'error'],
  requestTimeoutMs: [amount, 10_000],
  answers: [flag],
  schemas: [object],
  codec: [['an object with encode and decode', (value) => fn[1](value?.encode) && fn[1](value.decode)]],
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

const match: Check = ['a field, an object or false', (value) => is('string')(value) || !value || object[1](value)];

const knownOfResource: Known = {
  match: [match],
  bind: [/* @__PURE__ */ oneOf('construct', 'manual')],
  sendAttribute: [name],
  sync: [sync],
  apply: [object],
};

const schema: Check = ['a Standard Schema validator', (value) => fn[1](value?.['~standard']?.validate)];

const knownOfHandler: Known = { match: [match], schema: [schema] };

/** A copy with every default; the caller's object stays as it is. Null counts as not given, but disables a name. */
function fill(given: any, known: Known, path = ''): any {
  if (!object[1](given)) throw misuse('bad-option', 'Options:', 'an object', given);
  const names = Object.keys(known);
  const filled: any = {};
  for (const key of names) if (known[key]![1] !== undefined) filled[key] = known[key]![1];
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

/**
 * Checks the options of a decorated class.
 * @throws WSError `bad-option`
 */
export const resolveResource = (options?: object): any => fill(options ?? {}, knownOfResource);

/**
 * Checks the options of a handler.
 * @throws WSError `bad-option`
 */
export const resolveHandler = (options?: object): any => fill(options ?? {}, knownOfHandler);
