/**
 * Timers that fire when the page or the process lets them: what is due is moved to another moment. Call it under fake timers; they go
 * away with them.
 *
 * @param moved when a timer that is due then fires
 */
export function moveTimers(moved: (dueAt: number) => number): void {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((callback: () => void, ms = 0) => {
    const now = Date.now();
    return setTimeout(callback, Math.max(ms, moved(now + ms) - now));
  }) as typeof setTimeout;
}
