import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import { createDecorators, type WS } from '../../../src/index.js';
import { onMessage, type Quote, ws, wsResource } from './feed.js';

const { Model } = Backbone;

describe('the option match of a handler', () => {
  it('is a field of the payload, or which attribute each stands for', () => {
    class Handlers extends Model {
      @onMessage('quote', { match: 'symbol' }) name(_quote: Quote): void {}
      @onMessage('quote', { match: 'price' }) price(_quote: Quote): void {}
      @onMessage('quote', { match: { symbol: 'sym' } }) renamed(_quote: Quote): void {}
      @onMessage('quote', { match: { symbol: 'id', price: 'price' } }) several(_quote: Quote): void {}
      @onMessage('quote', { match: false }) all(_quote: Quote): void {}
      @onMessage('quote', {}) none(_quote: Quote): void {}
      @onMessage('either', { match: 'ask' }) either(): void {}
    }
    const asConst = { match: { symbol: 'sym' } } as const;
    class Constants extends Handlers {
      @onMessage('quote', asConst) constant(_quote: Quote): void {}
    }
    expectTypeOf<Constants['constant']>().parameter(0).toEqualTypeOf<Quote>();
  });

  it('is no other field', () => {
    class Handlers extends Model {
      // @ts-expect-error a quote has no such field
      @onMessage('quote', { match: 'sym' }) name(_quote: Quote): void {}
      // @ts-expect-error a quote has no such field; its attribute comes second
      @onMessage('quote', { match: { sym: 'symbol' } }) renamed(_quote: Quote): void {}
      // @ts-expect-error a halted has no price
      @onMessage('halted', { match: 'price' }) price(): void {}
      // @ts-expect-error nothing comes with a beat
      @onMessage('beat', { match: 'symbol' }) beat(): void {}
      // @ts-expect-error a list has no fields that say whose it is
      @onMessage('list', { match: 'length' }) list(): void {}
    }
    expectTypeOf<Handlers>().toExtend<Backbone.Model>();
  });

  it('is nothing else', () => {
    class Handlers extends Model {
      // @ts-expect-error an attribute has a name
      @onMessage('quote', { match: { symbol: 7 } }) number(_quote: Quote): void {}
      // @ts-expect-error several fields are an object
      @onMessage('quote', { match: ['symbol'] }) list(_quote: Quote): void {}
      // @ts-expect-error false is the only boolean
      @onMessage('quote', { match: true }) always(_quote: Quote): void {}
      // @ts-expect-error the option is called match
      @onMessage('quote', { key: 'symbol' }) key(_quote: Quote): void {}
      // @ts-expect-error the field stands in an option
      @onMessage('quote', 'symbol') bare(_quote: Quote): void {}
    }
    expectTypeOf<Handlers>().toExtend<Backbone.Model>();
  });
});

describe('the option match of a class', () => {
  it('is a field of any payload of the map', () => {
    @wsResource(ws, { match: 'symbol' })
    class Named extends Model {}
    @wsResource(ws, { match: 'price' })
    class Priced extends Model {}
    @wsResource(ws, { match: { symbol: 'sym' } })
    class Renamed extends Model {}
    @wsResource(ws, { match: { symbol: 'sym', bid: 'bid' } })
    class Several extends Model {}
    expectTypeOf([new Named(), new Priced(), new Renamed(), new Several()]).toExtend<Backbone.Model[]>();
  });

  it('is no other field', () => {
    // @ts-expect-error no payload has such a field
    @wsResource(ws, { match: 'sym' })
    class Named extends Model {}
    // @ts-expect-error no payload has such a field
    @wsResource(ws, { match: { sym: 'symbol' } })
    class Renamed extends Model {}
    // @ts-expect-error a list has a length, but that says not whose it is
    @wsResource(ws, { match: 'length' })
    class Lists extends Model {}
    // @ts-expect-error a class without match has none
    @wsResource(ws, { match: false })
    class Nobody extends Model {}
    expectTypeOf([new Named(), new Renamed(), new Lists(), new Nobody()]).toExtend<Backbone.Model[]>();
  });
});

describe('where payloads are free', () => {
  it('every field can be matched', () => {
    const free = createDecorators<{ incoming: { [type: string]: any } }>();
    const connection = {} as WS<{ incoming: { [type: string]: any } }>;
    @free.wsResource(connection, { match: 'anything' })
    class Handlers extends Model {
      @free.onMessage('any', { match: 'field' }) name(_data: number): void {}
      @free.onMessage('any', { match: { field: 'attribute' } }) renamed(): void {}
      // @ts-expect-error an attribute has a name
      @free.onMessage('any', { match: { field: 7 } }) number(): void {}
    }
    expectTypeOf<Handlers['name']>().parameter(0).toBeNumber();
  });

  it('a payload that may be anything has no field', () => {
    const { onMessage } = createDecorators<{ incoming: { unknown: unknown; any: any } }>();
    class Handlers extends Model {
      @onMessage('any', { match: 'field' }) any(): void {}
      @onMessage('unknown', { match: false }) unknown(): void {}
      // @ts-expect-error nothing is known of the payload
      @onMessage('unknown', { match: 'field' }) field(): void {}
    }
    expectTypeOf<Handlers>().toExtend<Backbone.Model>();
  });
});
