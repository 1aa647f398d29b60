import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, typescriptFiles } from './tools.js';

const limit = 250;

const tooLong = (files: Map<string, string>): string[] =>
  [...files]
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > limit)
    .map(({ path, lines }) => `${path}: ${lines} lines`);

test(`no file has more than ${limit} lines`, () => {
  const paths = ['src', 'types', 'test', 'examples'].flatMap(typescriptFiles);
  expect(paths).toContain('src/index.ts');
  expect(tooLong(new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')])))).toEqual([]);
});

test('the check finds a file that is one line too long', () => {
  const lines = (count: number) => 'const a = 1;\n'.repeat(count);
  const files = new Map([
    ['src/fits.ts', lines(limit)],
    ['src/long.ts', lines(limit + 1)],
  ]);
  expect(tooLong(files)).toEqual(['src/long.ts: 251 lines']);
});
