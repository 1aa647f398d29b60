import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Counting } from './series-server.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const anyKind = fc.record({
  of: fc.constantFrom('connection', 'model'),
  by: fc.constantFrom('fetch', 'function'),
  isResumed: fc.boolean(),
  kept: fc.constantFrom(0, 1, 3, 100),
} as const);

const weights = { add: 10, lose: 2, repeat: 2, restart: 1, drop: 2, accept: 4, wait: 2, read: 3, answer: 5 };
const anyStep = fc.tuple(
  fc.oneof(...Object.entries(weights).map(([name, weight]) => ({ arbitrary: fc.constant(name), weight }))),
  fc.integer({ min: 1, max: 20 }),
);

it('a model has what the server has, each message once and none left out in silence, whatever happens', async () => {
  const all = { gaps: 0, replays: 0, states: 0, repeated: 0 };
  await fc.assert(
    fc.asyncProperty(
      anyKind,
      fc.array(anyStep, { minLength: 10, maxLength: 100, size: 'max' }),
      async (kind, steps) => {
        vi.clearAllTimers();
        const counting = new Counting(kind);
        for (const [name, n] of steps) {
          (counting as any)[name](n);
          await counting.check();
        }
        await counting.finish();
        for (const name of Object.keys(all) as (keyof typeof all)[]) all[name] += counting.seen[name];
      },
    ),
    { numRuns: 150 },
  );
  // It is no proof of what has not occurred.
  for (const count of Object.values(all)) expect(count).toBeGreaterThan(10);
}, 60_000);
