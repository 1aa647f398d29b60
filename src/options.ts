import type { WSOptions } from '../types/options.js';
import type { Backoff, BackoffOptions, OutboxOptions } from '../types/policies.js';
import type { AuthOptions, HeartbeatOptions, LazyOptions, LifecycleOptions } from '../types/resilience.js';
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
  | 'signal'
  | 'resilient'
  | 'shouldReopen'
  | 'resume'
  | 'retryAfter'
  | 'hello';
type Group = 'backoff' | 'outbox' | 'heartbeat' | 'lifecycle' | 'lazy' | 'auth';
type Plain = Exclude<keyof WSOptions, Name | Unset | Group>;

/** Options with every default filled in. A name that is disabled is `''`. */
export type Settings = { readonly [K in Plain]: NonNullable<WSOptions[K]> } & { readonly [K in Name]: string } & {
  readonly [K in Unset]: WSOptions[K];
} & {
  readonly backoff: Required<BackoffOptions> | Extract<Backoff, (...args: never[]) => unknown> | undefined;
  readonly outbox: (Required<Omit<OutboxOptions, 'coalesce'>> & Pick<OutboxOptions, 'coalesce'>) | false;
  readonly heartbeat: (HeartbeatOptions & Required<Pick<HeartbeatOptions, 'intervalMs' | 'timeoutMs'>>) | undefined;
  readonly lifecycle: (LifecycleOptions & Required<Pick<LifecycleOptions, 'hiddenMs'>>) | undefined;
  readonly lazy: Required<LazyOptions> | undefined;
  readonly auth: (AuthOptions & Required<Pick<AuthOptions, 'awaitReply' | 'expiredCodes'>>) | undefined;
};

type Check = readonly [expected: string, test: (value: any) => boolean];

const is = (type: string) => (value: unknown) => typeof value === type;
const object: Check = ['an object', (value) => is('object')(value) && !Array.isArray(value)];
const fn: Check = ['a function', is('function')];
const flag: Check = ['true or false', is('boolean')];
const amount: Check = ['a number of at least 0', (value) => typeof value === 'number' && value >= 0];
const array: Check = ['an array', Array.isArray];
const name: Check = ['a string, false or null', (value) => typeof value === 'string' || value === false];
const oneOf = (...values: string[]): Check => [values.join(' or '), (value) => values.includes(value)];

const sync: Check = [
  "true or false, 'request', an object or a function",
  (value) => flag[1](value) || value === 'request' || object[1](value) || fn[1](value),
];

/** What an option may be, what it is if it is not given, and what is in it. */
type Known = { readonly [name: string]: readonly [check?: Check, fallback?: unknown, within?: Known] };

/** On, off, or on with other settings than the usual ones. */
const group: Check = ['an object, true or false', (value) => object[1](value) || flag[1](value)];

const knownOfResume: Known = {
  cursor: [['the name of a field', (value) => is('string')(value) && value !== '']],
  epoch: [name],
  message: [fn],
  onGap: [["'fetch' or a function", (value) => value === 'fetch' || fn[1](value)]],
};

const known: Known = {
  routes: [object],
  resources: [array, []],
  sendAttribute: [name, 'send'],
  protocol: [['a string, an array or a function', (value) => is('string')(value) || fn[1](value) || array[1](value)]],
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
  backoff: [
    ['an object or a function', (value) => object[1](value) || fn[1](value)],
    undefined,
    {
      baseMs: [amount, 1000],
      maxMs: [amount, 30_000],
      factor: [amount, 2],
      jitter: [oneOf('full', 'none'), 'full'],
    },
  ],
  minUptimeMs: [amount, 1000],
  connectTimeoutMs: [amount, 20_000],
  shouldReopen: [fn],
  outbox: [
    ['an object or false', (value) => object[1](value) || value === false],
    {},
    {
      limit: [amount, 1000],
      maxBytes: [amount, 1_048_576],
      ttlMs: [amount, 0],
      overflow: [oneOf('reject', 'drop-oldest', 'drop-newest'), 'reject'],
      highWaterMark: [amount, Infinity],
      coalesce: [fn],
    },
  ],
  resilient: [flag],
  heartbeat: [
    group,
    undefined,
    { intervalMs: [amount, 25_000], timeoutMs: [amount, 5000], message: [], isReply: [fn] },
  ],
  lifecycle: [group, undefined, { source: [fn], hiddenMs: [amount, 300_000] }],
  lazy: [group, undefined, { idleMs: [amount, 30_000] }],
  resume: [object, undefined, knownOfResume],
  auth: [
    object,
    undefined,
    { hello: [fn], awaitReply: [flag, true], expiredCodes: [array, [3000, 4401]], refresh: [fn] },
  ],
  hello: [fn],
  retryAfter: [object, undefined, { close: [fn], message: [fn] }],
  random: [fn],
  logger: [fn],
  WebSocket: [fn],
  signal: [['an AbortSignal', (value) => typeof value.aborted === 'boolean']],
};

