import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { node, type Outcome, root } from '../package/tools.js';
import { type Row, rows } from './rows.js';

/** What came of a row. */
export interface Result {
  readonly compiler: string;
  readonly setting: string;
  readonly passed: number;
  readonly total: number;
  /** What fails as it is known to, and why. */
  readonly cannot: readonly string[];
  readonly problems: readonly string[];
}

/** Files of the suite that every row needs. */
const support = ['connection', 'main', 'mixed', 'pairs', 'report', 'socket'];

const folderOf = ({ compiler, setting }: Row): string =>
  join(root, '.tmp/compilers', `${compiler} ${setting}`.replaceAll(/\W+/g, '-').toLowerCase());

const linesOf = (reasons: Iterable<readonly [check: string, why: string]>): string[] =>
  [...reasons].map(([check, why]) => `${check}: ${why}`);

/**
 * Sets what checks have printed against what is known of the compiler.
 *
 * @param refused what failed before they were run
 */
export function judge(
  { compiler, setting, cannot }: Pick<Row, 'compiler' | 'setting' | 'cannot'>,
  { code, output }: Outcome,
  refused: ReadonlyMap<string, string> = new Map(),
): Result {
  const lines = output.split('\n');
  const passed = lines.filter((line) => line.startsWith('ok ')).length;
  const fails = lines.flatMap((line) => [...line.matchAll(/^FAIL (.*?): (.*)/g)]);
  const failed = new Map([...refused, ...fails.map(([, check, why]) => [check!, why!] as const)]);
  const problems = linesOf([...failed].filter(([check]) => !(check in cannot)));
  if (code || !lines[0]) problems.push(`the checks did not run to their end: ${output}`);
  for (const check of Object.keys(cannot)) if (!failed.has(check)) problems.push(`${check}: it can, by now`);
  const total = passed + failed.size;
  return { compiler, setting, passed, total, cannot: linesOf(Object.entries(cannot)), problems };
}

async function runRow(row: Row): Promise<Result> {
  const folder = folderOf(row);
  rmSync(folder, { recursive: true, force: true });
  const files = [...support, ...row.parts].map((part) => `${part}.ts`);
  const refused = await row.compile(files, folder);
  const parts = row.parts.filter((part) => !refused.has(`${part}.ts`));
  const outcome = await node([join(folder, 'main.js'), ...parts]);
  return judge(row, outcome, new Map([...refused].map(([file, why]) => [`compiles ${file}`, why])));
}

/** Base classes that each compiler has made, with leaves that each has made. */
async function runPairs(): Promise<Result> {
  const folders = rows.filter(({ parts }) => !parts.includes('noMetadata')).map(folderOf);
  const outcome = await node([join(folders[0]!, 'pairs.js'), ...folders]);
  return judge({ compiler: 'a base of each', setting: 'with a leaf of each', cannot: {} }, outcome);
}

/** Everything, two rows at a time. */
export async function runMatrix(): Promise<Result[]> {
  const results: Result[] = [];
  const left = rows.entries();
  const work = async (): Promise<void> => {
    for (const [index, row] of left) results[index] = await runRow(row);
  };
  await Promise.all([work(), work()]);
  return [...results, await runPairs()];
}
