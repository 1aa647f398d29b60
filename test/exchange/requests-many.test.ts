import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../support/wire.js';
import { watchTimers } from './asking.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the times of many requests', () => {
  it.each<[string, (n: number) => number]>([
    ['one span', () => 10_000],
    ['five spans', (n) => 10_000 + (n % 5) * 1000],
    ['five spans, the longest first', (n) => 20_000 - (n % 5) * 1000],
  ])(
    'need one timer: 100,000 requests of %s',
    async (_name, timeoutOf) => {
      const { ws, socket, receiveRaw } = connect();
      const timers = watchTimers();
      const many = Array.from({ length: 100_000 }, (_, n) => n);
      let [fulfilled, rejected] = [0, 0];
      for (const n of many) {
        const count = () => fulfilled++;
        ws.request('ask', n, { timeoutMs: timeoutOf(n) }).then(count, () => rejected++);
      }
      expect(timers.set).toBeLessThanOrEqual(5);
      // Nine of ten are answered, in an order that is not theirs.
      for (const n of many) {
        const place = (n * 7919) % 100_000;
        if (place % 10) receiveRaw({ id: JSON.parse(String(socket.sent[place])).id });
      }
      expect(timers.set).toBeLessThanOrEqual(5);
      await vi.advanceTimersByTimeAsync(20_000);
      expect([fulfilled, rejected]).toEqual([90_000, 10_000]);
      expect(timers.most).toBe(1);
      expect(timers.set).toBeLessThan(20);
      expect(vi.getTimerCount()).toBe(0);
    },
    30_000,
  );

  it('need one timer, and one only, when each has a span of its own', async () => {
    const { ws } = connect();
    const timers = watchTimers();
    const late: number[] = [];
    for (let n = 0; n < 1000; n++) {
      ws.request('ask', n, { timeoutMs: 5000 - n * 3 }).catch(() => late.push(n));
    }
    await vi.advanceTimersByTimeAsync(5000);
    expect(late).toEqual(Array.from({ length: 1000 }, (_, n) => 999 - n));
    expect([timers.most, vi.getTimerCount()]).toEqual([1, 0]);
  });
});
