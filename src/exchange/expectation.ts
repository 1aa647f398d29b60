import { WSError } from '../errors.js';

/** What an expectation needs to have no more once it has ended. */
type Release = (expectation: Expectation) => void;

/** A predicate over payload, type and the whole message. */
export type Predicate = (data: any, type: string | undefined, raw: any) => unknown;

/**
 * Waits for one message. It ends once: with the message's payload, or with a `WSError` whose code is `timeout`, `killed`,
 * `aborted`, `connection-lost`, `closed` or `destroyed`. It can be awaited itself. A rejection that nobody handles is not reported.
 */
export class Expectation<T = any> implements PromiseLike<T> {
  /** Fulfilled with the payload. */
  readonly promise: Promise<T>;
  /** Neighbours among those that wait for the same type; kept by {@link Expectations}. */
  previous: Expectation | undefined;
  next: Expectation | undefined;
  #resolve!: (data: T) => void;
  #reject!: (error: WSError) => void;
  #release: Release | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #signal: AbortSignal | undefined;

  constructor(
    /** A type, or a test; undefined: any message will do. */
    readonly what: string | Predicate | undefined,
    delayMs: number,
    signal: AbortSignal | undefined,
    release: Release,
  ) {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.promise.catch(() => {});
    this.#release = release;
    const late = () => this.fail(new WSError('timeout', `Timeout: nothing that fits came within ${delayMs / 1000} s.`));
    if (delayMs < Number.POSITIVE_INFINITY) this.#timer = setTimeout(late, Math.min(delayMs, 2_147_483_647));
    if (signal) {
      this.#signal = signal;
      signal.addEventListener('abort', this.#abort);
      if (signal.aborted) this.#abort();
    }
  }

  // biome-ignore lint/suspicious/noThenProperty: awaiting the expectation is its purpose
  then<A = T, B = never>(
    fulfilled?: ((data: T) => A | PromiseLike<A>) | null,
    rejected?: ((error: any) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.promise.then(fulfilled, rejected);
  }

  catch<B = never>(rejected?: ((error: any) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.promise.catch(rejected);
  }

  finally(done?: (() => void) | null): Promise<T> {
    return this.promise.finally(done);
  }

  /** Gives up: rejects with `WSError('killed')`. Does nothing once it has ended. */
  kill(): void {
    this.fail(new WSError('killed', 'The expectation was killed.'));
  }

  /** @internal */
  meet(data: T): void {
    if (this.#end()) this.#resolve(data);
  }

  /** @internal */
  fail(error: WSError): void {
    if (this.#end()) this.#reject(error);
  }

  #abort = (): void => {
    this.fail(new WSError('aborted', 'The expectation was aborted.', { cause: this.#signal?.reason }));
  };

  /** The one place where it is cleaned up. */
  #end(): boolean {
    const release = this.#release;
    if (!release) return false;
    this.#release = undefined;
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#abort);
    release(this);
    return true;
  }
}
