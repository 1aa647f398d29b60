import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRandom } from '../../src/testing/index.js';
import { join, knock, serve } from './guest.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('latency', () => {
  it('delays the handshake and each frame, in each direction, and keeps their order', async () => {
    const server = serve({ latencyMs: [10, 100], seed: 3 });
    const guest = knock(server);
    const at: number[] = [];
    guest.socket.addEventListener('message', () => at.push(Date.now()));
    const start = Date.now();
    await vi.advanceTimersByTimeAsync(9);
    expect(guest.trace).toEqual([]);
    await vi.advanceTimersByTimeAsync(91);
    expect(guest.trace).toEqual(['open@1']);
    for (let i = 0; i < 20; i++) {
      server.broadcast('tick', i);
      guest.send({ i });
    }
    expect([guest.messages, server.received]).toEqual([[], []]);
    guest.socket.close(4001);
    await vi.advanceTimersByTimeAsync(100);
    expect(server.received).toEqual(Array.from({ length: 20 }, (_, i) => ({ i })));
    await vi.advanceTimersByTimeAsync(100);
    expect(guest.trace.at(-1)).toBe('close 4001 clean@3');
    expect(at.every((time) => time - start >= 110)).toBe(true);
  });

  it('or none, what is sent from within a listener comes when all have heard the one before', async () => {
    const server = serve();
    const { socket } = await join(server);
    const seen: string[] = [];
    socket.addEventListener('message', ({ data }) => data === 'a' && server.last.sendFrame('b'));
    socket.addEventListener('message', ({ data }) => seen.push(data));
    server.last.sendFrame('a');
    expect(seen).toEqual(['a', 'b']);
  });

  it('is for what is sent later; what is on the way arrives first', async () => {
    const server = serve();
    const guest = await join(server);
    server.faults.latency(40);
    server.broadcast('slow');
    server.heal();
    server.broadcast('fast');
    expect(guest.messages).toEqual([]);
    await vi.advanceTimersByTimeAsync(40);
    expect(guest.messages.map(({ type }) => type)).toEqual(['slow', 'fast']);
    server.broadcast('again');
    expect(guest.messages).toHaveLength(3);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, [5, 1], [-1, 1]])('refuses %s', (ms) => {
    expect(() => serve({ latencyMs: ms as number })).toThrow('A latency is a number of ms');
  });
});

describe('the clock and the numbers', () => {
  it('are those of the options', async () => {
    const timers: [() => void, number][] = [];
    const cleared: unknown[] = [];
    let time = 17;
    const clock = {
      setTimeout: (callback: () => void, ms: number) => timers.push([callback, ms]),
      clearTimeout: (timer: unknown) => cleared.push(timer),
      now: () => time++,
    };
    const server = serve({ clock, random: () => 0.5, latencyMs: [10, 19] });
    const guest = await join(server);
    expect([timers[0]![1], guest.trace]).toEqual([15, []]);
    timers[0]![0]();
    expect(guest.trace).toEqual(['open@1']);
    server.broadcast('never');
    server.close();
    expect(cleared).toEqual([2]);
    expect(server.random()).toBe(0.5);
    expect(server.history.map(({ atMs }) => atMs)).toEqual([1, 2, 3]);
    expect(server.describe()).toContain('random of its own');
  });

  it('are looked up at each call, so that fake timers may come later', async () => {
    vi.useRealTimers();
    const server = serve({ latencyMs: 60_000 });
    vi.useFakeTimers();
    const guest = await join(server);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(guest.trace).toEqual(['open@1']);
  });

  it('give the connection other numbers than the server uses, which repeat with the seed', () => {
    const numbers = (seed?: number) => {
      const { random } = serve(seed === undefined ? {} : { seed });
      return [random(), random()];
    };
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
    expect(numbers()).toEqual(numbers(1));
    expect(numbers(7)[0]).not.toBe(createRandom(7)());
    expect(serve().seed).toBe(1);
  });
});
