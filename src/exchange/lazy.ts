import { LONGEST_MS } from '../connection/backoff.js';

/** How often what uses the connection is looked at in that while: nobody tells the end of a use. */
const LOOKS = 10;

/**
 * Ends a connection that has not been used for a while.
 *
 * @param isBusy whether something needs it now
 */
export function createLazy(idleMs: number, isBusy: () => boolean, rest: () => void) {
  const stepMs = Math.min(Math.max(idleMs / LOOKS, 1), LONGEST_MS);
  let usedAt = 0;
  /** Seen in use when it was looked at last: the end came after that. */
  let wasBusy = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = (): void => {
    timer = undefined;
    const isUsed = isBusy();
    if (isUsed || wasBusy) usedAt = performance.now();
    wasBusy = isUsed;
    const leftMs = usedAt + idleMs - performance.now();
    if (isUsed || leftMs >= 1) timer = setTimeout(look, Math.min(stepMs, Math.max(leftMs, 1)));
    else rest();
  };
  return {
    /** It was used just now. */
    use(): void {
      usedAt = performance.now();
      wasBusy = false;
      timer ??= setTimeout(look, stepMs);
    },
    stop(): void {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
