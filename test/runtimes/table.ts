/** One line of the table. */
export interface Result {
  readonly where: string;
  /** Empty where nothing was found that has one. */
  readonly version: string;
  /** Says what ran. */
  readonly what: string;
  /** Why it cannot run on this machine; then there are no problems either. */
  readonly cannot?: string;
  /** What was wrong; none: it passed. */
  readonly problems: readonly string[];
}

/** What fits into a cell: one line, without bars. */
const toCell = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();

function outcomeOf({ cannot, problems }: Result): string {
  if (cannot) return `cannot run here: ${cannot}`;
  return problems.length ? `**fails**: ${problems.map((problem) => problem.split('\n')[0]).join('; ')}` : 'passes';
}

/** The table of the README. */
export const runtimesTable = (results: readonly Result[]): string =>
  [
    '| where | version | what ran | result |',
    '|---|---|---|---|',
    ...results.map((result) => {
      const { where, version, what } = result;
      return `| ${[where, version || '–', what, outcomeOf(result)].map(toCell).join(' | ')} |`;
    }),
  ].join('\n');

/** Whether all that can run here passed, and anything ran. */
export const isPassed = (results: readonly Result[]): boolean =>
  results.some(({ cannot }) => !cannot) && results.every(({ problems }) => !problems.length);
