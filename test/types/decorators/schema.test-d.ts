import type { StandardSchemaV1 } from '@standard-schema/spec';
import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import {
  createDecorators,
  defineMessages,
  type MessagesOf,
  onMessage as onAny,
  WS,
  withWS,
} from '../../../src/index.js';
import { onMessage, type Quote } from './feed.js';

const { Model } = Backbone;

/** A validator that takes one thing and gives another. Those of libraries are in `../schemas.test-d.ts`: they take long. */
declare const from: <Input, Output = Input>() => StandardSchemaV1<Input, Output>;
const quote = from<Quote>();

describe('the option schema of a handler', () => {
  it('is a validator', () => {
    class Handlers extends Model {
      @onMessage('quote', { schema: quote }) tick(_quote: Quote): void {}
      @onMessage('quote', { schema: quote, match: 'symbol' }) matched(_quote: Quote): void {}
      @onMessage('quote', { schema: quote }) field = (_quote: Quote): void => {};
      @onMessage('quote', { schema: from<unknown, Quote>() }) unknown(_quote: { price: number }): void {}
      @onAny('any', { schema: quote }) free(_quote: Quote): void {}
    }
    expectTypeOf<Handlers['matched']>().parameter(0).toEqualTypeOf<Quote>();
  });

  it('says what the handler gets', () => {
    class Handlers extends Model {
      @onMessage('quote', { schema: from<Quote, { price: string }>() }) converted(_quote: { price: string }): void {}
      // @ts-expect-error the schema makes a string of the price
      @onMessage('quote', { schema: from<Quote, { price: string }>() }) unconverted(_quote: { price: number }): void {}
    }
    void Handlers;
  });

  it('is nothing else', () => {
    class Handlers extends Model {
      // @ts-expect-error nothing in it says how to check
      @onMessage('quote', { schema: {} }) empty(): void {}
      // @ts-expect-error a function is no schema
      @onMessage('quote', { schema: (data: unknown) => data }) check(): void {}
      // @ts-expect-error it is to be called first
      @onMessage('quote', { schema: from }) uncalled(): void {}
      // @ts-expect-error the schema stands in an option
      @onMessage('quote', quote) bare(): void {}
      // @ts-expect-error the option is called schema
      @onMessage('quote', { schemas: quote }) named(): void {}
      // @ts-expect-error nothing in it says how to check, whatever comes
      @onAny('any', { schema: {} }) free(): void {}
    }
    expectTypeOf(new Handlers()).toExtend<Backbone.Model>();
  });

  it('leaves the rest as strict as it is', () => {
    class Handlers extends Model {
      // @ts-expect-error the price is a number
      @onMessage('quote', { schema: quote }) text(_quote: { price: string }): void {}
      // @ts-expect-error no message of that type comes in
      @onMessage('qoute', { schema: quote }) wrong(_quote: Quote): void {}
      // @ts-expect-error a quote has no such field
      @onMessage('quote', { schema: quote, match: 'sym' }) match(_quote: Quote): void {}
      // @ts-expect-error it belongs to no instance
      @onMessage('quote', { schema: quote }) static tick(_quote: Quote): void {}
    }
    expectTypeOf(new Handlers()).toExtend<Backbone.Model>();
  });
});

describe('decorators of a map that schemas make', () => {
  const schemas = defineMessages({
    incoming: { quote: from<{ symbol: string; price: string }, Quote>() },
    outgoing: { subscribe: from<{ since: string }, { since: number }>() },
    requests: {
      order: { request: from<{ qty: string }, { qty: number }>(), response: from<unknown, { id: number }>() },
    },
  });
  const ws = new WS('wss://example.com/feed', { schemas });
  const feed = createDecorators<MessagesOf<typeof schemas>>();

  it('take what the schema gives', () => {
    @feed.wsResource(ws, { match: 'symbol', apply: { quote: 'set' } })
    class Handlers extends Model {
      @feed.onMessage('quote') fits(_quote: Quote): void {}
      // @ts-expect-error the schema makes a number of the price
      @feed.onMessage('quote') fitsNot(_quote: { price: string }): void {}
      // @ts-expect-error there is no schema for such a message
      @feed.onMessage('qoute') wrong(): void {}
    }
    expectTypeOf(new Handlers()).toExtend<Backbone.Model>();
  });

  it('know fields and types by it', () => {
    // @ts-expect-error no schema has such a field
    @feed.wsResource(ws, { match: 'sym' })
    class Match extends Model {}
    // @ts-expect-error there is no schema for such a message
    @feed.wsResource(ws, { apply: { qoute: 'set' } })
    class Apply extends Model {}
    // @ts-expect-error other messages come in
    @feed.wsResource({} as WS<{ incoming: { other: 1 } }>)
    class Other extends Model {}
    expectTypeOf([new Match(), new Apply(), new Other()]).toExtend<Backbone.Model[]>();
  });

  it('have a mixin that sends and asks what the schemas take', async () => {
    const live = new (class extends withWS(Model, ws) {})();
    live.send('subscribe', { since: '7' });
    expectTypeOf(await live.request('order', { qty: '7' })).toEqualTypeOf<{ id: number }>();
    // @ts-expect-error the schema makes a number of it, and takes a text
    live.send('subscribe', { since: 7 });
    // @ts-expect-error the schema takes a text
    live.request('order', { qty: 7 });
  });
});
