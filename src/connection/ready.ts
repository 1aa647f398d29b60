/** The promise behind `ready`: one for each attempt, and never an unhandled rejection. */
export function createReady<T>() {
  let promise!: Promise<T>;
  let settle!: [resolve: (value: T) => void, reject: (error: unknown) => void];
  let isReady: boolean | undefined = false;

  /** Starts a new promise, unless the present one is still pending. */
  const renew = (): void => {
    if (isReady === undefined) return;
    isReady = undefined;
    promise = new Promise<T>((...both) => {
      settle = both;
    });
    promise.catch(() => {});
  };

  renew();
  return {
    get promise(): Promise<T> {
      return promise;
    },

    renew,

    resolve(value: T): void {
      isReady = true;
      settle[0](value);
    },

    /** Rejects a pending promise, and replaces a fulfilled one, which no longer tells the truth. */
    reject(error: unknown): void {
      if (isReady === false) return;
      renew();
      isReady = false;
      settle[1](error);
    },
  };
}
