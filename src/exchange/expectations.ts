import { show, WSError } from '../errors.js';
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
 * Who waits for a message. Those that wait for a type are found by it, oldest first, and one message ends one of them: two
 * requests of the same type need two replies. The others are all asked.
 */
export class Expectations {
  /** The oldest of each type, linked to the younger ones; the oldest's `previous` is the youngest. */
  readonly #byType = new Map<string, Expectation>();
  readonly #others = new Set<Expectation>();

  /**
   * @param fail told what a predicate throws
   */
  constructor(
    readonly settings: Settings,
    readonly fail: (error: unknown) => void,
  ) {}

  get isEmpty(): boolean {
    return this.#byType.size === 0 && this.#others.size === 0;
  }

  /**
   * @param what as the option `expect`; undefined or true for what that option says
   * @throws WSError `bad-argument`
   */
  add(what: unknown, wait: number | ExpectOptions = {}): Expectation {
    const { expect, expectSeconds } = this.settings;
    const { seconds = expectSeconds, signal } = typeof wait === 'object' ? wait : { seconds: wait };
    if (!(seconds >= 0)) {
      throw new WSError('bad-argument', `expect: expected seconds of at least 0, got ${show(seconds)}.`);
    }
    const test = toTest(what === undefined || what === true ? expect : what);
    let released = false;
    const expectation = new Expectation(test, seconds * 1000, signal, (ended) => {
      released = true;
      this.#remove(ended);
    });
    if (!released) this.#insert(expectation);
    return expectation;
  }

  /** Shows a message to those who wait. A message without type is known by its text, if it is one. */
  offer(type: string | undefined, data: unknown, raw: unknown): void {
    const name = type ?? (typeof data === 'string' ? data : undefined);
    if (name !== undefined) this.#byType.get(name)?.meet(data);
    if (!this.#others.size) return;
    for (const expectation of [...this.#others]) {
      try {
        const { what } = expectation;
        if (!what || (what as Predicate)(data, type, raw)) expectation.meet(data);
      } catch (error) {
        this.fail(error);
      }
    }
  }

  /** Ends all of them. */
  failAll(error: WSError): void {
    for (const first of [...this.#byType.values()]) {
      for (let one: Expectation | undefined = first; one; one = this.#byType.get(first.what as string)) one.fail(error);
    }
    for (const one of [...this.#others]) one.fail(error);
  }

  #insert(expectation: Expectation): void {
    const { what } = expectation;
    if (typeof what !== 'string') {
      this.#others.add(expectation);
      return;
    }
    const first = this.#byType.get(what);
    if (!first) {
      expectation.previous = expectation;
      this.#byType.set(what, expectation);
      return;
    }
    const last = first.previous!;
    last.next = expectation;
    expectation.previous = last;
    first.previous = expectation;
  }

  #remove(expectation: Expectation): void {
    const { what, previous, next } = expectation;
    if (typeof what !== 'string') {
      this.#others.delete(expectation);
      return;
    }
    const first = this.#byType.get(what);
    if (!first || !previous) return;
    if (expectation === first) {
      if (next) {
        next.previous = previous;
        this.#byType.set(what, next);
      } else this.#byType.delete(what);
    } else {
      previous.next = next;
      (next ?? first).previous = previous;
    }
    expectation.previous = expectation.next = undefined;
  }
}
