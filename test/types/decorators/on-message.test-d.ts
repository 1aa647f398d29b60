import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import type { MessageMeta } from '../../../src/index.js';
import { onMessage, type Quote } from './feed.js';

const { Model } = Backbone;

describe('a handler of a message', () => {
  it('takes the payload, or what is wider, or nothing', () => {
    class Handlers extends Model {
      @onMessage('quote') payload(_quote: Quote): void {}
      @onMessage('quote') part(_quote: { price: number }): void {}
      @onMessage('quote') partial(_quote: Partial<Quote>): void {}
      @onMessage('quote') either(_quote: Quote | string): void {}
      @onMessage('quote') nothing(): void {}
      @onMessage('quote') object(_quote: object): void {}
      @onMessage('quote') unknown(_quote: unknown): void {}
      @onMessage('quote') any(_quote: any): void {}
      @onMessage('quote') optional(_quote?: Quote): void {}
      @onMessage('quote') orNull(_quote: Quote | null): void {}
      @onMessage('quote') byDefault({ price } = { price: 0 }): number {
        return price;
      }
    }
    expectTypeOf<Handlers['payload']>().parameter(0).toEqualTypeOf<Quote>();
    expectTypeOf<Handlers['part']>().parameter(0).toEqualTypeOf<{ price: number }>();
  });

  it('takes the meta of its type', () => {
    class Handlers extends Model {
      @onMessage('quote') typed(_quote: Quote, meta: MessageMeta<'quote'>): void {
        expectTypeOf(meta.type).toEqualTypeOf<'quote'>();
      }
      @onMessage('quote') untyped(_quote: Quote, _meta: MessageMeta): void {}
      @onMessage('quote') part(_quote: Quote, _meta: { type: string }): void {}
      @onMessage('quote') optional(_quote: Quote, _meta?: MessageMeta): void {}
      @onMessage('quote') rest(..._args: [Quote, MessageMeta]): void {}
      @onMessage('quote') anything(..._args: any[]): void {}
      @onMessage('quote') unknowns(..._args: unknown[]): void {}
      @onMessage('quote') more(_quote: Quote, _meta: MessageMeta, _more?: number): void {}
      @onMessage('quote') @onMessage('halted') both(_data: { symbol: string }, _meta: MessageMeta): void {}
    }
    expectTypeOf<Handlers['both']>().parameter(0).toEqualTypeOf<{ symbol: string }>();
  });

  it('returns what it likes', () => {
    class Handlers extends Model {
      @onMessage('quote') async later(_quote: Quote): Promise<void> {}
      @onMessage('quote') number(quote: Quote): number {
        return quote.price;
      }
      @onMessage('quote') chained(_quote: Quote): this {
        return this;
      }
      @onMessage('quote') never(): never {
        throw new Error();
      }
    }
    expectTypeOf<Handlers['later']>().returns.toEqualTypeOf<Promise<void>>();
  });

  it('fits payloads of every kind', () => {
    class Handlers extends Model {
      @onMessage('beat') beat(): void {}
      @onMessage('beat') undefined(_beat: undefined): void {}
      @onMessage('beat') optional(_beat?: number): void {}
      @onMessage('list') list(_list: readonly Quote[]): void {}
      @onMessage('list') iterable(_list: Iterable<Quote>): void {}
      @onMessage('either') either(_either: { ask?: number; bid?: number }): void {}
    }
    expectTypeOf<Handlers['list']>().parameter(0).toEqualTypeOf<readonly Quote[]>();
  });

  it('is not one that takes another payload', () => {
    class Handlers extends Model {
      // @ts-expect-error the price is a number
      @onMessage('quote') text(_quote: { price: string }): void {}
      // @ts-expect-error a quote is an object
      @onMessage('quote') string(_quote: string): void {}
      // @ts-expect-error a quote has more than is certain of the parameter: no id comes
      @onMessage('quote') narrower(_quote: Quote & { id: string }): void {}
      // @ts-expect-error only some of the quotes have this price
      @onMessage('quote') literal(_quote: { price: 7 }): void {}
      // @ts-expect-error halted has no price
      @onMessage('halted') quote(_quote: Quote): void {}
      // @ts-expect-error one of the two types has no price
      @onMessage('quote') @onMessage('halted') both(_quote: Quote): void {}
      // @ts-expect-error a promise makes no difference to the payload
      @onMessage('quote') async later(_quote: { price: string }): Promise<void> {}
      // @ts-expect-error nothing comes with a beat
      @onMessage('beat') beat(_beat: number): void {}
      // @ts-expect-error the list may not be written to
      @onMessage('list') list(_list: Quote[]): void {}
      // @ts-expect-error a list comes, not one of its elements
      @onMessage('list') one(_quote: Quote): void {}
      // @ts-expect-error there may be a bid and no ask
      @onMessage('either') ask(_either: { ask: number }): void {}
    }
    expectTypeOf<Handlers['text']>().parameter(0).toEqualTypeOf<{ price: string }>();
  });

  it('is not one that takes other or more arguments', () => {
    class Handlers extends Model {
      // @ts-expect-error the meta of another type
      @onMessage('quote') meta(_quote: Quote, _meta: MessageMeta<'halted'>): void {}
      // @ts-expect-error two arguments come
      @onMessage('quote') three(_quote: Quote, _meta: MessageMeta, _more: number): void {}
      // @ts-expect-error the second argument is the meta
      @onMessage('quote') optional(_quote: Quote, _more?: number): void {}
      // @ts-expect-error the arguments are no numbers
      @onMessage('quote') numbers(..._numbers: number[]): void {}
      // @ts-expect-error the second argument is the meta, not another quote
      @onMessage('quote') quotes(..._quotes: Quote[]): void {}
    }
    expectTypeOf<Handlers>().toExtend<Backbone.Model>();
  });
});

