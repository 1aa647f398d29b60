/**
 * Each base with each leaf. Run with the folders that compilers have written to: `node pairs.js <folder>...`
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { calls, quote, told, ws } from './connection.js';
import type * as Mixed from './mixed.js';
import { type Checks, report } from './report.js';

const load = (folder: string): Promise<typeof Mixed> => import(pathToFileURL(join(folder, 'mixed.js')).href);
const say = (what: string): void => {
  calls.push(what);
};

const folders = process.argv.slice(2);
const modules = new Map(await Promise.all(folders.map(async (folder) => [folder, await load(folder)] as const)));
const checks: { [name: string]: Checks[string] } = {};

for (const [first, { makeBase }] of modules) {
  for (const [second, { makeLeaf }] of modules) {
    checks[`${first} + ${second}`] = () => {
      for (const [base, leaf] of [
        [true, true],
        [true, false],
        [false, true],
      ] as const) {
        const Base = makeBase({ ws, say, isDecorated: base });
        const Leaf = makeLeaf(Base, { ws, say, isDecorated: leaf });
        const made = new Leaf();
        assert.deepEqual(ws.resources, [made]);
        assert.deepEqual(told('quote', quote), ['Base.take 1', 'Leaf.take late', 'Leaf.more late']);
        assert.deepEqual(told('chat', {}), ['Leaf.moved', 'Leaf.more late']);
        assert.deepEqual(told('reset', null), ['Base.field 2']);
        ws.unbindAll();
        new Base();
        assert.deepEqual(told('quote', quote), base ? ['Base.take 1', 'Base.moved'] : []);
        ws.unbindAll();
      }
    };
  }
}

await report(checks);
