/** Plays random schedules by hand: `npm run test:model -- --runs 200000 --seed 1`. Exit code 1 if one fails, or leaves something. */
import { parseArgs } from 'node:util';
import { playAll, tableOf } from './play.js';

/** How much more may be in use after all schedules than after the first ones. */
const MOST_BYTES = 10_000_000;
const WARM_UP = 300;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    path: { type: 'string' },
    replay: { type: 'string' },
  },
});
const { path, replay } = values;
const [runs, seed] = [values.runs, values.seed].map(Number) as [number, number];

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
const inMB = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

console.log(`Seed ${seed}, ${runs} schedules.`);
if (!path) await playAll({ runs: Math.min(runs, WARM_UP), seed });
const before = heap();
const start = performance.now();
const { failure, tally } = await playAll({ runs, seed, path, replay });
const grown = heap() - before;
const isTooMuch = !failure && grown > MOST_BYTES;

console.log(tableOf(tally));
console.log(failure ?? `All went well in ${inSeconds(performance.now() - start)}.`);
console.log(`In use: ${inMB(before)} before, ${inMB(before + grown)} after.${isTooMuch ? ' That is too much.' : ''}`);
process.exitCode = failure || isTooMuch ? 1 : 0;
