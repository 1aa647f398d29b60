/** The promise behind `ready`: one for each attempt, and never an unhandled rejection. */
export class Ready<T> {
  promise!: Promise<T>;
  #resolve!: (value: T) => void;
  #reject!: (reason: unknown) => void;
  #state: 'pending' | 'fulfilled' | 'rejected' = 'rejected';

  constructor() {
    this.renew();
  }

  /** Starts a new promise, unless the present one is still pending. */
  renew(): void {
    if (this.#state === 'pending') return;
    this.#state = 'pending';
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.promise.catch(() => {});
  }

  resolve(value: T): void {
    this.#state = 'fulfilled';
    this.#resolve(value);
  }

  /** Rejects a pending promise, and replaces a fulfilled one, which no longer tells the truth. */
  reject(reason: unknown): void {
    if (this.#state === 'rejected') return;
    this.renew();
    this.#state = 'rejected';
    this.#reject(reason);
  }
}
