// Compares the built package with what else there is. README.md says how to read what it prints.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { names, others } from './lib/contenders.mjs';
import { print } from './lib/print.mjs';
import { pool, toCell } from './lib/stats.mjs';
import * as bind from './tables/bind.mjs';
import * as construct from './tables/construct.mjs';
import * as deliver from './tables/deliver.mjs';
import * as instances from './tables/instances.mjs';
import * as memory from './tables/memory.mjs';
import * as outstanding from './tables/outstanding.mjs';
import * as replies from './tables/replies.mjs';
import * as requests from './tables/requests.mjs';
import * as roundTrip from './tables/roundTrip.mjs';
import * as send from './tables/send.mjs';

const tables = {
  one: { from: 'deliver', ...deliver.one },
  many: { from: 'deliver', ...deliver.many },
  keyed: { from: 'deliver', ...deliver.keyed },
  bind: { from: 'bind', ...bind.bind },
  replies: { from: 'replies', ...replies.replies },
  requests: [
    { from: 'requests', ...requests.besideLimit },
    { from: 'requests', ...requests.besideTen },
    { from: 'outstanding', ...outstanding.memory },
    { from: 'roundTrip', ...roundTrip.roundTrip },
  ],
  send: { from: 'send', ...send.send },
  memory: { from: 'memory', ...memory.memory },
  construct: { from: 'construct', ...construct.construct },
  decorated: { from: 'deliver', ...deliver.decorated },
  instances: { from: 'instances', ...instances.instances },
};

const { values: given } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(tables).join() },
    contenders: { type: 'string', default: names.join() },
    dist: { type: 'string', default: fileURLToPath(new URL('../../dist/esm/src/index.js', import.meta.url)) },
    quick: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
  },
});

function chosen(list, known, option) {
  const wanted = list.split(',');
  const wrong = wanted.filter((name) => !known.includes(name));
  if (!wrong.length) return wanted;
  console.error(`--${option}: expected some of ${known.join(', ')}, got ${wrong.join(', ')}.`);
  process.exit(2);
}

const library = resolve(given.dist);
if (!existsSync(library)) {
  console.error(`Nothing is built at ${library}. Run "npm run build" first.`);
  process.exit(2);
}

const settings = given.quick
  ? { processes: 1, pairs: 15, blockMs: 3, warmMs: 200, budgetMs: 2000 }
  : { processes: 5, pairs: 60, blockMs: 4, warmMs: 400, budgetMs: 3000 };

function run(table, params, contender) {
  const job = JSON.stringify({ table: table.from, params, contender, settings });
  const file = fileURLToPath(new URL('child.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [...(table.execArgv ?? []), file, job], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: params.mode ?? process.env.NODE_ENV, BENCH_DIST: pathToFileURL(library).href },
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`${contender} failed at ${JSON.stringify(params)}:\n${stderr}`);
  return JSON.parse(stdout);
}

/** What the targets speak of: measured in several processes, as each has a compiler with moods of its own. */
const judged = ['copy', 'package', 'again', 'decorated'];

let misses = 0;
const judge = (text, isMet) => {
  if (!isMet) misses++;
  return { text, isMet };
};

/** How much the package's cost grows from the first case to the last: next to the limit, or in itself and less than the limit. */
function judgeGrowth({ growth }, rows) {
  const [first, last] = [rows[0], rows.at(-1)].map((row) => row.cells.package);
  if (!growth || !first || !last) return;
  const isOwn = growth === 'limit';
  const grown = isOwn ? last.b / first.b : last.median / first.median;
  const bound = isOwn ? last.a / first.a : growth;
  rows.at(-1).verdict = judge(`× ${grown.toFixed(2)} from first, ≤ ${bound.toFixed(2)}`, grown <= bound);
}

function fill(table, contenders) {
  const figures = table.figures ?? { time: '' };
  const rows = Object.fromEntries(Object.keys(figures).map((figure) => [figure, []]));
  for (const { label, params, only, except, target, targets } of table.cases) {
    const here = (only ?? contenders).filter((name) => contenders.includes(name) && !except?.includes(name));
    const pooled = here.map((name) => {
      process.stderr.write(process.stderr.isTTY ? `\x1b[2K\r${table.title}: ${label}, ${name}` : '');
      const count = judged.includes(name) ? settings.processes : 1;
      const runs = table.takesTurns
        ? Array.from({ length: count + (count % 2) }, (_, i) => run(table, { ...params, isTurned: i % 2 === 1 }, name))
        : Array.from({ length: count }, () => run(table, params, name));
      return [name, pool(runs)];
    });
    for (const [figure, prefix] of Object.entries(figures)) {
      const known = pooled.filter(([, all]) => all[figure]);
      const cells = Object.fromEntries(known.map(([name, all]) => [name, toCell(all[figure])]));
      const goal = target ?? targets?.[figure];
      const isComplete = goal && (goal.of ?? ['package']).every((name) => cells[name]);
      const verdict = isComplete ? judge(goal.text, goal.isMet(cells)) : undefined;
      rows[figure].push({ label: prefix ? `${prefix}, ${label}` : label, cells, verdict });
    }
  }
  process.stderr.write(process.stderr.isTTY ? '\x1b[2K\r' : '');
  for (const list of Object.values(rows)) judgeGrowth(table, list);
  return Object.values(rows).flat();
}

const wanted = chosen(given.contenders, names, 'contenders');
console.log(`Node ${process.version}, ${process.arch}, ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}`);
for (const name of chosen(given.only, Object.keys(tables), 'only')) {
  for (const table of [tables[name]].flat()) {
    const contenders = wanted.filter((one) => (table.contenders ?? others).includes(one));
    print(table, contenders, fill(table, contenders));
  }
}
console.log(misses ? `\n${misses} missed.` : '\nAll reached.');
process.exitCode = given.strict && misses ? 1 : 0;
