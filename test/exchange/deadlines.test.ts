import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { connect, connecting } from '../support/wire.js';
import { ask, standing, watchTimers } from './asking.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Notes when and in which order requests are late. */
function lateOnes(ws: any, timeouts: readonly number[]): unknown[] {
  const late: unknown[] = [];
  const start = performance.now();
  timeouts.forEach((timeoutMs, n) => {
    ws.request('ask', n, { timeoutMs }).catch(({ code }: any) => {
      late.push([n, code, performance.now() - start]);
    });
  });
  return late;
}

describe('the time of a request', () => {
  it.each<[string, object, any, number]>([
    ['10 seconds', {}, undefined, 10_000],
    ['what the option says', { requestTimeoutMs: 250 }, undefined, 250],
    ['what the option says, with options that say nothing', { requestTimeoutMs: 250 }, {}, 250],
    ['its own', { requestTimeoutMs: 250 }, { timeoutMs: 1500 }, 1500],
    ['its own, where the option sets no limit', { requestTimeoutMs: 0 }, { timeoutMs: 1 }, 1],
  ])('is %s', async (_name, options, own, ms) => {
    const { ws } = connect(options);
    const request = ask(ws, 'ask', 1, own);
    await vi.advanceTimersByTimeAsync(ms - 1);
    // A timer may be a millisecond early.
    if (ms > 1) expect(await standing(request)).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1);
    expect(await standing(request)).toEqual(['timeout', true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[object, any]>([
    [{}, { timeoutMs: 0 }],
    [{}, { timeoutMs: -0 }],
    [{}, { timeoutMs: Infinity }],
    [{ requestTimeoutMs: 0 }, undefined],
    [{ requestTimeoutMs: Infinity }, {}],
  ])('has no limit with the option %j and %o', async (options, own) => {
    const { ws, sent, receiveRaw } = connect(options);
    const request = ask(ws, 'ask', 1, own);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(2 ** 40);
    receiveRaw({ id: sent()[0].id, data: 7 });
    expect(await request).toBe(7);
  });

  it('counts from the call, connecting included', async () => {
    const { ws, socket } = connecting();
    const request = ask(ws, 'ask', 1, { timeoutMs: 1000 });
    vi.advanceTimersByTime(900);
    socket.server.accept();
    vi.advanceTimersByTime(99);
    expect(await standing(request)).toBe('waiting');
    vi.advanceTimersByTime(1);
    expect(await standing(request)).toEqual(['timeout', true]);
  });

  it.each([0.25, 0.999, 1.5, 1000 / 3])('may have a fraction: %d ms', async (timeoutMs) => {
    const { ws } = connect();
    const request = ask(ws, 'ask', 1, { timeoutMs });
    vi.advanceTimersByTime(Math.max(Math.ceil(timeoutMs) - 1.1, 0));
    if (timeoutMs > 2) expect(await standing(request)).toBe('waiting');
    vi.advanceTimersByTime(1.2);
    expect(await standing(request)).toEqual(['timeout', true]);
  });

  it.each([2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32, 2 ** 33 + 7])(
    'may be longer than any timer: %d ms',
    async (ms) => {
      const timers = watchTimers();
      const { ws } = connect();
      const request = ask(ws, 'ask', 1, { timeoutMs: ms });
      await vi.advanceTimersByTimeAsync(1000);
      expect(await standing(request)).toBe('waiting');
      await vi.advanceTimersByTimeAsync(ms - 1002);
      expect(await standing(request)).toBe('waiting');
      await vi.advanceTimersByTimeAsync(2);
      expect(await standing(request)).toEqual(['timeout', true]);
      for (const [, delay] of vi.mocked(setTimeout).mock.calls) expect(delay).toBeLessThan(2 ** 31);
      expect(timers.set).toBeLessThanOrEqual(Math.ceil(ms / (2 ** 31 - 1)) + 2);
    },
  );

  it('may be more than any clock can tell', async () => {
    const { ws } = connect();
    const request = ask(ws, 'ask', 1, { timeoutMs: Number.MAX_VALUE });
    await vi.advanceTimersByTimeAsync(2 ** 34);
    expect(await standing(request)).toBe('waiting');
  });

  it('is not changed by a clock that is set', async () => {
    const { ws } = connect();
    const request = ask(ws, 'ask', 1, { timeoutMs: 1000 });
    vi.setSystemTime(Date.now() + 86_400_000);
    vi.advanceTimersByTime(999);
    expect(await standing(request)).toBe('waiting');
    vi.setSystemTime(0);
    vi.advanceTimersByTime(1);
    expect(await standing(request)).toEqual(['timeout', true]);
  });
});

describe('the times of many requests', () => {
  it('end in the order of their ends, each at its own, those of one span in the order of the calls', async () => {
    const { ws } = connect();
    const timeouts = [50, 10, 30, 10, 50, 20, 1000, 30, 10, 0, 5000];
    const late = lateOnes(ws, timeouts);
    await vi.advanceTimersByTimeAsync(10_000);
    const expected = timeouts
      .map((ms, n) => [n, 'timeout', ms] as const)
      .filter(([, , ms]) => ms)
      .sort((a, b) => a[2] - b[2]);
    expect(late).toEqual(expected);
  });

  it('are each kept although shorter ones come later, and longer ones go first', async () => {
    const { ws, sent, receiveRaw } = connect();
    const late = lateOnes(ws, [300]);
    await vi.advanceTimersByTimeAsync(100);
    const later = lateOnes(ws, [300, 50]);
    // The first deadline goes, and with it all of its span: the timer must serve the others.
    receiveRaw({ id: sent()[0].id });
    await vi.advanceTimersByTimeAsync(1000);
    expect(late).toEqual([]);
    expect(later).toEqual([
      [1, 'timeout', 50],
      [0, 'timeout', 300],
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('pass although the timers come much too late', async () => {
    const { ws } = connect();
    const late = lateOnes(ws, [10, 30, 20]);
    const requests = [ask(ws, 'ask', 1, { timeoutMs: 5000 })];
    const now = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => now + 1000);
    vi.advanceTimersToNextTimer();
    await flush();
    expect(late.map((one: any) => one[0]).sort()).toEqual([0, 1, 2]);
    expect(await standing(requests[0]!)).toBe('waiting');
  });

  it('pass although a timer comes too early', async () => {
    const { ws } = connect();
    const request = ask(ws, 'ask', 1, { timeoutMs: 100 });
    const start = performance.now();
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => start + 90);
    vi.advanceTimersByTime(100);
    expect(await standing(request)).toBe('waiting');
    clock.mockImplementation(() => start + 100);
    vi.advanceTimersByTime(10);
    expect(await standing(request)).toEqual(['timeout', true]);
  });

  it('pass, and not after one more timer, where the timer is early by less than a millisecond', async () => {
    const { ws } = connect();
    const request = ask(ws, 'ask', 1, { timeoutMs: 100 });
    const start = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => start + 99.5);
    vi.advanceTimersByTime(100);
    expect(await standing(request)).toEqual(['timeout', true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('need no timer as soon as all that wait have no limit', async () => {
    const { ws, sent, receiveRaw } = connect();
    const endless = [0, Infinity].map((timeoutMs) => ask(ws, 'ask', 1, { timeoutMs }));
    const request = ask(ws);
    expect(vi.getTimerCount()).toBe(1);
    receiveRaw({ id: sent()[2].id, data: 7 });
    expect(await request).toBe(7);
    expect(vi.getTimerCount()).toBe(0);
    ask(ws, 'ask', 1, { timeoutMs: 10 });
    await vi.advanceTimersByTimeAsync(10);
    expect(vi.getTimerCount()).toBe(0);
    expect(await Promise.all(endless.map(standing))).toEqual(['waiting', 'waiting']);
  });
});
