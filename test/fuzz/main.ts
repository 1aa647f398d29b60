/**
 * Gives the built package frames that nobody should send. Prints a table and the seed; exit code 1 if a frame was more than data, or
 * if the heap grew. `FUZZ_SEED=7 npm run test:fuzz -- 100000` takes another seed and another number of frames.
 */
import { WS } from 'backbone.ws';
import { createFakeWebSocket } from 'backbone.ws/testing';
import { tableOf } from '../support/table.js';
import { type Fuzzed, fuzz } from './fuzz.js';
import { profiles } from './profiles.js';

const seed = Number(process.env.FUZZ_SEED ?? 1);
const total = Number(process.argv[2] ?? 1_000_000);
/** What the garbage collector leaves lying about. */
const FLAT_BYTES = 3_000_000;

const uncaught: unknown[] = [];
// What ends the run itself comes here too, so it must not pass for a good end.
process.exitCode = 1;
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error) => {
    uncaught.push(error);
    console.error(error);
  });

const results: Fuzzed[] = [];
for (const profile of profiles) {
  results.push(await fuzz({ WS: WS as any, createFakeWebSocket }, profile, Math.ceil(total / profiles.length), seed));
}
const kB = (bytes: number | undefined): string => (bytes === undefined ? '' : `${Math.round(bytes / 1000)} kB`);
const rows = results.map(({ name, frames, messages, invalid, failed, problems, grownBytes }) => [
  ...[name, frames, messages, invalid, failed, problems.length],
  kB(grownBytes),
]);
console.log(
  tableOf(
    ['connection with', 'frames', 'messages', 'not decoded', 'handler threw', 'faults', 'heap, second half'],
    rows,
  ),
);
const problems = [
  ...results.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`)),
  ...results.flatMap(({ name, grownBytes = 0 }) =>
    grownBytes > FLAT_BYTES ? [`${name}: grew by ${kB(grownBytes)}`] : [],
  ),
  ...uncaught.map((error) => `uncaught: ${(error as Error)?.stack ?? error}`),
];
const ms = results.reduce((sum, result) => sum + result.ms, 0);
console.log(
  `\nSeed ${seed}, Node ${process.version}, ${Math.round(ms / 1000)} s. ${problems.join('\n') || 'No fault.'}`,
);
process.exitCode = problems[0] ? 1 : 0;
