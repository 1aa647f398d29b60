/** Plays random schedules by hand: `npm run test:model -- --runs 200000 --seed 1`. Exit code 1 if one fails. */
import { parseArgs } from 'node:util';
import { playAll } from './play.js';

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
const heap = (): string => `${(process.memoryUsage().heapUsed / 1e6).toFixed(1)} MB`;

console.log(`seed ${seed}, ${runs} schedules, heap ${heap()}`);
const start = performance.now();
const { user } = process.cpuUsage();
const { failure, tally } = await playAll({ runs, seed, path, replay });
const seconds = [performance.now() - start, (process.cpuUsage().user - user) / 1000].map((ms) =>
  (ms / 1000).toFixed(1),
);
console.log(failure ?? `All went well in ${seconds[0]} s (${seconds[1]} s of processor time), heap ${heap()}.`);
for (const [what, times] of [...tally].sort()) console.log(`${String(times).padStart(10)}  ${what}`);
process.exitCode = failure ? 1 : 0;
