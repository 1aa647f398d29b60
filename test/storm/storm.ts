import { createRandom } from '../../src/testing/random.js';
import { tableOf } from '../support/table.js';
import type { Rule } from './rules.js';

/** What a server sees when it is back. Times in milliseconds. */
export interface Return {
  /** Most connections within 100 ms, wherever these begin. */
  readonly sliding: number;
  /** Most connections within 100 ms, counted from the return of the server on. */
  readonly bin: number;
  /** Most connections within 1 s, wherever it begins. */
  readonly second: number;
  readonly median: number;
  readonly gaveUp: number;
}

/** Random numbers of one client of a storm. */
export const randomOf = (seed: number, client: number): (() => number) =>
  createRandom(seed * 1_000_003 + client * 7919);

/** When each client is back, in milliseconds after the server, in order; those that gave up are left out. */
export function returns(rule: Rule, outageMs: number, seed: number, clients = 1000): number[] {
  const back: number[] = [];
  for (let client = 0; client < clients; client++) {
    const next = rule.client(randomOf(seed, client));
    let atMs = 0;
    while (atMs < outageMs) atMs += next() ?? Infinity;
    if (atMs < Infinity) back.push(atMs - outageMs);
  }
  return back.sort((a, b) => a - b);
}

/** @param back in order */
function busiest(back: readonly number[], spanMs: number): number {
  let first = 0;
  let most = 0;
  back.forEach((atMs, index) => {
    while (atMs - back[first]! >= spanMs) first++;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

export function measure(back: readonly number[], clients = 1000): Return {
  const bins = new Map<number, number>();
  for (const atMs of back) bins.set(Math.floor(atMs / 100), (bins.get(Math.floor(atMs / 100)) ?? 0) + 1);
  return {
    sliding: busiest(back, 100),
    bin: Math.max(0, ...bins.values()),
    second: busiest(back, 1000),
    median: back[Math.ceil(clients / 2) - 1] ?? Infinity,
    gaveUp: clients - back.length,
  };
}

const inSeconds = (ms: number): string => (ms < Infinity ? `${(ms / 1000).toFixed(1)} s` : 'never');

/** One rule over several seeds: the median, and behind it the worst. */
function cellsOf(storms: readonly Return[]): string[] {
  const both = (key: keyof Return, show: (value: number) => string): string => {
    const values = storms.map((storm) => storm[key]).sort((a, b) => a - b);
    const [middle, worst] = [values[Math.ceil(values.length / 2) - 1]!, values.at(-1)!].map(show);
    return middle === worst ? middle! : `${middle} (${worst})`;
  };
  return [
    both('sliding', String),
    both('bin', String),
    both('second', String),
    both('median', inSeconds),
    both('gaveUp', String),
  ];
}

export const stormTable = (rules: readonly Rule[], outageMs: number, seeds: readonly number[]): string =>
  tableOf(
    [`after ${outageMs / 1000} s`, '100 ms', '100 ms, bins', '1 s', 'median return', 'gave up'],
    rules.map((rule) => [rule.name, ...cellsOf(seeds.map((seed) => measure(returns(rule, outageMs, seed))))]),
  );
