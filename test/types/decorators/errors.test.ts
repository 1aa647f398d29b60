import { beforeAll, describe, expect, it } from 'vitest';
import { compile, compilers, modes } from '../compile.js';
import { classMistakes, type Mistake, memberMistakes, usage } from './mistakes.js';

// When the texts are meant to change: `npm run vitest -- run --project package test/types/decorators/errors.test.ts -u`.

const program = [
  ...usage.split('\n'),
  'class Members extends Good {',
  ...memberMistakes.map(([code]) => code),
  '}',
  ...classMistakes.map(([code]) => code),
];

/** A union has no order of its own: what else is compiled decides. */
const sorted = (text: string): string =>
  text.replace(/"[^"]*"( \| "[^"]*")+/g, (union) => union.split(' | ').sort().join(' | '));

const lineOf = (complaint: string): number => Number(/^index\.ts\((\d+),/.exec(complaint)?.[1]);
const runs = compilers.flatMap((compiler) => Object.entries(modes).map((mode) => [compiler, ...mode] as const));

describe.each(runs)('compiled by %s in %s mode', (compiler, mode, options) => {
  let told: string[];

  beforeAll(() => {
    told = compile(compiler, { 'index.ts': program.join('\n') }, options);
  }, 120_000);

  const toldOf = ([code]: Mistake): string[] => told.filter((one) => lineOf(one) === program.indexOf(code) + 1);

  it('nothing is said but of the mistakes', () => {
    const mistakes = [...memberMistakes, ...classMistakes];
    expect(told.filter((one) => !mistakes.some(([code]) => code === program[lineOf(one) - 1]))).toEqual([]);
  });

  it.each([...memberMistakes, ...classMistakes])(
    'one thing is said of %s, and it ends with what is wrong',
    (...mistake) => {
      const complaints = toldOf(mistake);
      expect(complaints).toHaveLength(1);
      expect(complaints[0]!.split('\n').at(-1)).toMatch(mistake[1]);
    },
  );

  it('the words are those that were read and found good', async () => {
    const text = [...memberMistakes, ...classMistakes].map((mistake) => {
      const words = toldOf(mistake).map((complaint) => sorted(complaint.replace(/^index\.ts\(\d+,\d+\): /, '')));
      return [mistake[0], ...words.map((one) => one.replace(/^/gm, '  ')), ''].join('\n');
    });
    await expect(text.join('\n')).toMatchFileSnapshot(`errors/${compiler}.${mode}.txt`);
  });
});
