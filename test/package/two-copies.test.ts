import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { node, root, temporaryFolder } from './tools.js';

const folder = temporaryFolder('two-copies');
const copies = ['first', 'second'];
const decorators = ['legacy', 'standard'];

/** Two copies of what is built, each with a reflect-metadata of its own, as two versions in one page would have. */
beforeAll(async () => {
  for (const copy of copies) {
    cpSync(join(root, 'dist'), join(folder, copy, 'dist'), { recursive: true });
    cpSync(join(root, 'node_modules/reflect-metadata'), join(folder, copy, 'node_modules/reflect-metadata'), {
      recursive: true,
    });
  }
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(root, 'node_modules/backbone'), join(folder, 'node_modules/backbone'));
  const source = readFileSync(join(root, 'test/package/consumer/two-copies.ts'), 'utf8');
  for (const kind of decorators) {
    const compilerOptions = { experimentalDecorators: kind === 'legacy', useDefineForClassFields: true };
    const { code } = await transform(source, {
      loader: 'ts',
      target: 'es2022',
      format: 'esm',
      tsconfigRaw: { compilerOptions },
    });
    writeFileSync(join(folder, `${kind}.mjs`), code);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(decorators)('with %s decorators', (kind) => {
  test.each([
    ['first/dist/esm', 'second/dist/esm'],
    ['first/dist/esm', 'first/dist/cjs'],
    ['first/dist/cjs', 'second/dist/esm'],
    ['first/dist/cjs', 'second/dist/cjs'],
  ])('%s and %s work together in one process', async (...paths) => {
    const modules = paths.map((path) => join(folder, path, 'src/index.js'));
    expect(await node([join(folder, `${kind}.mjs`), ...modules])).toEqual({ code: 0, output: 'ok 11' });
  });
});
