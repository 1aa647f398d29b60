import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import { bind, type GapInfo, type ResumeOptions, type Subscription, WS } from '../../src/index.js';
import { type Market, Quote } from './market.js';

declare const ws: WS<Market>;
declare const free: WS;
declare const mute: WS<{ incoming: { quote: { price: number } } }>;
const quote = new Quote();

describe('subscribe', () => {
  it('takes messages of the map, or a function that gives one', () => {
    expectTypeOf(ws.subscribe('A', { subscribe: ['subscribe', { symbol: 'A' }] })).toEqualTypeOf<Subscription>();
    const one = ws.subscribe('A', {
      subscribe: (cursor) => ['subscribe', { symbol: `${cursor}` }],
      unsubscribe: ['order', { symbol: 'A', qty: 0 }],
      subscribeMany: (payloads) => ['subscribe', { symbol: payloads.map(({ symbol }) => symbol).join() }],
      unsubscribeMany: () => ['subscribe', { symbol: '' }],
      confirm: 'halted',
    });
    ws.subscribe('A', { subscribe: ['subscribe', { symbol: 'A' }], unsubscribe: null });
    expectTypeOf(one.isActive).toBeBoolean();
    expectTypeOf(one.dispose()).toBeVoid();
    // @ts-expect-error it is given by what was said
    one.isActive = true;
  });

  it('takes no other', () => {
    // @ts-expect-error no such message goes out
    ws.subscribe('A', { subscribe: ['subscrbe', { symbol: 'A' }] });
    // @ts-expect-error the symbol is a text
    ws.subscribe('A', { subscribe: ['subscribe', { symbol: 1 }] });
    // @ts-expect-error that is the payload of another message
    ws.subscribe('A', { subscribe: ['order', { symbol: 'A' }] });
    // @ts-expect-error that comes in
    ws.subscribe('A', { subscribe: ['quote', { symbol: 'A', price: 1 }] });
    // @ts-expect-error the payload is missing
    ws.subscribe('A', { subscribe: ['subscribe'] });
    // @ts-expect-error there is more than a type and a payload
    ws.subscribe('A', { subscribe: ['subscribe', { symbol: 'A' }, 1] });
    // @ts-expect-error it is a type and a payload
    ws.subscribe('A', { subscribe: 'subscribe' });
    // @ts-expect-error it is a type and a payload
    ws.subscribe('A', { subscribe: { type: 'subscribe', data: { symbol: 'A' } } });
    // @ts-expect-error the symbol is a text
    ws.subscribe('A', { subscribe: () => ['subscribe', { symbol: 1 }] });
    // @ts-expect-error it is told at once
    ws.subscribe('A', { subscribe: async () => ['subscribe', { symbol: 'A' }] });
    // @ts-expect-error the message that begins it is missing
    ws.subscribe('A', { unsubscribe: ['subscribe', { symbol: 'A' }] });
    // @ts-expect-error the messages are missing
    ws.subscribe('A');
    // @ts-expect-error a key is a text
    ws.subscribe(1, { subscribe: ['subscribe', { symbol: 'A' }] });
  });

  it('takes no option that it does not know, and none of another type', () => {
    // @ts-expect-error it is called unsubscribe
    ws.subscribe('A', { subscribe: ['subscribe', { symbol: 'A' }], unsubscibe: ['subscribe', { symbol: 'A' }] });
    // @ts-expect-error the symbol is a text
    ws.subscribe('A', { subscribe: ['subscribe', { symbol: 'A' }], unsubscribe: ['subscribe', { symbol: 1 }] });
    // @ts-expect-error no such message goes out
    ws.subscribe('A', { subscribe: ['subscribe', { symbol: 'A' }], subscribeMany: () => ['all', {}] });
    // @ts-expect-error it makes a message of many
    ws.subscribe('A', { subscribe: ['subscribe', { symbol: 'A' }], subscribeMany: ['subscribe', { symbol: 'A' }] });
    // @ts-expect-error a type is a text
    ws.subscribe('A', { subscribe: ['subscribe', { symbol: 'A' }], confirm: 1 });
    // @ts-expect-error what is subscribed to by a key has no series of its own
    ws.subscribe('A', { subscribe: ['subscribe', { symbol: 'A' }], resume: { cursor: 'seq' } });
  });

  it('takes anything with a type where there is no map, and nothing where nothing goes out', () => {
    free.subscribe('A', { subscribe: ['any', 1], unsubscribe: ['other'], confirm: 'any' });
    free.subscribe('A', { subscribe: () => ['any', { symbol: 'A' }] });
    // @ts-expect-error it is a type and a payload
    free.subscribe('A', { subscribe: 'any' });
    // @ts-expect-error the type is a text
    free.subscribe('A', { subscribe: [1] });
    // @ts-expect-error nothing goes out
    mute.subscribe('A', { subscribe: ['any'] });
  });
});

