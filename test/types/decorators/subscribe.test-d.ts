import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import { wsResource as free, type WS, withWS } from '../../../src/index.js';
import { ws, wsResource } from './feed.js';

const { Collection, Model } = Backbone;
declare const untyped: WS<any>;

describe('a decorated class', () => {
  it('says what its instances subscribe to', () => {
    @wsResource(ws, {
      match: 'symbol',
      subscribe: (quote, cursor) => quote.id && ['subscribe', { symbol: `${quote.id}${cursor}` }],
      unsubscribe: (quote) => ['subscribe', { symbol: quote.id }],
      subscribeMany: (payloads) => ['subscribe', { symbol: payloads.map(({ symbol }) => symbol).join() }],
      unsubscribeMany: () => ['subscribe', { symbol: '' }],
      confirm: 'halted',
      apply: { quote: 'set' },
      resume: { cursor: 'seq', epoch: 'epoch', message: (cursor) => ['since', cursor], onGap: 'fetch' },
    })
    class Quoted extends Model {}
    @wsResource(ws, { subscribe: () => null, resume: { cursor: 'seq', onGap: async ({ got }) => got } })
    class Rows extends Collection {}
    @free(untyped, { subscribe: () => ['any', 1] })
    class Free extends Model {}
    class Mixed extends withWS(Model, ws, { subscribe: ({ id }) => ['subscribe', { symbol: id }] }) {}
    expectTypeOf([new Quoted(), new Free(), new Mixed()]).toExtend<Backbone.Model[]>();
    expectTypeOf(new Rows()).toExtend<Backbone.Collection>();
  });

  it('says nothing that the map has not', () => {
    // @ts-expect-error no such message goes out
    @wsResource(ws, { subscribe: () => ['subscrbe', { symbol: 'A' }] })
    class Type extends Model {}
    // @ts-expect-error the symbol is a text
    @wsResource(ws, { subscribe: () => ['subscribe', { symbol: 1 }] })
    class Payload extends Model {}
    // @ts-expect-error the symbol is missing
    @wsResource(ws, { unsubscribe: () => ['subscribe', {}] })
    class End extends Model {}
    // @ts-expect-error that comes in
    @wsResource(ws, { subscribeMany: () => ['halted', { symbol: 'A' }] })
    class Many extends Model {}
    // @ts-expect-error it is a type and a payload
    @wsResource(ws, { subscribe: () => 'subscribe' })
    class Text extends Model {}
    // @ts-expect-error it is asked for each instance
    @wsResource(ws, { subscribe: ['subscribe', { symbol: 'A' }] })
    class Tuple extends Model {}
    // @ts-expect-error it is told at once
    @wsResource(ws, { subscribe: async () => ['subscribe', { symbol: 'A' }] })
    class Later extends Model {}
    const all = [new Type(), new Payload(), new End(), new Many(), new Text(), new Tuple(), new Later()];
    expectTypeOf(all).toExtend<Backbone.Model[]>();
  });

  it('has no option that nobody knows', () => {
    // @ts-expect-error it is called subscribe
    @wsResource(ws, { subscribes: () => ['subscribe', { symbol: 'A' }] })
    class Misspelt extends Model {}
    // @ts-expect-error the cursor is missing
    @wsResource(ws, { resume: { epoch: 'epoch' } })
    class Cursor extends Model {}
    // @ts-expect-error it is fetched, or a function fetches it
    @wsResource(ws, { resume: { cursor: 'seq', onGap: 'reset' } })
    class Gap extends Model {}
    // @ts-expect-error a type is a text
    @wsResource(ws, { confirm: true })
    class Confirm extends Model {}
    // @ts-expect-error no such message goes out
    class Mixed extends withWS(Model, ws, { subscribe: () => ['subscrbe', { symbol: 'A' }] }) {}
    const all = [new Misspelt(), new Cursor(), new Gap(), new Confirm(), new Mixed()];
    expectTypeOf(all).toExtend<Backbone.Model[]>();
  });
});
