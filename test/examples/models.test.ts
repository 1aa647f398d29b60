import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Market, schemas } from '../../examples/market/messages.js';
import { Quote, Quotes, Trades } from '../../examples/market/models.js';
import { routesOf, WS } from '../../src/index.js';
import { type Play, play } from '../support/play.js';
import { flush } from '../support/until.js';

// The example imports the package by its name, which means what was built last; here it is to be what is in `src`.
vi.mock('backbone.ws', () => import('../../src/index.js'));

let market: Play<WS<Market>>;

beforeEach(() => {
  market = play((WebSocket) => new WS<Market>('ws://market', { WebSocket, schemas, keepOpen: true, reopenTimeout: 0 }));
});

/** The models of the example, on the connection of the test. */
const here = <T>(make: () => T): T => market.ws.scope(make);
const quoteOf = (attributes: { symbol: string; price?: number }) => here(() => new Quotes().add(attributes));
const say = <K extends keyof Market['incoming']>(type: K, data: Market['incoming'][K]) =>
  market.receive({ type, data });
const subscribe = (symbol: string) => ({ type: 'subscribe.many', data: { symbols: [symbol] } });

describe('a quote', () => {
  test('says by its class what it listens to', () => {
    const listed = routesOf(Quote).map(({ event, handler, match }) => [event, handler, match]);
    expect(listed).toEqual([
      ['message:subscribed', 'start', 'symbol'],
      ['message:quote', 'tick', 'symbol'],
      ['message:trade', 'trade', 'symbol'],
      ['close', 'stop', undefined],
      ['message:unsubscribed', 'stop', 'symbol'],
    ]);
  });

  test('takes the messages with its symbol and no others', () => {
    const [one, other] = [quoteOf({ symbol: 'ONE' }), quoteOf({ symbol: 'OTHER' })] as const;
    market.accept();
    say('subscribed', { symbol: 'ONE', price: 10, open: 8 });
    say('subscribed', { symbol: 'OTHER', price: 20, open: 20 });
    say('quote', { symbol: 'ONE', price: 9 });
    say('trade', { id: 1, symbol: 'ONE', price: 9, size: 70 });
    say('trade', { id: 2, symbol: 'ONE', price: 9, size: 30 });
    expect(one.attributes).toMatchObject({ price: 9, open: 8, direction: -1, volume: 100, isLive: true });
    expect(other.attributes).toMatchObject({ price: 20, open: 20, direction: 0, volume: 0, isLive: true });
  });

  test('is subscribed from its construction on, and again each time the connection opens, with all the others', async () => {
    const early = quoteOf({ symbol: 'EARLY' });
    market.accept();
    quoteOf({ symbol: 'LATE' });
    await flush();
    expect(market.sent()).toEqual([subscribe('EARLY'), subscribe('LATE')]);

    say('subscribed', { symbol: 'EARLY', price: 1, open: 1 });
    market.drop();
    expect(early.get('isLive')).toBe(false);
    await vi.waitUntil(() => market.sockets.sockets.length === 2);
    market.accept();
    expect(market.sent()).toEqual([{ type: 'subscribe.many', data: { symbols: ['EARLY', 'LATE'] } }]);
  });

  test('keeps its price when a message brings none: the schema refuses it', () => {
    const quote = quoteOf({ symbol: 'ONE', price: 5 });
    const refused: unknown[] = [];
    market.ws.on('ws:invalid', ({ data }) => refused.push(data));
    market.accept();
    for (const price of ['a bargain', -5, 0]) market.receive({ type: 'quote', data: { symbol: 'ONE', price } });
    expect(quote.get('price')).toBe(5);
    expect(refused.length).toBe(3);
  });
});

describe('the quotes', () => {
  test('have one model for each symbol', () => {
    const quotes = new Quotes();
    here(() => quotes.add([{ symbol: 'ONE' }, { symbol: 'ONE' }, { symbol: 'OTHER' }]));
    expect(quotes.pluck('symbol')).toEqual(['ONE', 'OTHER']);
    expect(market.ws.resources).toEqual(quotes.models);
    expect(quotes.get('ONE').id).toBe('ONE');
  });

  test('let a model go that is removed, and take a new one for its symbol', async () => {
    const quotes = new Quotes();
    const old = here(() => quotes.add({ symbol: 'ONE', price: 5 }));
    market.accept();
    quotes.remove(old);
    await flush();
    expect(market.sent()).toEqual([subscribe('ONE'), { type: 'unsubscribe', data: { symbol: 'ONE' } }]);
    expect(market.ws.resources).toEqual([]);

    const young = here(() => quotes.add({ symbol: 'ONE', price: 5 }));
    await flush();
    say('quote', { symbol: 'ONE', price: 7 });
    expect(market.sent().at(-1)).toEqual(subscribe('ONE'));
    expect([old.get('price'), young.get('price')]).toEqual([5, 7]);
  });
});

describe('the trades', () => {
  const trade = (id: number) => ({ id, symbol: 'ONE', price: 5, size: 10 });

  test('are the last twenty, the newest first', () => {
    const trades = here(() => new Trades());
    market.accept();
    for (let id = 1; id <= 25; id++) say('trade', trade(id));
    expect(trades.pluck('id')).toEqual(Array.from({ length: 20 }, (_, index) => 25 - index));
  });

  test('take each one once, at the place of its id', () => {
    const trades = here(() => new Trades());
    market.accept();
    for (const id of [1, 3, 3, 2, 1]) say('trade', trade(id));
    expect(trades.pluck('id')).toEqual([3, 2, 1]);
  });

  test('refuse what is no trade', () => {
    const trades = here(() => new Trades());
    const refused: unknown[] = [];
    market.ws.on('ws:invalid', (info) => refused.push(info));
    market.accept();
    market.receive({ type: 'trade', data: 'sold!' });
    expect(trades.length).toBe(0);
    expect(refused).toEqual([expect.objectContaining({ type: 'trade', data: 'sold!' })]);
  });
});
