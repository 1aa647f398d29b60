import { describe, expect, test } from 'vitest';
import { blocksOf, expectedOutput, kindsOf, moduleOf, nameOf } from './blocks.js';

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
    const file = 'README.md';
    expect(blocksOf(readme, file)).toEqual([
      { language: 'ts', file, line: 3, lines: ["import { a } from 'a';"], run: true, test: false, continues: false },
      { language: 'js', file, line: 7, lines: ['a(); // → 1'], run: false, test: true, continues: true },
    ]);
  });

  test('refuses a word that it does not know, and a block without an end', () => {
    expect(() => blocksOf('```ts runs\n```', 'a/b.md')).toThrow("a/b.md:1: 'runs'");
    expect(() => blocksOf('```sh\nls', 'a/b.md')).toThrow('a/b.md: the last ``` block has no end');
  });

  test('leaves a fence inside a longer one alone', () => {
    expect(blocksOf('````md\n```ts\n```\n````', 'a.md')).toEqual([]);
  });
});

test('a module has each line where its file has it, after the block that it continues', () => {
  const blocks = blocksOf(readme, 'README.md');
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
  const kinds = (language: 'ts' | 'js', code: string) =>
    kindsOf(blocksOf(`\`\`\`${language}\n\`\`\``, 'a.md')[0]!, code);
  expect(kinds('ts', 'const f = async () => await 1;')).toEqual(['mts', 'cts']);
  expect(kinds('ts', 'const a = { b: await 1 };')).toEqual(['mts']);
  expect(kinds('js', "const a = require('a');")).toEqual(['cjs']);
  expect(kinds('js', "import a from 'a';")).toEqual(['mjs']);
});

test('what a block prints is named after its arrows', () => {
  expect(blocksOf(readme, 'README.md').map(expectedOutput)).toEqual([[], ['1']]);
});

test('a block is called after its file and its line', () => {
  const named = (file: string) => nameOf(blocksOf('```ts\n```', file)[0]!);
  expect(named('README.md')).toBe('README-line-2');
  expect(named('docs/guides/save.md')).toBe('guides-save-line-2');
});
