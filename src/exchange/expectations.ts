import { misuse, type WSErrorCode } from '../errors.js';
import type { Settings } from '../options.js';
import { Expectation, type Predicate } from './expectation.js';
import { toTest } from './match.js';

/** How long an expectation waits. */
export interface ExpectOptions {
  /**
   * Seconds, from the call.
   * @default the option `expectSeconds`
   */
  seconds?: number | undefined;
  /** Ends it with `WSError('aborted')`. */
  signal?: AbortSignal | undefined;
}

/**
 * Who waits for a message. Those that wait for a type are found by it, and one message ends the oldest of them: two
 * requests of the same type need two replies. The others, found under their tests, are all asked.
 */
export function createExpectations({ expect, expectSeconds }: Settings, fail: (error: unknown) => void) {
  const byType = new Map<string, Expectation[]>();
  const others = new Map<Expectation, Predicate>();

  const expectations = {
    /** How many wait. A field, because it is asked for every message. */
    size: 0,

    /**
     * @param what as the option `expect`; undefined or true for what that option says
     * @throws WSError `bad-argument`
     */
    add(what: unknown, wait?: number | ExpectOptions | null): Expectation {
      const { seconds = expectSeconds, signal } = typeof wait === 'object' ? (wait ?? {}) : { seconds: wait };
      if (!(seconds >= 0)) throw misuse('bad-argument', 'expect:', 'seconds of at least 0', seconds);
      const test = toTest(what === undefined || what === true ? expect : what);
      const type = typeof test === 'string' ? test : '';
      const all = byType.get(type) ?? [];
      let expectation: Expectation | undefined;
      const made = new Expectation(seconds * 1000, signal, () => {
        if (!expectation) return;
        expectations.size--;
        others.delete(expectation);
        // Mostly it is the oldest, and taking that out does not move the others.
        if (all[0] === expectation) all.shift();
        else if (all.includes(expectation)) all.splice(all.indexOf(expectation), 1);
        if (!all.length && byType.get(type) === all) byType.delete(type);
      });
      if (signal?.aborted) return made;
      expectation = made;
      expectations.size++;
      if (typeof test === 'function') others.set(made, test);
      else byType.set(type, all).get(type)!.push(made);
      return made;
    },

    /** Shows a message to those who wait. A message without type is known by its text, if it is one. */
    offer(type: string | undefined, data: unknown, raw: unknown): void {
      byType.get(type ?? (data as string))?.[0]?.end(undefined, data);
      for (const [expectation, test] of [...others]) {
        try {
          if (others.has(expectation) && test(data, type, raw)) expectation.end(undefined, data);
        } catch (error) {
          fail(error);
        }
      }
    },

    /** Ends all of them. */
    failAll(code: WSErrorCode): void {
      for (const all of [...byType.values(), [...others.keys()]]) for (const one of [...all]) one.end(code);
    },
  };
  return expectations;
}

export type Expectations = ReturnType<typeof createExpectations>;
