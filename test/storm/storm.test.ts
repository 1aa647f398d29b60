import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WS } from '../../src/index.js';
import { createTestServer } from '../../src/testing/index.js';
import { ours, peers, type Rule } from './rules.js';
import { measure, randomOf, returns, stormTable } from './storm.js';
import { missed, outages } from './targets.js';

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

describe('1,000 clients whose server comes back', () => {
  it.each(outages)('return in time and without a rush after %d ms', (outageMs) => {
    const problems = seeds.flatMap((seed) =>
      missed(outageMs, measure(returns(ours, outageMs, seed))).map((what) => `seed ${seed}: ${what}`),
    );
    expect(problems, 'To repeat: npm run test:storm').toEqual([]);
  });

  it('are what the README says', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    for (const outageMs of outages)
      expect(readme, 'Run npm run test:storm and copy its tables').toContain(
        stormTable([ours, ...peers], outageMs, seeds),
      );
  });

  it('rush less than those of any other library, and all of them return', () => {
    for (const outageMs of outages) {
      const [mine, ...others] = [ours, ...peers].map((rule) => measure(returns(rule, outageMs, 1)));
      expect(mine!.sliding).toBeLessThan(Math.min(...others.map(({ sliding }) => sliding)));
      expect(mine!.second).toBeLessThan(Math.min(...others.map(({ second }) => second)));
      expect(mine!.gaveUp).toBe(0);
    }
  });
});

describe('connections on one server', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('return when the simulation says so', async () => {
    const [seed, outageMs, count] = [7, 30_000, 100];
    const server = createTestServer();
    const back: number[] = [];
    let isDown = false;
    let returnedAt = 0;
    const all = Array.from({ length: count }, (_, client) => {
      const options = {
        resilient: true,
        lifecycle: false,
        WebSocket: server.WebSocket,
        random: randomOf(seed, client),
      };
      const ws = new WS('ws://server/', options);
      return ws.on('ws:open', () => isDown && back.push(Date.now() - returnedAt));
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(all.every(({ isOpen }) => isOpen)).toBe(true);
    isDown = true;
    returnedAt = Date.now() + outageMs;
    server.faults.refuse();
    server.faults.drop();
    // Attempts end in microtasks, so each may be that much late.
    const stepMs = 20;
    const step = async (): Promise<void> => {
      vi.advanceTimersByTime(stepMs);
      await Promise.resolve();
    };
    while (Date.now() < returnedAt) await step();
    server.heal();
    while (back.length < count && Date.now() < returnedAt + 60_000) await step();
    const expected = returns(ours, outageMs, seed, count);
    expect(back.length).toBe(count);
    expect(
      Math.max(...back.sort((a, b) => a - b).map((atMs, index) => Math.abs(atMs - expected[index]!))),
    ).toBeLessThan(100);
    for (const ws of all) ws.destroy();
    server.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the measure', () => {
  const steps = (...delays: number[]): Rule => ({ name: 'steps', client: () => () => delays.shift() });

  it('finds the busiest span, the busiest bin, the median and those that gave up', () => {
    const back = [50, 90, 110, 120, 1085];
    expect(measure(back, 6)).toEqual({ sliding: 4, bin: 2, second: 4, median: 110, gaveUp: 1 });
  });

  it('takes the first attempt after the return', () => {
    expect(returns(steps(900, 900, 900), 1000, 1, 1)).toEqual([800]);
    expect(returns(steps(900), 1000, 1, 1)).toEqual([]);
  });

  it('is printed with the median of the seeds and the worst', () => {
    expect(stormTable([{ name: 'fixed', client: () => () => 1500 }], 2000, [1, 2])).toContain(
      '| fixed     |   1000 |         1000 | 1000 |         1.0 s |       0 |',
    );
  });
});
