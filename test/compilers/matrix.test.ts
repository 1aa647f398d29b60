import { beforeAll, describe, expect, test } from 'vitest';
import { judge, type Result, runMatrix } from './matrix.js';
import { rows } from './rows.js';

describe('decorated classes', () => {
  let results: Result[];
  beforeAll(async () => {
    results = await runMatrix();
  });

  test.each([...rows.entries()].map(([index, { compiler, setting }]) => ({ index, compiler, setting })))(
    'do what they are to, compiled by $compiler, $setting',
    ({ index }) => {
      expect(results[index]!.problems).toEqual([]);
    },
  );

  test('work with a base class made by one compiler and a leaf made by another, in any mode', () => {
    const pairs = results.at(-1)!;
    expect(pairs.problems).toEqual([]);
    const count = rows.filter(({ parts }) => !parts.includes('noMetadata')).length;
    expect(pairs.passed).toBe(count ** 2);
  });
});

describe('a row', () => {
  const row = { compiler: 'compiler', setting: 'setting', cannot: { second: 'known' } };

  test('is right if what fails is what is known to', () => {
    const result = judge(row, { code: 0, output: 'ok first\nFAIL second: reason' });
    expect(result).toMatchObject({ passed: 1, total: 2, cannot: ['second: known'], problems: [] });
  });

  test('is wrong if anything else fails, at compile time too', () => {
    const outcome = { code: 0, output: 'ok first\nFAIL second: reason\nFAIL third: other' };
    const { total, problems } = judge(row, outcome, new Map([['compiles a.ts', 'why']]));
    expect({ total, problems }).toEqual({ total: 4, problems: ['compiles a.ts: why', 'third: other'] });
  });

  test('is wrong if what is known to fail does not', () => {
    expect(judge(row, { code: 0, output: 'ok first\nok second' }).problems).toEqual(['second: it can, by now']);
  });

  test('is wrong if the checks do not run to their end', () => {
    const quiet = { ...row, cannot: {} };
    for (const outcome of [
      { code: 0, output: '' },
      { code: 1, output: 'ok first\nError: broken' },
    ]) {
      expect(judge(quiet, outcome).problems).toEqual([`the checks did not run to their end: ${outcome.output}`]);
    }
  });
});
