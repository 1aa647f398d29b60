import type { LifeSignal, LifeSource } from '../../types/resilience.js';

/** A page whose life the test plays: for the option `lifecycle`. */
export function createLife(...before: LifeSignal[]) {
  const takers = new Set<(signal: LifeSignal) => void>();
  const source: LifeSource = (tell) => {
    const take = (signal: LifeSignal): void => tell(signal);
    takers.add(take);
    before.forEach(tell);
    return () => void takers.delete(take);
  };
  return {
    source,
    /** How many follow it. */
    followers: (): number => takers.size,
    tell(...signals: LifeSignal[]): void {
      for (const signal of signals) for (const take of [...takers]) take(signal);
    },
  };
}
