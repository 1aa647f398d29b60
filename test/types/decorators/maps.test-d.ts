import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import {
  createDecorators,
  type Decorators,
  onAnyMessage,
  onMessage,
  onOpen,
  WS,
  wsResource,
} from '../../../src/index.js';
import { type Feed, type Quote, ws } from './feed.js';

const { Model } = Backbone;
const url = 'wss://example.com/feed';

interface Market {
  incoming: { quote: Quote };
}
interface Incoming {
  quote: Quote;
  halted: { symbol: string };
}
interface ByInterface {
  incoming: Incoming;
}
type ByType = { incoming: { quote: Quote; halted: { symbol: string } } };

describe('createDecorators', () => {
  it('takes a map that is an interface', () => {
    const { wsResource, onMessage } = createDecorators<ByInterface>();
    @wsResource(new WS<ByInterface>(url), { match: 'symbol', apply: { quote: 'set' } })
    class Handlers extends Model {
      @onMessage('quote') tick(_quote: Quote): void {}
      // @ts-expect-error no message of that type comes in
      @onMessage('qoute') wrong(): void {}
      // @ts-expect-error halted has no price
      @onMessage('halted') halted(_quote: Quote): void {}
    }
    expectTypeOf(new Handlers()).toExtend<Backbone.Model>();
  });

  it('takes a map that is a type', () => {
    const { wsResource, onMessage } = createDecorators<ByType>();
    @wsResource(new WS<ByType>(url), { match: 'symbol', apply: { quote: 'set' } })
    class Handlers extends Model {
      @onMessage('quote') tick(_quote: Quote): void {}
      // @ts-expect-error no message of that type comes in
      @onMessage('qoute') wrong(): void {}
      // @ts-expect-error halted has no price
      @onMessage('halted') halted(_quote: Quote): void {}
    }
    expectTypeOf(new Handlers()).toExtend<Backbone.Model>();
  });

  it('takes a map of one type of messages', () => {
    const { onMessage } = createDecorators<Market>();
    class Handlers extends Model {
      @onMessage('quote') tick(_quote: Quote): void {}
      // @ts-expect-error no message of that type comes in
      @onMessage('qoute') wrong(): void {}
      // @ts-expect-error the price is a number
      @onMessage('quote') text(_quote: { price: string }): void {}
    }
    expectTypeOf(new Handlers()).toExtend<Backbone.Model>();
  });

  it('takes a map without any message', () => {
    const { wsResource, onMessage, onOpen } = createDecorators<{ incoming: Record<never, never> }>();
    @wsResource(new WS<{ incoming: Record<never, never> }>(url))
    class Handlers extends Model {
      @onOpen() opened(): void {}
      // @ts-expect-error nothing comes in
      @onMessage('quote') tick(): void {}
    }
    expectTypeOf(new Handlers()).toExtend<Backbone.Model>();
  });

  it('takes nothing that is no map', () => {
    // @ts-expect-error what comes in is missing
    createDecorators<{ outgoing: { quote: Quote } }>();
    // @ts-expect-error that is a payload
    createDecorators<Quote>();
  });

  it('returns all decorators', () => {
    const decorators = createDecorators<Feed>();
    expectTypeOf(decorators).toEqualTypeOf<Decorators<Feed>>();
    expectTypeOf<keyof Decorators<Feed>>().toEqualTypeOf<
      'wsResource' | 'onMessage' | 'onAnyMessage' | 'onOpen' | 'onClose' | 'onError' | 'onNoRetries' | 'onInvalid'
    >();
    class Handlers extends Model {
      @decorators.onMessage('quote') tick(_quote: Quote): void {}
      // @ts-expect-error the price is a number
      @decorators.onMessage('quote') text(_quote: { price: string }): void {}
    }
    expectTypeOf(new Handlers()).toExtend<Backbone.Model>();
  });

  it('may be left without a map, and everything is free', () => {
    const { onMessage } = createDecorators<WS['~messages']>();
    class Handlers extends Model {
      @onMessage('any', { match: 'any' }) tick(_data: number): void {}
    }
    expectTypeOf(new Handlers()).toExtend<Backbone.Model>();
  });
});

describe('the bare decorators, without Register', () => {
  it('take every type and every payload', () => {
    @wsResource(new WS(url), { match: 'any', apply: { any: 'set' } })
    class Handlers extends Model {
      @onMessage('any') number(_data: number): void {}
      @onMessage('any', { match: { field: 'attribute' } }) text(_data: string): void {}
      @onAnyMessage() all(_data: number, _type?: string): void {}
      @onOpen() opened(): void {}
    }
    expectTypeOf(new Handlers()).toExtend<Backbone.Model>();
  });

  it('check what no map is needed for', () => {
    class Handlers extends Model {
      // @ts-expect-error it belongs to no instance
      @onMessage('any') static tick(): void {}
      // @ts-expect-error a number cannot be called
      @onMessage('any') number = 7;
      // @ts-expect-error two arguments come
      @onMessage('any') three(_data: unknown, _meta: unknown, _more: unknown): void {}
      // @ts-expect-error a type is a text
      @onMessage(7) wrong(): void {}
      // @ts-expect-error the option is called match
      @onMessage('any', { key: 'symbol' }) key(): void {}
      // @ts-expect-error open brings no number
      @onOpen() opened(_count: number): void {}
    }
    expectTypeOf(new Handlers()).toExtend<Backbone.Model>();
  });

  it('know the map of a connection that has one', () => {
    @wsResource(ws, { match: 'symbol' })
    class Handlers extends Model {}
    // @ts-expect-error no payload has such a field
    @wsResource(() => ws, { match: 'sym' })
    class Wrong extends Model {}
    expectTypeOf([new Handlers(), new Wrong()]).toExtend<Backbone.Model[]>();
  });
});
