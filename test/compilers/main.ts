/**
 * Prints what decorated classes can do in each compiler. Exit code 1 if that is not what `rows.ts` says. It is run from a folder
 * as deep as this one, so that the root of the project is found from there too.
 */
import { type Result, runMatrix } from './matrix.js';

const results = await runMatrix();
const widthOf = (column: 'compiler' | 'setting'): number => Math.max(...results.map((result) => result[column].length));
const widths = [widthOf('compiler'), widthOf('setting')] as const;

function print({ compiler, setting, passed, total, cannot, problems }: Result): void {
  const mark = problems[0] ? 'WRONG' : 'ok   ';
  console.log(`${mark}  ${compiler.padEnd(widths[0])}  ${setting.padEnd(widths[1])}  ${passed}/${total}`);
  for (const line of cannot) console.log(`         cannot: ${line}`);
  for (const line of problems) console.log(`         WRONG: ${line}`);
}

results.forEach(print);
const wrong = results.filter(({ problems }) => problems[0]).length;
console.log(`${results.length - wrong} passed, ${wrong} failed`);
process.exitCode = wrong ? 1 : 0;