describe('the type of a message', () => {
  it('is one of the map', () => {
    class Handlers extends Model {
      // @ts-expect-error no message of that type comes in
      @onMessage('qoute') wrong(_quote: Quote): void {}
      // @ts-expect-error no message of that type comes in; what the method takes is not looked at then
      @onMessage('qoute') wronger(_quote: { price: string }, _more: number): void {}
      // @ts-expect-error that goes out
      @onMessage('subscribe') outgoing(): void {}
      // @ts-expect-error that is an event
      @onMessage('ws:message:quote') event(): void {}
      // @ts-expect-error any text at all is not one of the map
      @onMessage('quote' as string) text(): void {}
      // @ts-expect-error a type is a text
      @onMessage(7) number(): void {}
      // @ts-expect-error the type is missing
      @onMessage() missing(): void {}
      // @ts-expect-error the type is missing, and so are the parentheses
      @onMessage bare(): void {}
    }
    expectTypeOf<Handlers>().toExtend<Backbone.Model>();
  });

  it('may be kept in a constant', () => {
    const type = 'quote';
    class Handlers extends Model {
      @onMessage(type) fits(_quote: Quote): void {}
      // @ts-expect-error the price is a number
      @onMessage(type) fitsNot(_quote: { price: string }): void {}
    }
    expectTypeOf<Handlers>().toExtend<Backbone.Model>();
  });

  it('may be left open, and the handler has to take the payloads of all', () => {
    const type = 'quote' as 'quote' | 'halted';
    class Handlers extends Model {
      @onMessage(type) fits(_data: { symbol: string }): void {}
      // @ts-expect-error halted has no price
      @onMessage(type) fitsNot(_quote: Quote): void {}
    }
    expectTypeOf<Handlers>().toExtend<Backbone.Model>();
  });

  it('may stand in a decorator with a name of its own', () => {
    const onQuote = onMessage('quote', { match: 'symbol' });
    class Handlers extends Model {
      @onQuote fits(_quote: Quote): void {}
      // @ts-expect-error the price is a number
      @onQuote fitsNot(_quote: { price: string }): void {}
    }
    expectTypeOf<Handlers>().toExtend<Backbone.Model>();
  });
});
