/**
 * Ends a connection that has not been used for a while.
 *
 * @param isBusy whether something needs it now
 */
export function createLazy(idleMs: number, isBusy: () => boolean, rest: () => void) {
  let usedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = (): void => {
    timer = undefined;
    if (isBusy()) lazy.use();
    const leftMs = usedAt + idleMs - performance.now();
    if (leftMs >= 1) timer ??= setTimeout(look, leftMs);
    else rest();
  };
  const lazy = {
    /** It was used just now. */
    use(): void {
      usedAt = performance.now();
      timer ??= setTimeout(look, Math.max(idleMs, 1));
    },
    stop(): void {
      clearTimeout(timer);
      timer = undefined;
    },
  };
  return lazy;
}
