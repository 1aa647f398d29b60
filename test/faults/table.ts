import { tableOf } from '../support/table.js';
import { type ActivityName, activities } from './activities.js';
import { type Outcome, phases } from './cell.js';

/** One cell: which fault, when, and doing what. */
export interface Ran extends Outcome {
  readonly row: string;
  readonly phase: (typeof phases)[number];
  readonly activity: ActivityName;
}

const duration = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);

/** A row for each fault: of four activities the one that took longest to come back, and what became of messages and requests. */
export function matrixTable(all: readonly Ran[]): string {
  const rows = [...new Set(all.map(({ row }) => row))].map((row) => {
    const mine = all.filter((ran) => ran.row === row);
    const times = phases.map((phase) => {
      const ran = mine.filter((one) => one.phase === phase);
      const longest = Math.max(0, ...ran.map(({ backMs }) => backMs));
      const most = Math.max(0, ...ran.map(({ attempts }) => attempts));
      return `${duration(longest)}, ${most}`;
    });
    const [messages, requests] = (['sending', 'requesting'] as const).map((name) => {
      const ran = mine.filter(({ activity }) => activity === name);
      const sum = (key: 'made' | 'kept'): number => ran.reduce((total, one) => total + one[key], 0);
      return `${sum('kept')} of ${sum('made')}`;
    });
    return [row, ...times, messages!, requests!];
  });
  return tableOf(['fault', ...phases, 'messages', 'requests'], rows);
}

/** What stands below the table. */
export const legend = (all: readonly Ran[], seed: number): string => {
  const failed = all.filter(({ problems }) => problems[0]).length;
  return `${all.length} cells: each fault while ${phases.join(', ')}, the application ${Object.keys(activities).join(', ')}.
In each: time from the end of the fault until open for good (0: it was open), and attempts since its beginning. What lasts, lasts
for 12 s; "closing" was opened again 2 s after close(), and a fatal close is followed by open(). Messages: arrived of those sent; the
others were on a connection that was lost, none is there twice. Requests: answered; the others failed with a code, all of them
once. Subscriptions on the server, in the end: the wanted ones in every cell. Seed ${seed}; ${failed} cells failed.`;
};
