import { type } from 'arktype';
import Backbone from 'backbone';
import * as v from 'valibot';
import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { type AnyMessages, defineMessages, type MessagesOf, onMessage, type SchemaMap, WS } from '../../src/index.js';

const url = 'wss://example.com/feed';

/** The same messages in three libraries. What a schema takes and what it gives differ in each of them. */
const zods = defineMessages({
  incoming: { quote: z.object({ symbol: z.string(), price: z.string().transform(Number) }) },
  outgoing: { subscribe: z.object({ since: z.string().transform(Number), limit: z.number().default(9) }) },
  requests: {
    order: {
      request: z.object({ qty: z.string().transform(Number) }),
      response: z.object({ at: z.number().transform((ms) => new Date(ms)) }),
    },
  },
});
const number = v.pipe(v.string(), v.transform(Number));
const valibots = defineMessages({
  incoming: { quote: v.object({ symbol: v.string(), price: number }) },
  outgoing: { subscribe: v.object({ since: number, limit: v.optional(v.number(), 9) }) },
  requests: {
    order: {
      request: v.object({ qty: number }),
      response: v.object({
        at: v.pipe(
          v.number(),
          v.transform((ms) => new Date(ms)),
        ),
      }),
    },
  },
});
const arktypes = defineMessages({
  incoming: { quote: type({ symbol: 'string', price: 'string.numeric.parse' }) },
  outgoing: { subscribe: type({ since: 'string.numeric.parse', limit: 'number = 9' }) },
  requests: {
    order: {
      request: type({ qty: 'string.numeric.parse' }),
      response: type({ at: type('number').pipe((ms) => new Date(ms)) }),
    },
  },
});

type Zod = MessagesOf<typeof zods>;
type Valibot = MessagesOf<typeof valibots>;
type Arktype = MessagesOf<typeof arktypes>;
interface Quote {
  symbol: string;
  price: number;
}
interface Order {
  request: { qty: string };
  response: { at: Date };
}

describe('the map of defineMessages', () => {
  it('has for what comes in the output of the schema', () => {
    expectTypeOf<Zod['incoming']['quote']>().toEqualTypeOf<Quote>();
    expectTypeOf<Valibot['incoming']['quote']>().toEqualTypeOf<Quote>();
    expectTypeOf<Arktype['incoming']['quote']>().toEqualTypeOf<Quote>();
  });

  it('has for what goes out the input', () => {
    expectTypeOf<Zod['outgoing']['subscribe']>().toEqualTypeOf<{ since: string; limit?: number | undefined }>();
    expectTypeOf<Valibot['outgoing']['subscribe']>().toEqualTypeOf<{ since: string; limit?: number | undefined }>();
    expectTypeOf<Arktype['outgoing']['subscribe']>().toEqualTypeOf<{ since: string; limit?: number }>();
  });

  it('has for a request the input of one schema and the output of the other', () => {
    expectTypeOf<Zod['requests']['order']>().toEqualTypeOf<Order>();
    expectTypeOf<Valibot['requests']['order']>().toEqualTypeOf<Order>();
    expectTypeOf<Arktype['requests']['order']>().toEqualTypeOf<Order>();
  });

  it('is empty where there are no schemas, and says nothing of half a request', () => {
    const some = defineMessages({
      incoming: { quote: z.string() },
      requests: { asks: { request: z.number() }, gives: { response: z.number() }, neither: {} },
    });
    type Some = MessagesOf<typeof some>;
    expectTypeOf<keyof Some['outgoing']>().toBeNever();
    expectTypeOf<keyof MessagesOf<object>['incoming']>().toBeNever();
    expectTypeOf<Some['requests']['asks']>().toEqualTypeOf<{ request: number; response: any }>();
    expectTypeOf<Some['requests']['gives']>().toEqualTypeOf<{ request: any; response: number }>();
    expectTypeOf<Some['requests']['neither']>().toEqualTypeOf<{ request: any; response: any }>();
  });

  it('may mix libraries', () => {
    const mixed = defineMessages({ incoming: { a: z.number(), b: v.string(), c: type('boolean') } });
    expectTypeOf<{ -readonly [K in 'a' | 'b' | 'c']: MessagesOf<typeof mixed>['incoming'][K] }>().toEqualTypeOf<{
      a: number;
      b: string;
      c: boolean;
    }>();
  });
});

describe('defineMessages', () => {
  it('returns what it is given', () => {
    expectTypeOf(defineMessages({ incoming: { text: z.string() } }).incoming.text).toEqualTypeOf<z.ZodString>();
    expectTypeOf(zods).toExtend<SchemaMap>();
  });

  it('takes schemas by type, by direction', () => {
    // @ts-expect-error it is called incoming
    defineMessages({ incomming: { quote: z.string() } });
    // @ts-expect-error a number is no schema
    defineMessages({ incoming: { quote: 7 } });
    // @ts-expect-error nothing in it says how to check
    defineMessages({ incoming: { quote: {} } });
    // @ts-expect-error a function is no schema: it is to be called first
    defineMessages({ outgoing: { quote: z.string } });
    // @ts-expect-error the type of the message is missing
    defineMessages({ incoming: z.object({ quote: z.string() }) });
    // @ts-expect-error a request has two sides
    defineMessages({ requests: { order: z.object({}) } });
    // @ts-expect-error it is called request
    defineMessages({ requests: { order: { reqest: z.object({}) } } });
  });
});

