import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import { onMessage, type Quote, ws, wsResource } from './feed.js';

const { Model } = Backbone;
const key = Symbol('key');

describe('what can be decorated', () => {
  it('is a method, whatever its name and whoever may call it', () => {
    class Members extends Model {
      @onMessage('quote') method(_quote: Quote): void {}
      @onMessage('quote') protected protectedMethod(_quote: Quote): void {}
      @onMessage('quote') private privateMethod(_quote: Quote): void {}
      @onMessage('quote') [key](_quote: Quote): void {}
      @onMessage('quote') [Symbol.iterator](_quote: Quote): void {}
      @onMessage('quote') 'with-dash'(_quote: Quote): void {}
      @onMessage('quote') 7(_quote: Quote): void {}
      @onMessage('quote') override set(..._args: any[]): this {
        return this;
      }
      called(): void {
        this.privateMethod({ symbol: 'A', price: 7 });
      }
    }
    expectTypeOf<Members[typeof key]>().parameter(0).toEqualTypeOf<Quote>();
  });

  it('is a field that holds a function', () => {
    const handler = (_quote: Quote): void => {};
    class Members extends Model {
      @onMessage('quote') arrow = (_quote: Quote): void => {};
      @onMessage('quote') shared = handler;
      @onMessage('quote') readonly fixed = (_quote: { price: number }): void => {};
      @onMessage('quote') protected protectedField = (_quote: Quote): void => {};
      @onMessage('quote') private privateField = (_quote: Quote): void => {};
      @onMessage('quote') typed: (quote: Quote) => void = handler;
      @onMessage('quote') any: any = handler;
      @onMessage('quote') thisTyped = function (this: Members, _quote: Quote): void {};
      called(): void {
        this.privateField({ symbol: 'A', price: 7 });
      }
    }
    expectTypeOf<Members['arrow']>().parameter(0).toEqualTypeOf<Quote>();
  });

  it('is a method with type parameters, if they let the payload in', () => {
    class Members extends Model {
      @onMessage('quote') generic<T>(_quote: T): void {}
      @onMessage('quote') constrained<T extends { price: number }>(_quote: T): void {}
      @onMessage('quote') unused<T>(_quote: Quote, _meta?: unknown): T | undefined {
        return undefined;
      }
      // @ts-expect-error a quote has no id
      @onMessage('quote') tooNarrow<T extends { id: string }>(_quote: T): void {}
    }
    expectTypeOf<Members>().toExtend<Backbone.Model>();
  });

  it('is a method whose this has a type', () => {
    class Members extends Model {
      @onMessage('quote') own(this: Members, _quote: Quote): void {}
      @onMessage('quote') wider(this: Backbone.Model, _quote: Quote): void {}
    }
    expectTypeOf<Members>().toExtend<Backbone.Model>();
  });

  it('is an override', () => {
    abstract class Base extends Model {
      @onMessage('quote') tick(_quote: Quote): void {}
      abstract halted(): void;
    }
    class Members extends Base {
      @onMessage('quote') override tick(_quote: { price: number }): void {}
      @onMessage('halted') override halted(): void {}
    }
    expectTypeOf(new Members().tick).parameter(0).toEqualTypeOf<{ price: number }>();
  });
});

describe('what cannot be decorated', () => {
  it('is a static member', () => {
    class Members extends Model {
      // @ts-expect-error it belongs to no instance
      @onMessage('quote') static method(_quote: Quote): void {}
      // @ts-expect-error it belongs to no instance
      @onMessage('quote') static field = (_quote: Quote): void => {};
      // @ts-expect-error it belongs to no instance, and what it takes is not looked at then
      @onMessage('quote') static wronger(_quote: { price: string }): void {}
    }
    expectTypeOf(Members.method).parameter(0).toEqualTypeOf<Quote>();
  });

  it('is a getter, even one that gives a function', () => {
    class Members extends Model {
      // @ts-expect-error it would be read and not called
      @onMessage('quote') get number(): number {
        return 7;
      }
      // @ts-expect-error it would be read and not called
      @onMessage('quote') get handler(): (quote: Quote) => void {
        return () => {};
      }
    }
    expectTypeOf<Members['number']>().toBeNumber();
  });

  it('is a setter', () => {
    class Members extends Model {
      // @ts-expect-error it would be set and not called
      @onMessage('quote') set price(_price: number) {}
    }
    expectTypeOf<Members['price']>().toBeNumber();
  });

  it('is a field of something else', () => {
    class Members extends Model {
      // @ts-expect-error a number cannot be called
      @onMessage('quote') number = 7;
      // @ts-expect-error a text cannot be called; the name of a method is what the method itself would be
      @onMessage('quote') text = 'tick';
      // @ts-expect-error there may be no function in it
      @onMessage('quote') optional?: (quote: Quote) => void;
      // @ts-expect-error a class is constructed, not called
      @onMessage('quote') Class = Model;
      tick(): void {}
    }
    expectTypeOf<Members['number']>().toBeNumber();
  });

  it('is a field whose function takes another payload', () => {
    class Members extends Model {
      // @ts-expect-error the price is a number
      @onMessage('quote') arrow = (_quote: { price: string }): void => {};
      // @ts-expect-error the price is a number
      @onMessage('quote') protected protectedMethod(_quote: { price: string }): void {}
      // @ts-expect-error the price is a number
      @onMessage('quote') private privateMethod(_quote: { price: string }): void {}
      // @ts-expect-error the price is a number
      @onMessage('quote') [key](_quote: { price: string }): void {}
      called(): void {
        this.privateMethod({ price: '7' });
      }
    }
    expectTypeOf<Members>().toExtend<Backbone.Model>();
  });

  it('is a class', () => {
    // @ts-expect-error a class handles no message, its methods do
    @onMessage('quote')
    class Quoted extends Model {}
    expectTypeOf<Quoted>().toExtend<Backbone.Model>();
  });
});

describe('members of a class with type parameters', () => {
  it('are checked where they do not depend on them', () => {
    @wsResource(ws)
    class Members<T extends object> extends Model {
      declare value: T;
      @onMessage('quote') payload(_quote: Quote): T {
        return this.value;
      }
      @onMessage('quote') either(_quote: Quote | T): void {}
      @onMessage('quote') arrow = (_quote: Quote): T => this.value;
      // @ts-expect-error the price is a number
      @onMessage('quote') text(_quote: { price: string }): T {
        return this.value;
      }
      // @ts-expect-error a quote need not be a T
      @onMessage('quote') parameter(_quote: T): void {}
    }
    expectTypeOf(new Members<{ a: 1 }>().payload).returns.toEqualTypeOf<{ a: 1 }>();
  });

  it('are checked in the class that a mixin makes', () => {
    const Live = <B extends new (...args: any[]) => Backbone.Model>(Base: B) => {
      @wsResource(ws, { apply: { halted: 'set' } })
      class Mixed extends Base {
        @onMessage('quote') payload(_quote: Quote): void {}
        @onMessage('quote') arrow = (_quote: Quote): void => {};
        // @ts-expect-error the price is a number
        @onMessage('quote') text(_quote: { price: string }): void {}
      }
      return Mixed;
    };
    class Members extends Live(Model) {}
    expectTypeOf<Members['payload']>().parameter(0).toEqualTypeOf<Quote>();
  });
});
