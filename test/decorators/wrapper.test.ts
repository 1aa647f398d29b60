// biome-ignore-all lint/complexity/noThisInStatic: what `this` is in a static method is asked here
import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { wsResource } from '../../src/index.js';
import { connect } from '../support/wire.js';

const { Model } = Backbone;

describe('a decorated class keeps', () => {
  it('its name and length', () => {
    const { ws } = connect();
    @wsResource(ws)
    class Quote extends Model {
      constructor(attributes: object, options?: object) {
        super(attributes, options);
      }
    }
    @wsResource(ws)
    class Bare extends Model {}
    expect([Quote.name, Quote.length]).toEqual(['Quote', 2]);
    expect([Bare.name, Bare.length]).toEqual(['Bare', 0]);
    expect(Object.getOwnPropertyDescriptor(Quote, 'name')).toMatchObject({ writable: false, enumerable: false });
    expect(Object.getOwnPropertyDescriptor(Quote, 'length')).toMatchObject({ writable: false, enumerable: false });
  });

  it('a name of its own making', () => {
    const { ws } = connect();
    const Anonymous: any = wsResource(ws)((() => class extends Model {})());
    const Titled: any = wsResource(ws)(
      class extends Model {
        static get title() {
          return 'titled';
        }
        static override get name() {
          return this.title;
        }
      } as any,
    );
    expect([Anonymous.name, Titled.name]).toEqual(['', 'titled']);
    expect(new Anonymous()).toBeInstanceOf(Anonymous);
  });

  it('its prototype, whose constructor it is, hidden as before', () => {
    const { ws } = connect();
    @wsResource(ws)
    class Quote extends Model {}
    const quote = new Quote();
    expect(quote.constructor).toBe(Quote);
    expect(Object.getPrototypeOf(quote)).toBe(Quote.prototype);
    expect(Object.keys(Quote.prototype)).toEqual([]);
    expect(Object.getOwnPropertyDescriptor(Quote, 'prototype')).toMatchObject({ writable: false, enumerable: false });
    const inherited: string[] = [];
    for (const name in quote) if (!(name in Model.prototype) && !Object.hasOwn(quote, name)) inherited.push(name);
    expect(inherited).toEqual([]);
  });

  it('static fields, which the class itself can count up', () => {
    const { ws } = connect();
    @wsResource(ws)
    class Counted extends Model {
      static count = 0;
      static readonly kinds: string[] = ['a'];
      constructor(attributes?: object) {
        super(attributes);
        Counted.count++;
        Counted.kinds.push('b');
      }
    }
    new Counted();
    new Counted();
    expect([Counted.count, Counted.kinds]).toEqual([2, ['a', 'b', 'b']]);
  });

  it('static methods, with the class called on for this, and static accessors', () => {
    const { ws } = connect();
    @wsResource(ws)
    class Quote extends Model {
      static held = 7;
      static make(symbol: string): Quote {
        return new this({ symbol });
      }
      static get double(): number {
        return this.held * 2;
      }
      static set double(value: number) {
        this.held = value / 2;
      }
      static isOne(value: unknown): boolean {
        return value instanceof this;
      }
    }
    class Stock extends Quote {
      static override held = 1;
      static override make(symbol: string): Quote {
        return super.make(`stock ${symbol}`);
      }
    }
    const quote = Quote.make('A');
    const stock = Stock.make('B');
    expect(ws.resources).toEqual([quote, stock]);
    expect([quote.constructor, stock.constructor, stock.get('symbol')]).toEqual([Quote, Stock, 'stock B']);
    expect([Quote.isOne(quote), Stock.isOne(quote), Stock.isOne(stock)]).toEqual([true, false, true]);
    Quote.double = 20;
    expect([Quote.held, Quote.double, Stock.double]).toEqual([10, 20, 2]);
  });

  it('statics that are given to it or to its base later', () => {
    const { ws } = connect();
    class Base extends Model {}
    @wsResource(ws)
    class Quote extends Base {}
    (Base as any).later = 1;
    (Quote as any).own = 2;
    class Stock extends Quote {}
    expect([(Quote as any).later, (Stock as any).later, (Stock as any).own]).toEqual([1, 1, 2]);
    expect((Base as any).own).toBeUndefined();
  });

  it('static symbols, such as Symbol.hasInstance', () => {
    const { ws } = connect();
    @wsResource(ws)
    class Quote extends Model {
      static override [Symbol.hasInstance](value: any): boolean {
        return value?.isQuote === true;
      }
    }
    expect({ isQuote: true } instanceof (Quote as any)).toBe(true);
    expect(new Quote() instanceof Quote).toBe(false);
  });

  it('instanceof, all the way up', () => {
    const { ws } = connect();
    class Base extends Model {}
    @wsResource(ws)
    class Quote extends Base {}
    @wsResource(ws)
    class Stock extends Quote {}
    const stock = new Stock();
    for (const Class of [Stock, Quote, Base, Model]) expect(stock).toBeInstanceOf(Class);
    expect(new Quote()).not.toBeInstanceOf(Stock);
    expect(Object.getPrototypeOf(Stock.prototype)).toBe(Quote.prototype);
  });

  it('its refusal to be called without new', () => {
    const { ws } = connect();
    @wsResource(ws)
    class Quote extends Model {}
    expect(() => (Quote as any)()).toThrow(TypeError);
    expect(ws.resources).toEqual([]);
  });
});
