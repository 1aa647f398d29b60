import { expect, it } from 'vitest';
import { createRandom } from '../../src/testing/index.js';

const draw = (seed: number, count = 5) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, random);
};

it('repeats its numbers with the seed, and has others for another', () => {
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  expect(draw(1)).toEqual([
    0.6270739405881613, 0.002735721180215478, 0.5274470399599522, 0.9810509674716741, 0.9683778982143849,
  ]);
});

it('takes any whole number for a seed, by its lower 32 bits', () => {
  for (const seed of [0, -1, 2 ** 31, 2 ** 32 - 1]) expect(new Set(draw(seed)).size).toBe(5);
  expect(draw(2 ** 32 + 7)).toEqual(draw(7));
});

it('stays in [0, 1) and spreads evenly', () => {
  const tenths = new Array(10).fill(0);
  for (const number of draw(7, 10_000)) tenths[Math.floor(number * 10)]++;
  expect(tenths).toHaveLength(10);
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(120);
});
