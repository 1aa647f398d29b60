import type { Cancel, Timers } from './clock.js';

/** One stage of the way between the two ends. What is pushed comes out later, in the order in which it went in. */
export interface Pipe<T> {
  push(item: T): void;
  /** Forgets what is still on the way. */
  clear(): void;
}

/**
 * Delays each item by itself and keeps the order, as a connection does: what is late makes those behind it late. Without a
 * delay an item comes out before `push` returns.
 *
 * @param delayMs asked for each item
 * @param next told whether the item came out within its own `push`
 */
export function createDelay<T>(
  delayMs: () => number,
  { after }: Timers,
  next: (item: T, isAtOnce: boolean) => void,
): Pipe<T> {
  let items: { item: T; isDue: boolean; cancel?: Cancel }[] = [];
  let isFlushing = false;

  const flush = (isAtOnce: boolean): void => {
    if (isFlushing) return; // whoever was just served has sent something; it comes after
    isFlushing = true;
    while (items[0]?.isDue) next(items.shift()!.item, isAtOnce);
    isFlushing = false;
  };

  return {
    push(item) {
      const ms = delayMs();
      const entry: (typeof items)[number] = { item, isDue: ms <= 0 };
      items.push(entry);
      if (entry.isDue) return flush(true);
      entry.cancel = after(ms, () => {
        entry.isDue = true;
        flush(false);
      });
    },
    clear() {
      for (const { cancel } of items) cancel?.();
      items = [];
    },
  };
}

export interface Gate<T> extends Pipe<T> {
  /** To be called when the interval has changed. */
  change(): void;
}

/**
 * Lets one item through in each interval.
 *
 * @param intervalMs 0: all at once; Infinity: none
 */
export function createGate<T>(intervalMs: () => number, { after }: Timers, next: (item: T) => void): Gate<T> {
  let items: T[] = [];
  let cancel: Cancel | undefined;

  const pump = (): void => {
    while (!cancel && items.length > 0) {
      const ms = intervalMs();
      if (ms === Number.POSITIVE_INFINITY) return;
      if (ms <= 0) next(items.shift()!);
      else {
        cancel = after(ms, () => {
          cancel = undefined;
          next(items.shift()!);
          pump();
        });
      }
    }
  };

  return {
    push(item) {
      items.push(item);
      pump();
    },
    change() {
      cancel?.();
      cancel = undefined;
      pump();
    },
    clear() {
      cancel?.();
      cancel = undefined;
      items = [];
    },
  };
}
