import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import { type MessageMap, WS, type WSOptions } from '../../src/index.js';
import { type Market, Quote } from './market.js';

const url = 'wss://example.com/feed';
const quote = new Quote();

interface Incoming {
  quote: { symbol: string; price: number };
}
interface AsInterface {
  incoming: Incoming;
}
type AsAlias = { incoming: { quote: { symbol: string; price: number } } };

describe('a map', () => {
  it('is an interface', () => {
    const ws = new WS<AsInterface>(url);
    ws.bind(quote, { 'ws:message:quote': 'tick' });
    ws.on('ws:message:quote', ({ price }) => expectTypeOf(price).toBeNumber());
    // @ts-expect-error no message of that type comes in
    ws.bind(quote, { 'ws:message:qoute': 'tick' });
    // @ts-expect-error nothing goes out
    ws.send('quote', { symbol: 'A', price: 7 });
  });

  it('is a type', () => {
    const ws = new WS<AsAlias>(url);
    ws.bind(quote, { 'ws:message:quote': 'tick' });
    ws.on('ws:message:quote', ({ price }) => expectTypeOf(price).toBeNumber());
    // @ts-expect-error no message of that type comes in
    ws.bind(quote, { 'ws:message:qoute': 'tick' });
    // @ts-expect-error nothing goes out
    ws.send({ type: 'quote', data: {} });
  });

  it('may have payloads of every kind', () => {
    const ws = new WS<{ incoming: { n: number; none: null; list: string[]; either: { a: 1 } | { b: 2 } } }>(url);
    ws.on('ws:message:n', (n) => expectTypeOf(n).toBeNumber());
    ws.on('ws:message:none', (none) => expectTypeOf(none).toBeNull());
    ws.on('ws:message:list', (list) => expectTypeOf(list).toEqualTypeOf<string[]>());
    ws.on('ws:message:either', (either) => expectTypeOf(either).toEqualTypeOf<{ a: 1 } | { b: 2 }>());
  });

  it('may leave one direction free', () => {
    const ws = new WS<{ incoming: Incoming; outgoing: { [type: string]: any } }>(url);
    ws.send('anything', 7);
    ws.send({ of: 'any shape' });
    // @ts-expect-error what comes in is not free
    ws.bind(quote, { 'ws:message:qoute': 'tick' });
    const free = new WS<{ incoming: { [type: string]: number } }>(url);
    free.bind(quote, { 'ws:message:anything': 'clear' });
    free.on('ws:message:anything', (data) => expectTypeOf(data).toBeNumber());
  });

  it('is a map', () => {
    expectTypeOf<Market>().toExtend<MessageMap>();
    // @ts-expect-error what comes in is missing
    new WS<{ outgoing: { a: 1 } }>(url);
    // @ts-expect-error a text is no map of types
    new WS<{ incoming: 'quote' }>(url);
  });
});

describe('the options', () => {
  it('know the map for their resources', () => {
    new WS<Market>(url, { resources: [[quote, { 'ws:message:quote': 'tick' }, { match: 'symbol' }]] });
    const resources = [{ resource: quote, events: { 'ws:open': true } }] as const;
    expectTypeOf(new WS<Market>(url, { resources })).toEqualTypeOf<WS<Market>>();
    // @ts-expect-error no message of that type comes in
    new WS<Market>(url, { resources: [[quote, { 'ws:message:qoute': 'tick' }]] });
    // @ts-expect-error no message of that type comes in
    new WS<Market>(url, { resources: [{ resource: quote, events: { 'ws:message:qoute': 'tick' } }] });
  });

  it('refuse a name that is none, and a value of another kind', () => {
    expectTypeOf<WSOptions['retries']>().toEqualTypeOf<number | undefined>();
    // @ts-expect-error the option is called retries
    new WS(url, { retry: 3 });
    // @ts-expect-error a number of attempts
    new WS(url, { retries: 'many' });
    // @ts-expect-error full or none
    new WS(url, { backoff: { jitter: 'half' } });
  });
});

describe('without a map', () => {
  const ws = new WS(url);

  it('every event and every method is taken', () => {
    ws.bind(quote, { 'ws:message:any': 'tock', any: true, 'ws:open ws:close': { trigger: 'x' }, 'ws:x': () => {} });
    ws.bind(new Backbone.Collection([]), { 'ws:message:any': (...args) => expectTypeOf(args).toEqualTypeOf<any[]>() });
    // @ts-expect-error a number says nothing, whatever the event
    ws.bind(quote, { 'ws:message:any': 7 });
  });

  it('everything is sent and expected', async () => {
    ws.send('any', 7);
    ws.send({ any: 'shape' });
    ws.send('text');
    ws.send(null);
    expectTypeOf(await ws.expect('any')).toBeAny();
  });

  it('listeners get anything', () => {
    ws.on('ws:message:any', (data) => expectTypeOf(data).toBeAny());
    ws.on('ws:any', (...args) => expectTypeOf(args).toEqualTypeOf<any[]>());
    ws.on('any', (...args) => expectTypeOf(args).toEqualTypeOf<any[]>());
    ws.on('ws:message', (data, type) => {
      expectTypeOf(data).toBeAny();
      expectTypeOf(type).toEqualTypeOf<string | undefined>();
    });
  });
});
