/**
 * Tries the packed package where it is to run, and prints the table of the README: `npm run test:runtimes`. Exit code 1 if something
 * that can run here fails. `-- --write` puts the table into `table.md` and into the README; `-- --only Node,jsdom` takes some rows.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../package/tools.js';
import { launchBrowsers } from './browser.js';
import { here, install, makeProject } from './project.js';
import { type Row, rowsOf } from './rows.js';
import { startServer } from './server.js';
import { isPassed, type Result, runtimesTable } from './table.js';

const { values: given } = parseArgs({
  options: { only: { type: 'string' }, write: { type: 'boolean', default: false } },
});

async function runRow({ where, version, what, cannot, run }: Row): Promise<Result> {
  const startedAt = performance.now();
  const problems = cannot ? [] : await run().catch((error: Error) => [error.message]);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stderr.write(`${where} ${version}, ${what}: ${cannot ?? `${seconds} s ${problems.join('\n')}`}\n`);
  return { where, version, what, problems, ...(cannot ? { cannot } : {}) };
}

/** Two at a time. */
async function runAll(rows: readonly Row[]): Promise<Result[]> {
  const results: Result[] = [];
  const left = rows.entries();
  const work = async (): Promise<void> => {
    for (const [index, row] of left) results[index] = await runRow(row);
  };
  await Promise.all([work(), work()]);
  return results;
}

function write(table: string): void {
  const [stored, readme] = [join(here, 'table.md'), join(root, 'README.md')];
  const old = readFileSync(stored, 'utf8').trim();
  writeFileSync(
    readme,
    readFileSync(readme, 'utf8').replace(old, () => table),
  );
  writeFileSync(stored, `${table}\n`);
}

await install();
const project = await makeProject();
const server = await startServer(project);
const browsers = await launchBrowsers();
const names = given.only?.split(',');
const rows = rowsOf({ project, server, browsers }).filter(({ where }) => !names || names.includes(where));
const results = await runAll(rows);
for (const { browser } of Object.values(browsers)) await browser?.close();
await server.stop();
rmSync(project, { recursive: true });

const table = runtimesTable(results);
console.log(table);
const passed = isPassed(results);
if (given.write && passed && !names) write(table);
process.exitCode = passed ? 0 : 1;
