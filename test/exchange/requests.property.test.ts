import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Ledger } from './requests-ledger.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A step of the ledger: the method's name and its arguments. */
const step = (name: keyof Ledger, ...args: fc.Arbitrary<unknown>[]) => fc.tuple(fc.constant(name), ...args);

const anyRequest = fc.record({
  timeoutMs: fc.constantFrom(0, 50, 150, 400, 2000, Infinity),
  retry: fc.constantFrom(false, true, { attempts: 1 }, { attempts: 2 }),
  offline: fc.constantFrom('wait', 'wait', 'fail'),
});

const anyStep = fc.oneof(
  { arbitrary: step('request', anyRequest), weight: 14 },
  { arbitrary: step('reply', fc.nat(100), fc.boolean()), weight: 6 },
  { arbitrary: step('accept'), weight: 5 },
  { arbitrary: step('lose', fc.constantFrom('drop', 'refuse', 'close')), weight: 4 },
  { arbitrary: step('advance', fc.constantFrom(50, 100, 250, 1000)), weight: 4 },
  { arbitrary: step('abort', fc.nat(100)), weight: 2 },
  { arbitrary: fc.constantFrom(['close'], ['open'], ['renew']), weight: 1 },
);

it('settles each of 50 requests exactly once, as it should, whatever happens, and keeps nothing', async () => {
  const ends: { [end: string]: number } = {};
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(0, 2, 1000),
      fc.array(anyStep, { minLength: 10, maxLength: 120, size: 'max' }),
      async (retries, steps) => {
        vi.clearAllTimers();
        const ledger: any = new Ledger(retries);
        for (const [name, ...args] of steps) {
          if (name !== 'request' || ledger.all.length < 50) ledger[name as string](...args);
          await ledger.check();
        }
        // Those that no step has made are made now.
        while (ledger.all.length < 50) ledger.request({});
        await ledger.finish();
        for (const { expected } of ledger.all) ends[expected] = (ends[expected] ?? 0) + 1;
      },
    ),
    { numRuns: 150 },
  );
  // It is no proof of what has not occurred.
  const codes = ['timeout', 'aborted', 'connection-lost', 'closed', 'destroyed'];
  const all = ['fulfilled', 'remote', 'not-open false', ...codes.flatMap((code) => [`${code} true`, `${code} false`])];
  expect(Object.keys(ends).sort()).toEqual(all.sort());
}, 30_000);
