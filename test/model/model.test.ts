import { expect, it } from 'vitest';
import { playAll } from './play.js';

const runs = 10_000;
const seed = 5;

it('is right after each of 10,000 random schedules, whatever happens', async () => {
  console.info(`Model test: seed ${seed}, ${runs} schedules. More of them: npm run test:model -- --runs 200000`);
  const { failure, tally } = await playAll({ runs, seed });
  expect(failure ?? 'all went well').toBe('all went well');
  // It is no proof of what has not occurred.
  const rare = [...tally].filter(([, times]) => times < 10).map(([what]) => what);
  expect([tally.size, rare]).toEqual([0, []]);
}, 300_000);
