import { describe, expect, it } from 'vitest';
import { resolve } from '../../src/options.js';
import type { WSOptions } from '../../types/options.js';

type Part = keyof WSOptions;

const parts: Part[] = [
  ...(['retries', 'backoff', 'minUptimeMs', 'connectTimeoutMs', 'lifecycle', 'keepOpen'] as const),
  ...(['reopen', 'reopenTimeout', 'shouldReopen', 'outbox', 'heartbeat', 'retryAfter', 'lazy'] as const),
];

/** What the parts are with these options; functions as they are. */
const partsOf = (options: WSOptions): object => {
  const settings: any = resolve(options);
  return Object.fromEntries(parts.map((part) => [part, settings[part]]));
};

const outbox = { limit: 1000, maxBytes: 1_048_576, ttlMs: 0, overflow: 'reject', highWaterMark: Infinity };

const plain = {
  retries: 3,
  backoff: undefined,
  minUptimeMs: 1000,
  connectTimeoutMs: 20_000,
  lifecycle: undefined,
  keepOpen: undefined,
  reopen: true,
  reopenTimeout: 3000,
  shouldReopen: undefined,
  outbox,
  heartbeat: undefined,
  retryAfter: undefined,
  lazy: undefined,
};

const production = {
  ...plain,
  retries: Infinity,
  backoff: { baseMs: 1300, maxMs: 45_000, factor: 3.1, jitter: 'full' },
  minUptimeMs: 5000,
  connectTimeoutMs: 10_000,
  lifecycle: { hiddenMs: 300_000 },
  keepOpen: true,
};

const shouldReopen = () => true;
const backoff = () => 7;
const source = () => () => {};

/** What is given, and what it makes of the plain settings and of those for production. */
const given: [options: WSOptions, expected: object, inProduction?: object][] = [
  [{ retries: 0 }, { retries: 0 }],
  [{ retries: 12 }, { retries: 12 }],
  [{ retries: Infinity }, { retries: Infinity }],
  [{ minUptimeMs: 0 }, { minUptimeMs: 0 }],
  [{ connectTimeoutMs: 0 }, { connectTimeoutMs: 0 }],
  [{ keepOpen: false }, { keepOpen: false }],
  [{ lifecycle: false }, { lifecycle: undefined }],
  [{ lifecycle: true }, { lifecycle: { hiddenMs: 300_000 } }],
  [{ lifecycle: { hiddenMs: 5 } }, { lifecycle: { hiddenMs: 5 } }],
  [{ lifecycle: { source } }, { lifecycle: { hiddenMs: 300_000, source } }],
  [{ heartbeat: true }, { heartbeat: { intervalMs: 25_000, timeoutMs: 5000 } }],
  [{ heartbeat: { timeoutMs: 9 } }, { heartbeat: { intervalMs: 25_000, timeoutMs: 9 } }],
  [{ heartbeat: false }, { heartbeat: undefined }],
  [{ shouldReopen }, { shouldReopen }],
  [{ reopen: false }, { reopen: false }],
  [{ reopenTimeout: 1 }, { reopenTimeout: 1 }],
  [{ outbox: false }, { outbox: false }],
  [{ outbox: { limit: 1 } }, { outbox: { ...outbox, limit: 1 } }],
  [{ backoff }, { backoff }],
  [
    { backoff: {} },
    { backoff: { baseMs: 1000, maxMs: 30_000, factor: 2, jitter: 'full' } },
    { backoff: production.backoff },
  ],
  [
    { backoff: { baseMs: 10 } },
    { backoff: { baseMs: 10, maxMs: 30_000, factor: 2, jitter: 'full' } },
    { backoff: { ...production.backoff, baseMs: 10 } },
  ],
  [
    { backoff: { jitter: 'none', maxMs: 99 } },
    { backoff: { baseMs: 1000, maxMs: 99, factor: 2, jitter: 'none' } },
    { backoff: { ...production.backoff, jitter: 'none', maxMs: 99 } },
  ],
];

describe('resilient', () => {
  it('is a word for these settings', () => {
    expect(partsOf({ resilient: true })).toEqual(production);
  });

  it.each([{}, { resilient: false }])('is off with %o', (options) => {
    expect(partsOf(options)).toEqual(plain);
  });

  it.each(parts)('counts %s of null or undefined as not given', (part) => {
    for (const value of [null, undefined]) {
      expect(partsOf({ resilient: true, [part]: value } as WSOptions)).toEqual(production);
    }
  });
});

describe.each(given)('%o', (options, expected, inProduction = expected) => {
  it('alone changes nothing else', () => {
    expect(partsOf(options)).toEqual({ ...plain, ...expected });
  });

  it('with resilient overrides that part alone', () => {
    expect(partsOf({ resilient: true, ...options })).toEqual({ ...production, ...inProduction });
  });
});

it('resilient settings of one connection are not those of the next', () => {
  const first: any = resolve({ resilient: true });
  first.backoff.baseMs = 1;
  first.lifecycle.hiddenMs = 1;
  expect(partsOf({ resilient: true })).toEqual(production);
});
