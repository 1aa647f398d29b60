/** Where a test double gets its timers from. */
export interface Clock {
  /** Calls back after some milliseconds. What it returns is for `clearTimeout`. */
  setTimeout(callback: () => void, ms: number): unknown;
  /** Takes a timer back. */
  clearTimeout(timer: any): void;
  /**
   * Milliseconds, for the history.
   * @default Date.now
   */
  now?(): number;
}

/** The timers of the platform, looked up at each call, so that fake timers count also when they come later. */
export const systemClock: Clock = {
  setTimeout: (callback, ms) => globalThis.setTimeout(callback, ms),
  clearTimeout: (timer) => globalThis.clearTimeout(timer),
  now: () => Date.now(),
};

/** Takes a timer back that has not fired yet; safe to call twice. */
export type Cancel = () => void;

/** Timers that can be taken back all at once. */
export interface Timers {
  /** @param ms 0 is a timer too: only `stop()` and what the clock fakes hold it back */
  after(ms: number, callback: () => void): Cancel;
  /** Takes back those that wait; from then on none is set any more. */
  stop(): void;
}

export function createTimers(clock: Clock): Timers {
  const waiting = new Set<Cancel>();
  let isStopped = false;
  return {
    after(ms, callback) {
      if (isStopped) return () => {};
      const cancel = (): void => {
        if (waiting.delete(cancel)) clock.clearTimeout(timer);
      };
      const timer = clock.setTimeout(() => {
        if (waiting.delete(cancel)) callback();
      }, ms);
      waiting.add(cancel);
      return cancel;
    },
    stop() {
      isStopped = true;
      for (const cancel of [...waiting]) cancel();
    },
  };
}
