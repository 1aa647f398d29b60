import { describe, expect, it } from 'vitest';
import { WS } from '../../src/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';
import { type Fuzzed, fuzz } from './fuzz.js';
import { guardPrototypes } from './guard.js';
import { profiles } from './profiles.js';

const seed = Number(process.env.FUZZ_SEED ?? 1);
/** Together 20,000. */
const count = Math.ceil(20_000 / profiles.length);
const library = { WS: WS as any, createFakeWebSocket };

describe('frames that nobody should send are data and nothing else', () => {
  it.each(profiles.map((profile) => [profile.name, profile] as const))('%s', async (_, profile) => {
    const result = await fuzz(library, profile, count, seed);
    expect(result.problems, `To repeat: FUZZ_SEED=${seed} npm run test:fuzz`).toEqual([]);
    expect(result.messages).toBeGreaterThan(count / 2);
    expect(result.invalid).toBeGreaterThan(count / 10);
  });
});

describe('the fuzzer', () => {
  const run = (options: object): Promise<Fuzzed> =>
    fuzz(library, { name: 'broken', options, prepare: () => [] }, 2000, 2);

  it('sees an event of the connection that a frame sets off', async () => {
    const { problems } = await run({ routes: { '*': () => 'ws:close' } });
    expect(problems).toContain('the event close on the connection');
  });

  it('sees what reaches a prototype', async () => {
    const isIntact = guardPrototypes();
    try {
      (Object.prototype as any).polluted = 1;
      expect(isIntact()).toEqual(['Object: polluted changed']);
    } finally {
      delete (Object.prototype as any).polluted;
    }
    expect(isIntact()).toEqual([]);
  });

  it('sees an error that is not of a handler', async () => {
    const routes = { '*': () => (({}) as any).missing.field };
    expect((await run({ routes })).problems).toContainEqual(expect.stringContaining('error: TypeError'));
  });
});
