import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { delayFor } from '../../src/connection/backoff.js';
import type { BackoffOptions } from '../../types/policies.js';

const LONGEST_MS = 2 ** 31 - 1;
const lost = { type: 'close', code: 1006, reason: '', wasClean: false };
const settingsOf = (backoff: Required<BackoffOptions>) => ({ backoff, reopenTimeout: 3000 });
const delay = (backoff: Required<BackoffOptions>, attempt: number, random = 0) =>
  delayFor(settingsOf(backoff), attempt, lost, () => random);

describe('without backoff', () => {
  it.each([
    [3000, 1, 3000],
    [3000, 50, 3000],
    [0, 1, 0],
    [2 ** 31, 1, LONGEST_MS],
    [Number.POSITIVE_INFINITY, 1, LONGEST_MS],
  ])('waits the reopenTimeout of %s ms before attempt %s: %s ms', (reopenTimeout, attempt, expected) => {
    expect(delayFor({ backoff: undefined, reopenTimeout }, attempt, lost, () => 0.5)).toBe(expected);
  });
});

describe('with growing delays', () => {
  const plain = { baseMs: 1000, maxMs: 30_000, factor: 2, jitter: 'none' } as const;
  const full = { ...plain, jitter: 'full' } as const;

  it.each([
    { attempt: 1, expected: 1000 },
    { attempt: 2, expected: 2000 },
    { attempt: 3, expected: 4000 },
    { attempt: 5, expected: 16_000 },
    { attempt: 6, expected: 30_000 },
    { attempt: 7, expected: 30_000 },
    { attempt: 5000, expected: 30_000 },
  ])('waits $expected ms before attempt $attempt', ({ attempt, expected }) => {
    expect(delay(plain, attempt, 0.9)).toBe(expected);
  });

  it.each([
    { of: { factor: 1 }, attempt: 9, expected: 1000 },
    { of: { factor: 1.5 }, attempt: 3, expected: 2250 },
    { of: { baseMs: 50_000 }, attempt: 1, expected: 30_000 },
    { of: { baseMs: 0 }, attempt: 3, expected: 0 },
    { of: { baseMs: 0 }, attempt: 5000, expected: 0 },
    { of: { maxMs: 0 }, attempt: 3, expected: 0 },
    { of: { maxMs: Number.POSITIVE_INFINITY }, attempt: 5000, expected: LONGEST_MS },
  ])('waits $expected ms before attempt $attempt, given $of', ({ of, attempt, expected }) => {
    expect(delay({ ...plain, ...of }, attempt)).toBe(expected);
  });

  it.each([
    { attempt: 1, random: 0, expected: 0 },
    { attempt: 1, random: 0.25, expected: 250 },
    { attempt: 3, random: 0.25, expected: 1000 },
    { attempt: 50, random: 0, expected: 0 },
    { attempt: 50, random: 0.5, expected: 15_000 },
  ])('spreads attempt $attempt over the whole bound: $expected ms for $random', ({ attempt, random, expected }) => {
    expect(delay(full, attempt, random)).toBe(expected);
  });

  it('stays within its bound and never is more than a timer holds', () => {
    const anyDelay = fc.record({
      baseMs: fc.nat(),
      maxMs: fc.oneof(fc.nat(), fc.constant(Number.POSITIVE_INFINITY)),
      factor: fc.double({ min: 0, max: 100, noNaN: true }),
      jitter: fc.constantFrom('full' as const, 'none' as const),
    });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(anyDelay, fc.integer({ min: 1, max: 10_000 }), random, (backoff, attempt, random) => {
        const delayMs = delay(backoff, attempt, random);
        expect(delayMs).toBeGreaterThanOrEqual(0);
        expect(delayMs).toBeLessThanOrEqual(Math.min(backoff.maxMs, LONGEST_MS));
        if (attempt === 1) expect(delayMs).toBeLessThanOrEqual(backoff.baseMs);
      }),
    );
  });
});

describe('with a function', () => {
  const ask = (answer: unknown) => delayFor({ backoff: () => answer as number, reopenTimeout: 3000 }, 1, lost, () => 0);

  it('tells it the attempt and what closed the connection', () => {
    const backoff = vi.fn(() => 7);
    expect(delayFor({ backoff, reopenTimeout: 3000 }, 4, lost, () => 0.5)).toBe(7);
    expect(backoff).toHaveBeenCalledExactlyOnceWith(4, lost);
  });

  it.each([
    [0, 0],
    [1.5, 1.5],
    [Number.POSITIVE_INFINITY, LONGEST_MS],
    [2 ** 40, LONGEST_MS],
  ])('takes its %s for %s ms', (answer, expected) => {
    expect(ask(answer)).toBe(expected);
  });

  it.each([[Number.NaN], [-1], [undefined], ['soon']])('waits the reopenTimeout when it gives %s', (answer) => {
    expect(ask(answer)).toBe(3000);
  });
});
