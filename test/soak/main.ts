/**
 * Long runs of the built package. Prints a table; exit code 1 if something was lost, if the heap or the number of listeners grew, or
 * if it took too long. `npm run test:soak -- 0.1` does a tenth of it.
 */
import { WS } from 'backbone.ws';
import { createFakeWebSocket } from 'backbone.ws/testing';
import { tableOf } from '../support/table.js';
import { type Result, runPart } from './part.js';
import { parts } from './parts.js';

const share = Number(process.argv[2] ?? 1);
/** What the garbage collector leaves lying about. */
const FLAT_BYTES = 3_000_000;
/** For all of them together. */
const LIMIT_MS = 480_000;

const results: Result[] = [];
for (const [part, count] of parts) {
  results.push(
    await runPart(
      part,
      { WS: WS as any, createFakeWebSocket },
      Math.round(count * share),
      LIMIT_MS - performance.now(),
    ),
  );
}

const kB = (bytes: number | undefined): string => (bytes === undefined ? '' : `${Math.round(bytes / 1000)} kB`);
const rows = results.map(({ name, count, ms, grownBytes, listeners, notes, problems }) => [
  ...[name, count.toLocaleString('en'), `${(ms / 1000).toFixed(1)} s`, kB(grownBytes), listeners.join(' → ')],
  ...[notes.join('; '), problems.length],
]);
const heads = ['run', 'count', 'time', 'heap, from the first quarter on', 'listeners', 'what happened', 'faults'];
console.log(tableOf(heads, rows));

const problems = results.flatMap(({ name, problems, grownBytes = 0, listeners: [before, after] }) => [
  ...problems.map((problem) => `${name}: ${problem}`),
  ...(grownBytes > FLAT_BYTES ? [`${name}: the heap grew by ${kB(grownBytes)}`] : []),
  ...(after > before ? [`${name}: ${after - before} listeners more`] : []),
]);
console.log(`\nNode ${process.version}. ${problems.join('\n') || 'No fault.'}`);
process.exitCode = problems[0] ? 1 : 0;