/**
 * What `resilient` changes. The delays bring 1,000 clients back, after an outage of 2 s or of 30 s, without a rush; a shorter one
 * would, and a longer one keeps them waiting (`npm run test:storm`).
 */
const production: { readonly [name: string]: unknown } = {
  retries: Infinity,
  backoff: { baseMs: 1300, factor: 3.1, maxMs: 45_000 },
  minUptimeMs: 5000,
  connectTimeoutMs: 10_000,
  lifecycle: true,
  keepOpen: true,
};

const match: Check = ['a field, an object or false', (value) => is('string')(value) || !value || object[1](value)];

const knownOfWishes: Known = {
  subscribe: [fn],
  unsubscribe: [fn],
  subscribeMany: [fn],
  unsubscribeMany: [fn],
  confirm: [['a type', is('string')]],
  resume: [object, undefined, knownOfResume],
};

const knownOfResource: Known = {
  match: [match],
  bind: [/* @__PURE__ */ oneOf('construct', 'manual')],
  sendAttribute: [name],
  sync: [sync],
  apply: [object],
  ...knownOfWishes,
};

const schema: Check = ['a Standard Schema validator', (value) => fn[1](value?.['~standard']?.validate)];

const knownOfHandler: Known = { match: [match], schema: [schema] };

/**
 * A copy with every default; the caller's object stays as it is. Null counts as not given, but disables a name.
 *
 * @param defaults in place of the usual ones
 */
function fill(given: any, known: Known, path = '', defaults: any = {}): any {
  if (!object[1](given)) throw misuse('bad-option', 'Options:', 'an object', given);
  const names = Object.keys(known);
  const filled: any = {};
  for (const key of Object.keys(given)) {
    if (names.includes(key)) continue;
    const near = suggest(key, names);
    const hint = near ? `Did you mean "${path}${near}"?` : `Known are ${names.join(', ')}.`;
    throw new WSError('bad-option', `Option "${path}${key}" is unknown. ${hint}`);
  }
  for (const key of names) {
    const [check, fallback, within] = known[key]!;
    const usual = defaults[key] ?? fallback;
    let value = given[key];
    if (value === undefined || (value === null && check !== name)) value = usual;
    else if (check === name) {
      if (value !== null && !check[1](value)) throw misuse('bad-option', `Option "${path}${key}":`, check[0], value);
      value ||= '';
    } else if (check && !check[1](value)) throw misuse('bad-option', `Option "${path}${key}":`, check[0], value);
    if (value === undefined) continue;
    if (within && check === group) value = value === true ? {} : value || undefined;
    filled[key] = within && object[1](value) ? fill(value, within, `${path}${key}.`, usual ?? {}) : value;
  }
  return filled;
}

/**
 * Checks options and fills in the defaults.
 * @throws WSError `bad-option`: an unknown name, or a value of the wrong type
 */
export function resolve(options?: object | null): Settings {
  const { resilient } = (options ?? {}) as WSOptions;
  const settings = fill(options ?? {}, known, '', resilient ? production : {});
  if (settings.hello) settings.auth = fill({ hello: settings.hello, ...settings.auth }, known.auth![2]!, 'auth.');
  if (settings.resume) checkResume(settings.resume);
  return settings;
}

/** @throws WSError `bad-option` */
function checkResume({ cursor }: { cursor?: unknown }): void {
  if (!cursor) throw misuse('bad-option', 'Option "resume.cursor":', 'the name of a field', cursor);
}

/** What a resource wants of its connection, out of the options of `bind`. */
export function resolveWishes({ match: _, ...wishes }: any): any {
  const resolved = fill(wishes, knownOfWishes);
  if (resolved.resume) checkResume(resolved.resume);
  return resolved;
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
