import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { FilledOrder, PlacedOrder } from '../../examples/market/messages.js';
import { summaryOf } from '../../examples/market/summary.js';
import { WSError } from '../../src/index.js';
import { until } from '../support/until.js';
import { type MarketRun, runMarket } from './market-run.js';

// The example imports the package by its name, which means what was built last; here it is to be what is in `src`.
vi.mock('backbone.ws', () => import('../../src/index.js'));

let market: MarketRun;
let symbol: string;

beforeEach(async () => {
  market = await runMarket();
  symbol = market.server.symbols[5]!;
});

const qty = 70;
const place = (order?: Partial<PlacedOrder>) => market.client.orders.place({ symbol, qty, ...order });
const book = () => market.server.desk.filled;

describe('an order', () => {
  test('is filled, with the number and the price that the server has in its book', async () => {
    const order = await place({ side: 'sell' });
    const { state, order: number, price } = order.attributes;
    expect(state).toBe('filled');
    expect(book()).toEqual([{ order: number, symbol, qty, side: 'sell', price }]);
    expect(price).toBeGreaterThan(0);
    expect(await market.check()).toEqual([]);
  });

  test.each([
    [{ symbol: 'NONE' }, 'NONE is not traded here'],
    [{ qty: 0 }, 'quantity 0 is not positive'],
    [{ qty: -70 }, 'quantity -70 is not positive'],
  ])('is refused by an error reply: %j', async (wrong, message) => {
    const order = await place(wrong);
    expect(order.attributes).toMatchObject({ state: 'refused', error: { code: 'remote', cause: { message } } });
    expect(order.get('error')).toBeInstanceOf(WSError);
    expect(order.has('price')).toBe(false);
    expect(book()).toEqual([]);
    expect(market.news).toContain(`order rejected, WSError('remote'): ${message}`);
    expect(await market.check()).toEqual([]);
  });

  test('is filled once when its answer is lost with the connection', async () => {
    const placed = place();
    await market.drop();
    expect(book().length).toBe(1);
    expect(market.client.orders.at(0).get('state')).toBe('placed');

    const order = await placed;
    expect(order.get('state')).toBe('filled');
    expect(book()).toEqual([expect.objectContaining({ order: order.get('order') })]);
    expect(market.server.desk.repeats).toBe(1);
    expect(await market.check()).toEqual([]);
  });

  test('is refused once when its answer is lost with the connection', async () => {
    const placed = place({ symbol: 'NONE' });
    await market.drop();
    expect((await placed).get('state')).toBe('refused');
    expect(market.server.desk.repeats).toBe(1);
    expect(await market.check()).toEqual([]);
  });

  test('waits while there is no connection', async () => {
    await market.drop();
    const order = await place();
    expect(market.client.counts.reconnects).toBe(1);
    expect(order.get('state')).toBe('filled');
    expect(book().length).toBe(1);
    expect(await market.check()).toEqual([]);
  });

  test('has failed when there is no answer any more', async () => {
    const placed = place();
    market.client.ws.close();
    expect((await placed).attributes).toMatchObject({ state: 'failed', error: { code: 'closed' } });
    expect(await market.check({ settleMs: 50 })).toContain('orders without an answer: 1');
  });
});

describe('the books', () => {
  const apart = (lines: string[]): string[] => [
    `orders that are not once in both books: ${lines.length} (${lines.join('; ')})`,
  ];
  const lineOf = ({ order, side, price }: Partial<PlacedOrder & FilledOrder>) =>
    `#${order} ${side} ${qty} ${symbol} @ ${price}`;

  test('differ when the server has filled an order twice', async () => {
    await place();
    const [first] = book();
    const again = { ...first!, order: 99 };
    market.server.desk.filled.push(again);
    const problems = await market.check();
    expect(problems).toEqual(apart([lineOf(again)]));
    expect(summaryOf(market.server, market.client, problems)).toMatch(/Order books +1 orders differ[\s\S]+FAILED/);
  });

  test('differ when the client has the same order twice', async () => {
    const order = await place();
    market.client.orders.add(order.clone());
    expect(await market.check()).toEqual(apart([lineOf(order.attributes)]));
  });

  test('differ when the two know different prices', async () => {
    const order = await place();
    const [theirs] = book();
    order.set('price', 1.5);
    expect(await market.check()).toEqual(apart([lineOf(order.attributes), lineOf(theirs!)]));
  });

  test('differ when a refusal did not arrive', async () => {
    market.server.desk.refused++;
    expect(await market.check()).toEqual(['orders refused by the server: 1, rejected here: 0']);
  });

  test('have to have an order in a run that is long enough', async () => {
    expect(await market.check({ isWhole: true })).toContain('no order was filled');
  });

  test('agree on what the client orders by itself: each fourth order is one that has to be refused', async () => {
    const { client, server } = market;
    for (let count = 0; count < 8; count++) client.order();
    await until(() => client.orders.count('placed') === 0);
    const ends = ['filled', 'filled', 'refused', 'filled'];
    expect(client.orders.pluck('state')).toEqual([...ends, ...ends]);
    expect(await market.check()).toEqual([]);
    expect(summaryOf(server, client, [])).toMatch(
      /Orders placed +8: 6 filled, 2 refused\nOrder books +agree, 6 filled/,
    );
  });
});
