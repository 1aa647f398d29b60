import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import { type WS, withWS } from '../../../src/index.js';
import { type Feed, onMessage, other, prefixed, type Quote, untyped, ws, wsResource } from './feed.js';

const { Model } = Backbone;

describe('a decorated class', () => {
  it('is any that has Backbone.Events', () => {
    @wsResource(ws)
    class ATable extends Backbone.Collection<Backbone.Model> {}
    @wsResource(ws)
    class AView extends Backbone.View<Backbone.Model> {}
    @wsResource(ws)
    class ARouter extends Backbone.Router {}
    @wsResource(ws)
    class FromExtend extends Model.extend({ idAttribute: 'symbol' }) {}
    @wsResource(ws)
    class FromMixin extends withWS(Model, ws) {}
    expectTypeOf(new ATable().at(0)).toEqualTypeOf<Backbone.Model>();
    expectTypeOf(new AView().model).toEqualTypeOf<Backbone.Model>();
    expectTypeOf(new ARouter()).toExtend<Backbone.Router>();
    expectTypeOf(new FromExtend().anything).toBeAny();
    expectTypeOf(new FromMixin().ws).toEqualTypeOf<WS<Feed, any>>();
  });

  it('is no other', () => {
    // @ts-expect-error it cannot listen
    @wsResource(ws)
    class Plain {
      x = 1;
    }
    class Handlers extends Model {
      // @ts-expect-error a method is no class
      @wsResource(ws) method(): void {}
      // @ts-expect-error a field is no class
      @wsResource(ws) field = 7;
    }
    expectTypeOf(new Plain().x).toBeNumber();
    expectTypeOf<Handlers>().toExtend<Backbone.Model>();
  });

  it('stays abstract, and its subclasses implement what it leaves open', () => {
    @wsResource(ws)
    abstract class Base extends Model {
      abstract tick(quote: Quote): void;
    }
    class Leaf extends Base {
      override tick(_quote: Quote): void {}
    }
    // @ts-expect-error tick is missing
    class Bare extends Base {}
    // @ts-expect-error it is abstract
    new Base();
    expectTypeOf(new Leaf()).toExtend<Base>();
    expectTypeOf<Bare>().toExtend<Base>();
  });

  it('stays generic', () => {
    @wsResource(ws)
    class Live<T extends object = Quote> extends Model<T> {
      @onMessage('quote') tick(_quote: Quote): void {}
      make<S>(value: S): [T | undefined, S] {
        return [undefined, value];
      }
    }
    class Leaf extends Live<{ a: number }> {}
    expectTypeOf(new Live<{ a: number }>().get('a')).toEqualTypeOf<number | undefined>();
    expectTypeOf(new Live().get('symbol')).toEqualTypeOf<string | undefined>();
    expectTypeOf(new Leaf().make('x')).toEqualTypeOf<[{ a: number } | undefined, string]>();
    // @ts-expect-error a number is no object
    new Live<number>();
  });

  it('keeps its statics, its private members and the parameters of its constructor', () => {
    @wsResource(ws)
    class Quoted extends Model {
      static readonly kind = 'quoted';
      static of(symbol: string): Quoted {
        return new Quoted(symbol, 7);
      }
      constructor(
        symbol: string,
        private readonly price: number,
      ) {
        super({ symbol, price });
      }
      twice(): number {
        return 2 * this.price;
      }
    }
    expectTypeOf<(typeof Quoted)['kind']>().toEqualTypeOf<'quoted'>();
    expectTypeOf(Quoted.of('A').twice()).toBeNumber();
    expectTypeOf<ConstructorParameters<typeof Quoted>>().toEqualTypeOf<[symbol: string, price: number]>();
    // @ts-expect-error the price is missing
    new Quoted('A');
  });

  it('may have a constructor that is not public', () => {
    @wsResource(ws)
    class Single extends Model {
      static readonly only = new Single();
      protected constructor() {
        super();
      }
    }
    expectTypeOf(Single.only).toEqualTypeOf<Single>();
    // @ts-expect-error the constructor is protected
    new Single();
  });

  it('is what the decorator returns when it is called as a function', () => {
    const Quoted = wsResource(ws)(
      class<T> extends Model {
        static kind = 'quoted';
        declare value: T;
      },
    );
    expectTypeOf(new Quoted<number>().value).toBeNumber();
    expectTypeOf(Quoted.kind).toBeString();
    expectTypeOf(wsResource(ws)(Model)).toEqualTypeOf<typeof Model>();
    // @ts-expect-error a plain object is no class
    wsResource(ws)({});
    // @ts-expect-error an instance is no class
    wsResource(ws)(new Model());
  });
});

describe('the connection', () => {
  it('is one of the map, whatever its prefix, or a function that gives it', () => {
    let later: WS<Feed> | undefined;
    @wsResource(ws)
    class Now extends Model {}
    @wsResource(prefixed)
    class Prefixed extends Model {}
    @wsResource(() => ws)
    class Lazy extends Model {}
    @wsResource(() => later)
    class Late extends Model {}
    @wsResource(() => null)
    class Never extends Model {}
    @wsResource({} as WS<any>)
    class Any extends Model {}
    later = ws;
    const all = [new Now(), new Prefixed(), new Lazy(), new Late(), new Never(), new Any()];
    expectTypeOf(all).toExtend<Backbone.Model[]>();
  });

  it('is none of another map', () => {
    // @ts-expect-error other messages come in
    @wsResource(other)
    class Other extends Model {}
    // @ts-expect-error other messages come in
    @wsResource(() => other)
    class LazyOther extends Model {}
    // @ts-expect-error it is not said what comes in
    @wsResource(untyped)
    class Untyped extends Model {}
    expectTypeOf([new Other(), new LazyOther(), new Untyped()]).toExtend<Backbone.Model[]>();
  });

  it('is not left out', () => {
    // @ts-expect-error the connection is missing
    @wsResource()
    class Missing extends Model {}
    // @ts-expect-error it may be undefined now: () => ws asks for it later
    @wsResource(ws as WS<Feed> | undefined)
    class Undefined extends Model {}
    // @ts-expect-error a url is no connection
    @wsResource('wss://example.com/feed')
    class Url extends Model {}
    // @ts-expect-error a promise gives it too late
    @wsResource(async () => ws)
    class Later extends Model {}
    expectTypeOf([new Missing(), new Undefined(), new Url(), new Later()]).toExtend<Backbone.Model[]>();
  });
});

describe('the options', () => {
  it('say when an instance is bound and what its send is called', () => {
    @wsResource(ws, { bind: 'manual', sendAttribute: 'transmit', match: 'symbol' })
    class Manual extends Model {}
    @wsResource(ws, { bind: 'construct', sendAttribute: false })
    class Silent extends Model {}
    @wsResource(ws, {})
    class Nothing extends Model {}
    expectTypeOf([new Manual(), new Silent(), new Nothing()]).toExtend<Backbone.Model[]>();
  });

  it('say nothing else', () => {
    // @ts-expect-error there are two times to bind
    @wsResource(ws, { bind: 'x' })
    class Times extends Model {}
    // @ts-expect-error false, or a name
    @wsResource(ws, { sendAttribute: true })
    class Sends extends Model {}
    // @ts-expect-error the option is called match
    @wsResource(ws, { mtch: 'symbol' })
    class Unknown extends Model {}
    // @ts-expect-error options are an object
    @wsResource(ws, 'symbol')
    class Text extends Model {}
    expectTypeOf([new Times(), new Sends(), new Unknown(), new Text()]).toExtend<Backbone.Model[]>();
  });
});
