import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { advance, advanceUntil } from './clock.js';
import { createWorld, DEADLINE_MS, LATENCY_MS } from './world.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const stages = [
  ['url', 'url'],
  ['protocol', 'protocol'],
  ['handshake', 'handshake'],
  ['hello', 'answer to hello'],
] as const;

describe.each(stages)('a hang at the stage %s', (stage, name) => {
  it.each(['the first connect', 'a reconnect'])(
    'of %s ends by the deadline, and the next attempt opens',
    async (which) => {
      const world = createWorld(1);
      const { server, events } = world;
      const last = (event: string): any => events.filter(({ name }) => name === event).at(-1)!.info;
      if (which === 'a reconnect') {
        world.connect();
        await advance(1000);
        server.faults.drop();
      }
      server.faults.hang(stage);
      if (!world.ws) world.connect();
      await advanceUntil(() => world.ws.state === 'connecting', 2000, 1);
      const beganAt = Date.now();

      await advance(DEADLINE_MS - 10);
      expect(world.ws.state).toBe('connecting');
      await advance(20);
      expect(world.ws.state).toBe('waiting');
      const error = last('error');
      expect([error.code, error.message]).toEqual(['connect-timeout', expect.stringContaining(`the ${name}.`)]);
      const { delayMs } = last('reopening');

      // What hung comes after all: nobody waits for it any more.
      const { length } = server.WebSocket.sockets;
      server.heal();
      await advance(0);
      expect([world.ws.state, server.WebSocket.sockets.length, server.WebSocket.live.length]).toEqual([
        'waiting',
        length,
        0,
      ]);

      await advanceUntil(() => world.ws.isOpen, 60_000, 1);
      expect(Date.now() - beganAt).toBeLessThanOrEqual(DEADLINE_MS + delayMs + 4 * LATENCY_MS + 20);
      await advance(60_000);
      expect([world.ws.isOpen, server.WebSocket.live.length, world.problems]).toEqual([true, 1, []]);
      world.ws.destroy();
      server.close();
      expect(vi.getTimerCount()).toBe(0);
    },
  );
});
