import type { Return } from './storm.js';

type Limits = { readonly [K in keyof Return]?: number };

/** By the milliseconds of the outage, what the library must not exceed. */
const limits: { readonly [outageMs: number]: Limits } = {
  2000: { sliding: 50, bin: 50, median: 2000, gaveUp: 0 },
  30000: { sliding: 15, bin: 15, second: 100, gaveUp: 0 },
};

export const outages = Object.keys(limits).map(Number);

/** What a storm exceeds, in words. */
export const missed = (outageMs: number, storm: Return): string[] =>
  Object.entries(limits[outageMs]!)
    .filter(([key, most]) => storm[key as keyof Return] > most)
    .map(([key, most]) => `${key} ${storm[key as keyof Return]}, at most ${most}`);
