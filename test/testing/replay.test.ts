import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRandom, type HistoryEntry } from '../../src/testing/index.js';
import { type AnyServer, type Guest, knock, serve } from './guest.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const STEPS = 40;

/** One thing that may happen to a server and its clients; `guests` has those that were not closed by the script. */
type Step = (server: AnyServer, guests: Guest[], random: () => number) => void;

const one = <T>(list: readonly T[], random: () => number): T | undefined => list[Math.floor(random() * list.length)];

const rateOf = (random: () => number) => Math.round(random() * 10) / 10;

const steps: Step[] = [
  (server, guests) => guests.push(knock(server)),
  (_, guests, random) => one(guests, random)?.socket.close(4001),
  (server, _, random) => one(server.clients, random)?.close(4002),
  (server, _, random) => one(server.clients, random)?.halfOpen(),
  (server, _, random) => server.faults.garble(rateOf(random)),
  (server, _, random) => server.faults.duplicate(rateOf(random)),
  (server, _, random) => server.faults.reorder(rateOf(random)),
  (server, _, random) => server.faults.latency([Math.floor(random() * 20), 50]),
  (server, _, random) => server.faults.trickle(Math.floor(random() * 50)),
  (server, _, random) => server.faults.hang(one(['handshake', 'hello', 'close'] as const, random)!),
  (server) => server.faults.silence(),
  (server) => server.faults.refuse(),
  (server, _, random) => random() < 0.3 && server.faults.drop(),
];

/** What happens mostly. */
const usual: Step[] = [
  (_, guests, random) => {
    const guest = one(guests, random);
    if (guest?.socket.readyState === 1) guest.send({ type: 'ask', data: random(), id: guest.socket.sent.length });
  },
  (server, _, random) => server.broadcast('tick', random()),
  (server) => server.heal(),
];

async function run(script: number, seed = script): Promise<readonly HistoryEntry[]> {
  const random = createRandom(script);
  const server = serve({ seed, latencyMs: [1, 30] });
  const guests: Guest[] = [];
  server.on('ask', (data) => data);
  steps[0]!(server, guests, random);
  for (let i = 0; i < STEPS; i++) {
    one(random() < 0.7 ? usual : steps, random)!(server, guests, random);
    if (random() < 0.35) await vi.advanceTimersByTimeAsync(Math.floor(random() * 100));
  }
  server.heal();
  await vi.advanceTimersByTimeAsync(1000);
  expect(vi.getTimerCount()).toBe(0);
  return server.history;
}

it('repeats a run of random calls with the same seed, and only with that', async () => {
  const events = new Set<string>();
  let others = 0;
  for (let script = 0; script < 200; script++) {
    const history = await run(script);
    for (const { event } of history) events.add(event);
    expect(await run(script)).toEqual(history);
    if (script < 20 && JSON.stringify(await run(script, -1)) !== JSON.stringify(history)) others++;
  }
  expect([...events].sort()).toEqual(['attempt', 'close', 'fault', 'in', 'lost', 'open', 'out', 'refused']);
  expect(others).toBe(20);
}, 20_000);
