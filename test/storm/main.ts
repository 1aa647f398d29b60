/**
 * Prints how 1,000 clients come back after an outage that all of them noticed at once: by the library's own code and by the rules of
 * others. Exit code 1 if the library misses a target with any of the seeds that it prints. `-- 200` takes 200 seeds.
 */
import { ours, peers } from './rules.js';
import { measure, type Return, returns, stormTable } from './storm.js';
import { missed, outages } from './targets.js';

const count = Number(process.argv[2] ?? 20);
const seeds = Array.from({ length: count }, (_, index) => index + 1);

console.log(
  `1,000 clients; the busiest 100 ms and the busiest second, the median time to return: median of ${count} seeds`,
);
console.log(`(and the worst), seeds 1 to ${count}\n`);
const problems: string[] = [];
for (const outageMs of outages) {
  console.log(`${stormTable([ours, ...peers], outageMs, seeds)}\n`);
  for (const seed of seeds) {
    const storm: Return = measure(returns(ours, outageMs, seed));
    problems.push(...missed(outageMs, storm).map((what) => `seed ${seed}, ${outageMs / 1000} s: ${what}`));
  }
}
console.log(problems.join('\n') || 'Every target is met with every seed.');
process.exitCode = problems[0] ? 1 : 0;
