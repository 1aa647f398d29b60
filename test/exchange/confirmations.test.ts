import { describe, expect, it, vi } from 'vitest';
import { reopen, short, started, toSymbol, turn } from './subscribing.js';

const confirmed = (symbol: string) => ({ ...toSymbol(symbol), confirm: 'subscribed' });
const subscribeMany = (payloads: any[]) => ['subscribe', { symbols: payloads.map(({ symbol }) => symbol) }] as const;

/** Subscribes to symbols, to be confirmed; says which of them are. */
async function waiting(symbols: string[], more: object = {}) {
  const t = started();
  const all = symbols.map((symbol) => t.ws.subscribe(symbol, { ...confirmed(symbol), ...more }));
  await turn();
  return { ...t, all, sent: t.sent, active: () => all.filter(({ isActive }) => isActive).map(({ key }) => key) };
}

describe('a subscription that has to be confirmed', () => {
  it('is sent again after 5, 10, 20, 40 and then every 60 seconds, until it is', async () => {
    const t = await waiting(['A']);
    for (const [i, seconds] of [5, 10, 20, 40, 60, 60, 60].entries()) {
      await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
      expect(t.sent()).toHaveLength(i + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(t.sent()).toHaveLength(i + 2);
    }
    expect(t.active()).toEqual([]);
    t.receive('subscribed', { symbol: 'A' });
    expect(t.active()).toEqual(['A']);
    await vi.advanceTimersByTimeAsync(1_000_000);
    expect([t.sent().length, vi.getTimerCount()]).toEqual([8, 0]);
  });

  it('begins with 5 seconds again on another connection', async () => {
    const t = await waiting(['A']);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(t.sent()).toHaveLength(3);
    t.FakeWebSocket.last.server.drop();
    // Nothing of the last connection is left; what runs is the wait for the next.
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    t.FakeWebSocket.last.server.accept();
    await vi.advanceTimersByTimeAsync(4999);
    expect(t.sent()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(t.sent()).toHaveLength(2);
  });

  it('that is confirmed is not so on the next connection', async () => {
    const t = await waiting(['A']);
    t.receive('subscribed', { symbol: 'A' });
    reopen(t);
    expect(t.active()).toEqual([]);
    t.receive('subscribed', { symbol: 'A' });
    expect(t.active()).toEqual(['A']);
  });

  it('is not sent again once nobody wants it', async () => {
    const t = await waiting(['A']);
    await vi.advanceTimersByTimeAsync(5000);
    t.all[0]!.dispose();
    await turn();
    expect(vi.getTimerCount()).toBe(0);
    expect(short(t)).toEqual(['+A', '+A', '-A']);
  });

  it('leaves no timer when the connection is destroyed', async () => {
    const t = await waiting(['A', 'B']);
    await vi.advanceTimersByTimeAsync(5000);
    t.ws.destroy();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('reaches its handlers as a message like any other', async () => {
    const t = await waiting(['A']);
    const got: unknown[] = [];
    t.ws.on('ws:message:subscribed', (data) => got.push(data));
    t.receive('subscribed', { symbol: 'A' });
    expect(got).toEqual([{ symbol: 'A' }]);
  });
});

describe('a confirmation', () => {
  it.each<[string, unknown, string[]]>([
    ['repeats the payload', { symbol: 'B' }, ['B']],
    ['has more in it', { symbol: 'B', ok: true, from: 'here' }, ['B']],
    ['has a list of values', { symbol: ['A', 'C'] }, ['A', 'C']],
    ['is a list of payloads', [{ symbol: 'C' }, { symbol: 'B' }], ['B', 'C']],
    ['speaks of none of them', { symbol: 'X' }, []],
    ['is a list of none of them', { symbol: ['X'] }, []],
    ['is empty: the oldest', undefined, ['A']],
    ['repeats nothing: the oldest', { ok: true }, ['A']],
    ['is a word: the oldest', 'ok', ['A']],
    ['is a list of nothing: the oldest', [], ['A']],
  ])('that %s', async (_name, data, active) => {
    const t = await waiting(['A', 'B', 'C']);
    t.receive('subscribed', data);
    expect(t.active()).toEqual(active);
  });

  it('of another type is none', async () => {
    const t = await waiting(['A']);
    t.receive('subscribe', { symbol: 'A' });
    t.receiveRaw({ symbol: 'A' });
    expect(t.active()).toEqual([]);
  });

  it('is for one of those that share what it says, the oldest', async () => {
    const t = started();
    const all = [1, 5].map((depth) =>
      t.ws.subscribe(`${depth}`, { subscribe: ['subscribe', { symbol: 'A', depth }], confirm: 'subscribed' }),
    );
    await turn();
    t.receive('subscribed', { symbol: 'A' });
    expect(all.map(({ isActive }) => isActive)).toEqual([true, false]);
    t.receive('subscribed', { symbol: 'A' });
    expect(all.map(({ isActive }) => isActive)).toEqual([true, true]);
  });

  it('is looked for in payloads that are no objects', async () => {
    const t = started();
    const all = ['A', 'B', undefined].map((data) =>
      t.ws.subscribe(`${data}`, { subscribe: ['subscribe', data], confirm: 'subscribed' }),
    );
    await turn();
    t.receive('subscribed', 'B');
    expect(all.map(({ isActive }) => isActive)).toEqual([false, true, false]);
    t.receive('subscribed', ['A']);
    expect(all.map(({ isActive }) => isActive)).toEqual([true, true, false]);
  });

  it('of nested payloads compares what is in them', async () => {
    const t = started();
    const filters = [{ of: { symbol: 'A' } }, { of: { symbol: 'B' } }];
    const all = filters.map((data, i) =>
      t.ws.subscribe(`${i}`, { subscribe: ['subscribe', data], confirm: 'subscribed' }),
    );
    await turn();
    t.receive('subscribed', { of: { symbol: 'B', depth: 1 } });
    expect(all.map(({ isActive }) => isActive)).toEqual([false, true]);
  });
});

describe('a batch', () => {
  it.each<[string, unknown, string[]]>([
    ['all, where it repeats the message', { symbols: ['A', 'B', 'C'] }, ['A', 'B', 'C']],
    ['one, where it repeats a payload', { symbol: 'B' }, ['B']],
    ['several, where it lists payloads', [{ symbol: 'A' }, { symbol: 'C' }], ['A', 'C']],
    ['all, where it repeats nothing, since one message is confirmed', { ok: true }, ['A', 'B', 'C']],
  ])('is confirmed, %s', async (_name, data, active) => {
    const t = await waiting(['A', 'B', 'C'], { subscribeMany });
    t.receive('subscribed', data);
    expect(t.active()).toEqual(active);
  });

  it('has those alone in it, when it is sent again, that are not confirmed', async () => {
    const t = await waiting(['A', 'B', 'C'], { subscribeMany });
    t.receive('subscribed', { symbol: 'B' });
    await vi.advanceTimersByTimeAsync(5000);
    expect(short(t)).toEqual(['+A,B,C', '+A,C']);
  });

  it('of 10,000 that are confirmed one by one does not look at all of them each time', async () => {
    const symbols = Array.from({ length: 10_000 }, (_, i) => `S${i}`);
    const t = await waiting(symbols);
    vi.useRealTimers();
    const before = process.cpuUsage();
    for (const symbol of symbols) t.receive('subscribed', { symbol });
    expect(t.active()).toHaveLength(10_000);
    // Some 200 ms of the processor's time, however busy the machine is; looking at all of them takes 17 s.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(3000);
  });
});