describe('a connection with schemas', () => {
  const ws = new WS(url, { schemas: zods });

  it('has their map', () => {
    expectTypeOf(ws).toEqualTypeOf<WS<Zod>>();
    expectTypeOf(new WS(url, { schemas: valibots })).toEqualTypeOf<WS<Valibot>>();
    expectTypeOf(new WS(url, { schemas: arktypes })).toEqualTypeOf<WS<Arktype>>();
    expectTypeOf(new WS(url, { keepOpen: true, schemas: zods, prefix: 'feed' })).toEqualTypeOf<WS<Zod, 'feed'>>();
    expectTypeOf(new WS<Zod>(url, { schemas: zods })).toEqualTypeOf<WS<Zod>>();
  });

  it('gives handlers and listeners what the schema gives', async () => {
    ws.on('ws:message:quote', (quote) => expectTypeOf(quote).toEqualTypeOf<Quote>());
    ws.bind(new Backbone.Model(), { 'ws:message:quote': (quote) => expectTypeOf(quote).toEqualTypeOf<Quote>() });
    expectTypeOf(await ws.expect('quote')).toEqualTypeOf<Quote>();
    // @ts-expect-error the schema has made a number of it
    ws.on('ws:message:quote', (quote: { price: string }) => quote);
    // @ts-expect-error there is no schema for such a message
    ws.on('ws:message:qoute', () => {});
    // @ts-expect-error there is no schema for such a message
    ws.expect('qoute');
  });

  it('takes what the schema takes', async () => {
    ws.send('subscribe', { since: '7' });
    ws.send({ type: 'subscribe', data: { since: '7', limit: 3 } });
    expectTypeOf(await ws.request('order', { qty: '7' })).toEqualTypeOf<{ at: Date }>();
    // @ts-expect-error the schema makes a number of it, and takes a text
    ws.send('subscribe', { since: 7 });
    // @ts-expect-error the schema makes a number of it, and takes a text
    ws.request('order', { qty: 7 });
    // @ts-expect-error there is no schema for such a message
    ws.send('subscrbe', { since: '7' });
    // @ts-expect-error there is no schema for such a request
    ws.request('ordr', { qty: '7' });
  });

  it('knows them for its resources', () => {
    class Live extends Backbone.Model {
      tick(_quote: Quote): void {}
      byText(_quote: { price: string }): void {}
    }
    const live = new Live();
    ws.bind(live, { 'ws:message:quote': 'tick' });
    new WS(url, { schemas: zods, resources: [[live, { 'ws:message:quote': 'tick' }]] });
    // @ts-expect-error the price is a number
    ws.bind(live, { 'ws:message:quote': 'byText' });
    // @ts-expect-error there is no schema for such a message
    new WS(url, { schemas: zods, resources: [[live, { 'ws:message:qoute': 'tick' }]] });
  });

  it('says nothing of a direction that has none', () => {
    const incoming = new WS(url, { schemas: defineMessages({ incoming: { quote: z.string() } }) });
    // @ts-expect-error nothing goes out
    incoming.send('subscribe', { since: '7' });
    // @ts-expect-error nothing is asked
    incoming.request('order', { qty: '7' });
    const outgoing = new WS(url, { schemas: defineMessages({ outgoing: { subscribe: z.string() } }) });
    // @ts-expect-error nothing comes in
    outgoing.on('ws:message:quote', () => {});
  });
});

describe('a handler', () => {
  it('has a schema of any library', () => {
    onMessage('quote', { schema: z.object({ price: z.number() }) });
    onMessage('quote', { schema: v.object({ price: v.number() }), match: 'symbol' });
    onMessage('quote', { schema: type({ price: 'number' }) });
    // @ts-expect-error it is to be called first
    onMessage('quote', { schema: z.string });
  });
});

describe('the option schemas', () => {
  it('says nothing of the map when it has not gone through defineMessages', () => {
    expectTypeOf(new WS(url, { schemas: { incoming: { quote: z.string() } } })).toEqualTypeOf<WS<AnyMessages>>();
    expectTypeOf(new WS(url, { schemas: zods as SchemaMap })).toEqualTypeOf<WS<AnyMessages>>();
    const some = { incoming: { quote: v.object({ symbol: v.string() }) } };
    expectTypeOf(new WS<Zod>(url, { schemas: some })).toEqualTypeOf<WS<Zod>>();
  });

  it('fits the map that the connection is given', () => {
    new WS<{ incoming: { quote: { price: number } } }>(url, { schemas: zods });
    // @ts-expect-error the schema makes a number of the price
    new WS<{ incoming: { quote: { price: string } } }>(url, { schemas: zods });
    // @ts-expect-error there is no schema for these messages
    new WS<{ incoming: { other: { id: number } } }>(url, { schemas: zods });
  });

  it('is nothing else', () => {
    // @ts-expect-error it is called incoming
    new WS(url, { schemas: { incomming: {} } });
    // @ts-expect-error a number is no schema
    new WS(url, { schemas: { incoming: { quote: 7 } } });
    // @ts-expect-error which message it is for is missing
    new WS(url, { schemas: z.object({}) });
    // @ts-expect-error the option is called schemas
    new WS(url, { schema: zods });
  });
});
