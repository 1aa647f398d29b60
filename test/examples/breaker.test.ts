import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Breaker, type BreakerTimes } from '../../examples/market/breaker.js';
import { summaryOf } from '../../examples/market/summary.js';
import { until } from '../support/until.js';
import { type MarketRun, runMarket } from './market-run.js';

// The example imports the package by its name, which means what was built last; here it is to be what is in `src`.
vi.mock('backbone.ws', () => import('../../src/index.js'));

const short = { restMs: 1, garbleMs: 100, silenceMs: 100, downMs: 150, limitMs: 5000 };

let market: MarketRun;
let breaker: Breaker;

const breakerOf = (times?: BreakerTimes): Breaker => new Breaker(market.server, market.client, { ...short, ...times });

beforeEach(async () => {
  market = await runMarket({ resilient: true });
  breaker = breakerOf();
  onTestFinished(() => breaker.stop());
});

/** By its key, as somebody in front of the screen does it. */
const make = async (key: string) => {
  const { length } = breaker.repairs;
  breaker.press(key);
  return until(() => breaker.repairs[length], { timeoutMs: 7000 });
};
const isWell = async () => {
  expect(await market.check({ isWhole: true, repairs: breaker.repairs })).toEqual([]);
  expect(market.client.counts.faults).toEqual([]);
};
const news = (start: string): string[] => market.news.filter((text) => text.startsWith(start));

describe('the screen is right again', () => {
  test('after a cut: what was missed is sent again, nothing is fetched anew', async () => {
    expect(await make('c')).toEqual({ fault: 'cut', lastedMs: expect.any(Number), tookMs: expect.any(Number) });
    expect(market.client.counts).toMatchObject({ losses: 1, reconnects: 1, gaps: 0 });
    expect(news('open again')).toEqual([
      expect.stringMatching(/^open again, and asks for what came after message \d+$/),
    ]);
    await isWell();
  });

  test('after garbled messages, on the same connection: the gap is noticed, and everything is fetched', async () => {
    const { tookMs } = await make('g');
    expect(tookMs).toBeGreaterThan(100);
    expect(market.client.counts).toMatchObject({ losses: 0 });
    expect(market.client.counts.gaps).toBeGreaterThan(0);
    expect(market.client.counts.invalid).toBe(market.server.lines.sent.invalid);
    await isWell();
  });

  test('after a silence: the heartbeat finds the dead link', async () => {
    const { tookMs } = await make('s');
    expect(tookMs).toBeGreaterThan(140);
    expect(news('close')[0]).toBe('close: code 1006 heartbeat-timeout');
    await isWell();
  });

  test('after the server was killed and is back on the same port, where nobody knows the client any more', async () => {
    const { url } = market.server;
    const killed = make('k');
    await until(() => market.client.ws.state === 'waiting');
    await killed;
    expect(market.server.url).toBe(url);
    expect(news('gap (epoch)')).toHaveLength(1);
    await isWell();
  });

  test('with an order that was filled and not answered: it is filled once', async () => {
    await make('c');
    const order = market.client.orders.at(0);
    await until(() => order.get('state') !== 'placed');
    expect(market.server.desk.repeats).toBeGreaterThan(0);
    await isWell();
  });
});

describe('the run is wrong', () => {
  const problems = (settleMs = 1000) => market.check({ settleMs, repairs: breaker.repairs });

  test('when the server does not come back', async () => {
    breaker = breakerOf({ limitMs: 50 });
    vi.spyOn(market.server.lines, 'listen').mockRejectedValue(new Error('no such port'));
    expect((await make('k')).tookMs).toBeUndefined();
    expect(market.news).toEqual(expect.arrayContaining(['kill: no such port', 'kill: NOT RIGHT AGAIN']));
    expect(await problems(50)).toContain('not right again after: kill');
  });

  test('when one price stays wrong', async () => {
    breaker = breakerOf({ limitMs: 50 });
    market.server.pause();
    market.client.quotes.at(7).set('price', 0.5).set = () => undefined as never;
    expect((await make('g')).tookMs).toBeUndefined();
    expect(await problems()).toContain('not right again after: garble');
  });

  test('when an order was filled twice', async () => {
    await make('c');
    const { filled } = market.server.desk;
    await market.client.orders.place({ symbol: market.server.symbols[0]!, qty: 1 });
    filled.push({ ...filled.at(-1)!, order: 99 });
    expect(await problems()).toEqual([expect.stringMatching(/^orders that are not once in both books: 1 \(#99 /)]);
  });

  test('when a trade is missing', async () => {
    const { client, server } = market;
    await until(() => client.trades.length > 5);
    server.pause();
    await client.settle(1000);
    client.trades.remove(client.trades.at(3));
    expect(await problems()).toEqual(['the last trades are not those of the server']);
  });

  test('when it was long enough and nothing was broken', async () => {
    expect(await market.check({ isWhole: true, repairs: [] })).toContain('nothing was broken');
  });
});

test('faults come by themselves, one after the other, until the end', async () => {
  const make = vi.spyOn(breaker, 'make').mockResolvedValue();
  const round = breaker.goRound();
  await until(() => make.mock.calls.length > 4);
  await breaker.stop();
  await round;
  expect(make.mock.calls.flat().slice(0, 5)).toEqual(['cut', 'garble', 'silence', 'kill', 'cut']);
});

test('the end ends a fault that is under way', async () => {
  breaker = breakerOf({ downMs: 60_000 });
  breaker.press('k');
  await until(() => market.client.ws.state === 'waiting');
  await breaker.stop();
  expect(breaker.repairs).toEqual([expect.objectContaining({ fault: 'kill', tookMs: expect.any(Number) })]);
  await isWell();
});

describe('a key', () => {
  test('takes over from the round, and "a" gives back to it', () => {
    vi.spyOn(breaker, 'make').mockResolvedValue();
    breaker.press('g');
    expect([breaker.isAutomatic, vi.mocked(breaker.make).mock.calls]).toEqual([false, [['garble']]]);
    breaker.press('a');
    expect(breaker.isAutomatic).toBe(true);
    breaker.press('x');
    expect(breaker.isAutomatic).toBe(true);
    expect(breaker.make).toHaveBeenCalledTimes(1);
  });

  test('does nothing while a fault is under way', async () => {
    const first = make('g');
    breaker.press('k');
    expect(market.news).toContain('no kill now: one thing after the other');
    await first;
    expect(breaker.repairs.map(({ fault }) => fault)).toEqual(['garble']);
  });
});

test('the summary lists every fault', async () => {
  const repairs = [
    { fault: 'cut', lastedMs: 11, tookMs: 210 },
    { fault: 'kill', lastedMs: 3000, tookMs: 3450 },
    { fault: 'garble', lastedMs: 1000, tookMs: undefined },
  ] as const;
  const lines = summaryOf(market.server, market.client, [], repairs).split('\n').slice(-4, -1);
  expect(lines).toEqual([
    'Faults            cut      right again after 0.21 s',
    '                  kill     right again after 3.5 s, 0.45 s after its end',
    '                  garble   NOT RIGHT AGAIN',
  ]);
});