describe('bind', () => {
  it('takes what a resource subscribes to', () => {
    ws.bind(
      quote,
      { 'ws:message:quote': 'tick' },
      {
        match: 'symbol',
        subscribe: (model, cursor) => model.id && ['subscribe', { symbol: `${cursor}` }],
        unsubscribe: () => undefined,
        subscribeMany: (payloads) => ['subscribe', payloads[0]],
        confirm: 'halted',
        resume: { cursor: 'seq', epoch: 'epoch', message: (cursor) => ['since', cursor], onGap: 'fetch' },
      },
    );
    free.bind(quote, null, { subscribe: () => ['any', 1] });
    bind(ws, quote, null, { subscribe: () => ['subscribe', { symbol: 'A' }] });
  });

  it('takes nothing that the map has not', () => {
    // @ts-expect-error no such message goes out
    ws.bind(quote, null, { subscribe: () => ['subscrbe', { symbol: 'A' }] });
    // @ts-expect-error the symbol is a text
    ws.bind(quote, null, { subscribe: () => ['subscribe', { symbol: 1 }] });
    // @ts-expect-error the symbol is a text
    bind(ws, quote, null, { subscribe: () => ['subscribe', { symbol: 1 }] });
    // @ts-expect-error the symbol is a text
    new WS<Market>('ws://x', { resources: [[quote, {}, { subscribe: () => ['subscribe', { symbol: 1 }] }]] });
    // @ts-expect-error it is a type and a payload
    ws.bind(quote, null, { subscribe: () => 'subscribe' });
    // @ts-expect-error it is asked for each resource
    ws.bind(quote, null, { subscribe: ['subscribe', { symbol: 'A' }] });
    // @ts-expect-error the symbol is missing
    ws.bind(quote, null, { unsubscribe: () => ['subscribe', {}] });
    // @ts-expect-error it is called subscribe
    ws.bind(quote, null, { subscribes: () => ['subscribe', { symbol: 'A' }] });
    // @ts-expect-error the cursor is missing
    ws.bind(quote, null, { resume: {} });
    // @ts-expect-error it is fetched, or a function fetches it
    ws.bind(quote, null, { resume: { cursor: 'seq', onGap: 'reset' } });
    // @ts-expect-error it is called onGap
    ws.bind(quote, null, { resume: { cursor: 'seq', ongap: 'fetch' } });
  });
});

describe('a connection', () => {
  it('takes the options of resume, lazy and the outbox', () => {
    const onGap = (gap: GapInfo) => (gap.reason === 'epoch' ? Promise.resolve(7) : undefined);
    const resume: ResumeOptions = {
      cursor: 'seq',
      message: (cursor, epoch, resource) => ({ cursor, epoch, resource }),
      onGap,
    };
    new WS<Market>('ws://x', { resume, lazy: true, outbox: { highWaterMark: 1e6, coalesce: ({ type }) => type } });
    new WS('ws://x', { lazy: { idleMs: 1000 }, outbox: { highWaterMark: Infinity } });
    // @ts-expect-error the cursor is a name
    new WS('ws://x', { resume: { cursor: 7 } });
    // @ts-expect-error a duration in milliseconds says so
    new WS('ws://x', { lazy: { idle: 1000 } });
    // @ts-expect-error it is called highWaterMark
    new WS('ws://x', { outbox: { highWatermark: 1 } });
    // @ts-expect-error a key is made of each message
    new WS('ws://x', { outbox: { coalesce: 'type' } });
  });

  it('tells of gaps and drains', () => {
    ws.on('ws:gap', (gap) => {
      expectTypeOf(gap).toEqualTypeOf<GapInfo>();
      expectTypeOf(gap.reason).toEqualTypeOf<'missing' | 'epoch'>();
    });
    ws.on('ws:drain', (...args) => expectTypeOf(args).toEqualTypeOf<[]>());
    ws.bind(quote, { 'ws:gap': ({ cursor }) => cursor, 'ws:drain': () => {} });
    expectTypeOf(ws.cursor).toBeAny();
    expectTypeOf(ws.send('subscribe', { symbol: 'A' })).toBeBoolean();
    // @ts-expect-error a drain says nothing
    ws.on('ws:drain', (bytes: number) => bytes);
    expectTypeOf(new Backbone.Model()).toExtend<Backbone.Model>();
  });
});
