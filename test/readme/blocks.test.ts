import { describe, expect, test } from 'vitest';
import { blocksOf, expectedOutput, kindsOf, moduleOf } from './blocks.js';

const readme = [
  '# Title',
  '```ts run',
  "import { a } from 'a';",
  '```',
  'Text.',
  '```js test continues',
  'a(); // → 1',
  '```',
  '```sh',
  'ls',
  '```',
].join('\n');

describe('blocksOf', () => {
  test('finds the ts and js blocks with their lines and words', () => {
    expect(blocksOf(readme)).toEqual([
      { language: 'ts', line: 3, lines: ["import { a } from 'a';"], run: true, test: false, continues: false },
      { language: 'js', line: 7, lines: ['a(); // → 1'], run: false, test: true, continues: true },
    ]);
  });

  test('refuses a word that it does not know, and a block without an end', () => {
    expect(() => blocksOf('```ts runs\n```')).toThrow("README.md:1: 'runs'");
    expect(() => blocksOf('```sh\nls')).toThrow('no end');
  });

  test('leaves a fence inside a longer one alone', () => {
    expect(blocksOf('````md\n```ts\n```\n````')).toEqual([]);
  });
});

test('a module has each line where the README has it, after the block that it continues', () => {
  const blocks = blocksOf(readme);
  expect(moduleOf(blocks, blocks[1]!).split('\n')).toEqual([
    '',
    '',
    "import { a } from 'a';",
    '',
    '',
    '',
    'a(); // → 1',
    '',
  ]);
});

test('the kinds of a block follow from its code', () => {
  const kinds = (language: 'ts' | 'js', code: string) => kindsOf(blocksOf(`\`\`\`${language}\n\`\`\``)[0]!, code);
  expect(kinds('ts', 'const f = async () => await 1;')).toEqual(['mts', 'cts']);
  expect(kinds('ts', 'const a = { b: await 1 };')).toEqual(['mts']);
  expect(kinds('js', "const a = require('a');")).toEqual(['cjs']);
  expect(kinds('js', "import a from 'a';")).toEqual(['mjs']);
});

test('what a block prints is named after its arrows', () => {
  expect(blocksOf(readme).map(expectedOutput)).toEqual([[], ['1']]);
});
