import { describe, expect, it, vi } from 'vitest';
import { deferred, resumed, turn } from './resuming.js';

describe('a gap', () => {
  it('is told, before the message that shows it, which is delivered', () => {
    const t = resumed({});
    const order: unknown[] = [];
    t.ws.on('ws:gap', () => order.push('gap'));
    t.ws.on('ws:message:n', (data: unknown) => order.push(data));
    t.bring(3, 7, 8, 6);
    expect(order).toEqual([3, 'gap', 7, 8]);
    expect(t.gaps).toEqual([{ reason: 'missing', cursor: 3, got: 7, resource: undefined }]);
  });

  it('is not told of the first message, whatever its cursor is', () => {
    const t = resumed({});
    t.bring(1000);
    expect([t.got, t.gaps]).toEqual([[1000], []]);
  });

  it('of another epoch is told however its cursor follows', () => {
    const t = resumed({ epoch: 'epoch' });
    for (const [seq, epoch] of [
      [1, 'a'],
      [2, 'a'],
      [3, 'b'],
      [4, undefined],
      [1, 'a'],
    ] as const)
      t.receiveRaw({ type: 'n', data: seq, seq, epoch });
    expect(t.got).toEqual([1, 2, 3, 4, 1]);
    expect(t.gaps).toEqual([
      { reason: 'epoch', cursor: 2, got: 3, resource: undefined },
      { reason: 'epoch', cursor: 4, got: 1, resource: undefined },
    ]);
  });

  it('of another epoch is noticed where cursors are texts', () => {
    const t = resumed({ epoch: 'epoch' });
    for (const [seq, epoch] of [
      ['x', 1],
      ['x', 1],
      ['x', 2],
    ])
      t.receiveRaw({ type: 'n', data: seq, seq, epoch });
    expect([t.got, t.gaps.map(({ reason }) => reason)]).toEqual([['x', 'x'], ['epoch']]);
  });

  it('ends with the connection, if who hears of it destroys that', () => {
    const onGap = vi.fn();
    const t = resumed({ onGap });
    t.ws.on('ws:gap', () => t.ws.destroy());
    t.bring(1, 5);
    expect([t.got, onGap.mock.calls.length, vi.getTimerCount()]).toEqual([[1], 0, 0]);
  });

  it('without more to do, too', () => {
    const t = resumed({});
    t.ws.on('ws:gap', () => t.ws.destroy());
    t.bring(1, 5);
    expect([t.got, t.ws.cursor]).toEqual([[1], undefined]);
  });
});

describe('a function that gets the whole state', () => {
  it('is asked again for a gap among those that waited, which go on in their order', async () => {
    const states = [5, 8];
    const t = resumed({ onGap: async () => states.shift() });
    t.bring(1, 5, 9, 10, 11);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([t.got, t.gaps.map(({ cursor, got }) => [cursor, got])]).toEqual([
      [1, 9, 10, 11],
      [
        [1, 5],
        [5, 9],
      ],
    ]);
  });

  it('is told of the gap; messages wait for it, and those that it has are dropped', async () => {
    const state = deferred();
    const onGap = vi.fn((_gap: unknown) => state.promise);
    const t = resumed({ onGap });
    t.bring(1, 5, 6, 7, 8);
    t.receive('n', 'no cursor');
    t.bring(9);
    expect([t.got, t.ws.cursor]).toEqual([[1], 1]);
    expect(onGap.mock.calls.map(([gap]) => gap)).toEqual([
      { reason: 'missing', cursor: 1, got: 5, resource: undefined },
    ]);
    state.resolve(7);
    await turn();
    expect([t.got, t.ws.cursor, t.gaps.length]).toEqual([[1, 8, 'no cursor', 9], 9, 1]);
    t.bring(10);
    expect(t.got.at(-1)).toBe(10);
  });

  it('is called when everybody has heard of the gap', () => {
    const order: string[] = [];
    const t = resumed({ onGap: () => void order.push('fetch') });
    t.ws.on('ws:gap', () => order.push('gap'));
    t.bring(1, 5);
    expect(order).toEqual(['gap', 'fetch']);
  });

  it.each<[string, unknown, unknown[]]>([
    ['at once', 5, [1, 6]],
    ['as something with the field', { seq: 5, rows: [] }, [1, 6]],
    ['not at all', undefined, [1, 5, 6]],
    ['as null', null, [1, 5, 6]],
    ['as something without the field', { rows: [] }, [1, 5, 6]],
    ['as what is no cursor', true, [1, 5, 6]],
    ['as more than has come', 100, [1]],
  ])('gives its cursor %s', async (_name, state, got) => {
    const t = resumed({ onGap: () => state });
    t.bring(1, 5, 6);
    await turn();
    expect([t.got, t.gaps.length]).toEqual([got, 1]);
  });

  it('that fails is tried again after 1, 2, 4, 8, 16, 30, 30 seconds, while messages wait', async () => {
    let isUp = false;
    const onGap = vi.fn(() => {
      if (isUp) return 5;
      throw new Error('down');
    });
    const t = resumed({ onGap });
    t.bring(1, 5, 6);
    await turn();
    for (const [i, seconds] of [1, 2, 4, 8, 16, 30, 30].entries()) {
      expect([onGap.mock.calls.length, t.errors.length]).toEqual([i + 1, i + 1]);
      await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
      expect(onGap).toHaveBeenCalledTimes(i + 1);
      await vi.advanceTimersByTimeAsync(1);
    }
    expect([t.got, t.gaps.length]).toEqual([[1], 1]);
    isUp = true;
    await vi.advanceTimersByTimeAsync(30_000);
    expect([t.got, vi.getTimerCount()]).toEqual([[1, 6], 0]);
    // The next one begins anew.
    isUp = false;
    t.bring(9);
    await vi.advanceTimersByTimeAsync(1000);
    expect(onGap).toHaveBeenCalledTimes(11);
  });

  it('is asked again where another gap is among those that waited', async () => {
    const onGap = vi.fn(({ got }: { got: number }) => got);
    const t = resumed({ onGap: onGap as never });
    t.bring(1, 5, 6, 9, 10);
    await turn();
    expect([t.got, t.gaps.map(({ got }) => got), t.ws.cursor]).toEqual([[1, 6, 10], [5, 9], 10]);
    expect(onGap).toHaveBeenCalledTimes(2);
  });

  it('that gives a state from before what waits is asked again, but not at once and for ever', async () => {
    let state = 3;
    const onGap = vi.fn(() => state);
    const t = resumed({ onGap });
    t.bring(1, 5, 6);
    await vi.advanceTimersByTimeAsync(999);
    expect([onGap.mock.calls.length, t.got]).toEqual([1, [1]]);
    await vi.advanceTimersByTimeAsync(1);
    expect(onGap).toHaveBeenCalledTimes(2);
    state = 4;
    await vi.advanceTimersByTimeAsync(2000);
    expect([onGap.mock.calls.length, t.got]).toEqual([3, [1, 5, 6]]);
  });

  it('lets replies through, so it may ask by a request', async () => {
    const t = resumed({ onGap: () => t.ws.request('state', {}) });
    t.bring(1, 5, 6);
    const [request] = t.sent();
    t.receiveRaw({ id: request.id, data: { seq: 5 } });
    await turn();
    expect(t.got).toEqual([1, 6]);
  });
});

describe('a handler of a message that has waited', () => {
  it('is not the last one when it throws', async () => {
    const t = resumed({ onGap: () => 4 });
    t.ws.on('ws:message:n', () => {
      throw new Error('cannot');
    });
    t.bring(1, 5, 6);
    await turn();
    expect([t.got, t.errors.length, t.ws.cursor]).toEqual([[1, 5, 6], 3, 6]);
  });

  it('may end it all', async () => {
    const t = resumed({ onGap: () => 4 });
    t.ws.on('ws:message:n', (data: unknown) => data === 5 && t.ws.destroy());
    t.bring(1, 5, 6);
    await turn();
    expect([t.got, t.ws.cursor, vi.getTimerCount()]).toEqual([[1, 5], undefined, 0]);
  });
});

describe('destroyed while messages wait', () => {
  it.each(['for the state', 'for the next attempt'])(
    '%s, a connection leaves no timer and delivers nothing',
    async (_name) => {
      const state = deferred();
      const t = resumed({
        onGap: () => (_name === 'for the state' ? state.promise : Promise.reject(new Error('down'))),
      });
      t.bring(1, 5, 6);
      await turn();
      t.ws.destroy();
      state.resolve(4);
      await vi.advanceTimersByTimeAsync(60_000);
      expect([t.got, vi.getTimerCount()]).toEqual([[1], 0]);
      t.ws.open();
      t.socket.server.accept();
      t.bring(20);
      expect([t.got, t.gaps.length]).toEqual([[1, 20], 1]);
    },
  );
});
