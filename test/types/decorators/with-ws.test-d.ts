import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import { type OpenInfo, type WS, type WsEvents, withWS } from '../../../src/index.js';
import { type Feed, onMessage, other, prefixed, type Quote, untyped, ws, wsResource } from './feed.js';

const { Model } = Backbone;

describe('a class made by withWS', () => {
  class Live extends withWS(Model<{ price: number }>, ws) {
    subscribe(): boolean {
      return this.send('subscribe', { symbol: 'A' });
    }
  }

  it('has the connection and its send', () => {
    const live = new Live({ price: 7 });
    expectTypeOf(live.ws).toEqualTypeOf<WS<Feed, any>>();
    expectTypeOf(live.send('subscribe', { symbol: 'A' })).toBeBoolean();
    expectTypeOf(live.send({ type: 'subscribe', data: { symbol: 'A' } })).toBeBoolean();
    expectTypeOf(live.send(new Uint8Array(1))).toBeBoolean();
    expectTypeOf(live.ws.expect('quote').promise).toEqualTypeOf<Promise<Quote>>();
    // @ts-expect-error no such message goes out
    live.send('subscrbe', { symbol: 'A' });
    // @ts-expect-error the symbol is a text
    live.send('subscribe', { symbol: 1 });
    // @ts-expect-error that comes in
    live.send('quote', { symbol: 'A', price: 7 });
    // @ts-expect-error no message of that type comes in
    live.ws.on('ws:message:qoute', () => {});
    // @ts-expect-error the connection is given by the class
    live.ws = ws;
  });

  it('stays what its base is', () => {
    expectTypeOf(new Live().get('price')).toEqualTypeOf<number | undefined>();
    expectTypeOf(new Live().clone()).toExtend<Backbone.Model>();
    expectTypeOf(Live.extend).toEqualTypeOf<typeof Model.extend>();
    // @ts-expect-error there is no such attribute
    new Live().get('bid');
    // @ts-expect-error the price is a number
    new Live({ price: '7' });
  });

  it('may be a collection, a view or anything else with Backbone.Events', () => {
    class Quotes extends withWS(Backbone.Collection<Live>, ws) {
      override model = Live;
    }
    class Board extends withWS(Backbone.View<Live>, () => ws) {
      override render(): this {
        this.send('subscribe', { symbol: this.model.id as string });
        return this;
      }
    }
    class Routes extends withWS(Backbone.Router, ws) {}
    expectTypeOf(new Quotes().at(0).subscribe()).toBeBoolean();
    expectTypeOf(new Board({ el: '#a' }).render().el).toEqualTypeOf<HTMLElement>();
    expectTypeOf(new Routes().ws).toEqualTypeOf<WS<Feed, any>>();
    // @ts-expect-error it cannot listen
    withWS(class {}, ws);
    // @ts-expect-error an instance is no class
    withWS(new Model(), ws);
  });

  it('may have an abstract or a generic base', () => {
    abstract class Base<T> extends Model {
      static readonly kind = 'base';
      declare value: T;
      abstract tick(quote: Quote): void;
    }
    class Leaf extends withWS(Base<string>, ws) {
      override tick(_quote: Quote): void {}
    }
    // @ts-expect-error tick is missing
    class Bare extends withWS(Base<string>, ws) {}
    // @ts-expect-error it is abstract
    new (withWS(Base<string>, ws))();
    expectTypeOf(new Leaf().value).toBeString();
    expectTypeOf(Leaf.kind).toBeString();
    expectTypeOf<Bare>().toExtend<Base<string>>();
  });

  it('may override send', () => {
    class Noted extends withWS(Model, ws) {
      sent = 0;
      override send(...args: [any, any?]): boolean {
        this.sent++;
        return super.send(...(args as Parameters<WS<Feed>['send']>));
      }
      // @ts-expect-error it is no count
      override ws = 7;
    }
    expectTypeOf(new Noted().sent).toBeNumber();
  });

  it('may be decorated, and so may its methods', () => {
    @wsResource(ws)
    class Quoted extends withWS(Model, ws) {
      @onMessage('quote') tick(_quote: Quote): void {}
    }
    expectTypeOf(new Quoted().ws).toEqualTypeOf<WS<Feed, any>>();
  });

  it('is typed by its connection', () => {
    class Other extends withWS(Model, () => other) {}
    class Untyped extends withWS(Model, untyped) {}
    class Any extends withWS(Model, {} as WS<any>) {}
    class Prefixed extends withWS(Model, prefixed) {}
    expectTypeOf(new Untyped().send('anything', 7)).toBeBoolean();
    expectTypeOf(new Any().send('anything', 7)).toBeBoolean();
    expectTypeOf(new Prefixed().send('subscribe', { symbol: 'A' })).toBeBoolean();
    // @ts-expect-error nothing goes out
    new Other().send('subscribe', { symbol: 'A' });
    // @ts-expect-error the connection is missing
    withWS(Model);
    // @ts-expect-error null is no connection; a function may give it later
    withWS(Model, null);
  });

  it('takes the options of wsResource', () => {
    class Matched extends withWS(Model, ws, { match: { symbol: 'sym' }, bind: 'manual', sendAttribute: false }) {}
    expectTypeOf(new Matched()).toExtend<Backbone.Model>();
    // @ts-expect-error no payload has such a field
    withWS(Model, ws, { match: 'sym' });
    // @ts-expect-error there are two times to bind
    withWS(Model, ws, { bind: 'x' });
    // @ts-expect-error the option is called match
    withWS(Model, ws, { mtch: 'symbol' });
  });
});

describe('static routes', () => {
  it('lead events to methods, functions and other events', () => {
    class Quoted extends withWS(Model, ws) {
      static override routes = {
        'message:quote': 'tick',
        'message:halted': { trigger: 'halted' },
        message: true,
        open({ reopened }) {
          expectTypeOf(this).toEqualTypeOf<Quoted>();
          expectTypeOf(reopened).toBeBoolean();
        },
        close: 'closed',
      } satisfies WsEvents<Feed, Quoted, ''>;
      tick(_quote: Quote): void {}
      closed(_event: { code: number }): void {}
    }
    class Again extends Quoted {
      static override routes = { ...super.routes, 'message:quote': 'again' as const } as any;
      again(): void {}
    }
    expectTypeOf(Quoted.routes.close).toEqualTypeOf<'closed'>();
    expectTypeOf(new Again()).toExtend<Quoted>();
  });

  it('may be typed by what they are', () => {
    class Quoted extends withWS(Model, ws) {
      static override routes: WsEvents<Feed, Quoted, ''> = { 'message:quote': 'tick', open: 'opened' };
      tick(_quote: Quote): void {}
      opened(_info: OpenInfo): void {}
    }
    expectTypeOf(Quoted.routes).toEqualTypeOf<WsEvents<Feed, Quoted, ''>>();
  });

  it('lead to no method that is missing or takes something else', () => {
    class Quoted extends withWS(Model, ws) {
      static override routes = {
        // @ts-expect-error there is no such method
        'message:quote': 'tock',
        // @ts-expect-error halted has no price
        'message:halted': 'tick',
        // @ts-expect-error it is a number
        'message:chat': 'count',
        // @ts-expect-error open has no price
        open: 'tick',
      } satisfies WsEvents<Feed, Quoted, ''>;
      count = 7;
      tick(_quote: Quote): void {}
    }
    expectTypeOf<Quoted>().toExtend<Backbone.Model>();
  });

  it('are for events that exist, without prefix', () => {
    class Quoted extends withWS(Model, ws) {
      static override routes = {
        open: 'tick',
        // @ts-expect-error no message of that type comes in
        'message:qoute': 'tick',
      } satisfies WsEvents<Feed, Quoted, ''>;
      tick(): void {}
    }
    class Prefixed extends withWS(Model, ws) {
      static override routes = {
        open: 'tick',
        // @ts-expect-error there is no prefix
        'ws:message:quote': 'tick',
      } satisfies WsEvents<Feed, Prefixed, ''>;
      tick(): void {}
    }
    expectTypeOf([new Quoted(), new Prefixed()]).toExtend<Backbone.Model[]>();
  });

  it('are looked at even if nothing says what they satisfy, as far as that needs no method', () => {
    // @ts-expect-error the price is a number
    class Quoted extends withWS(Model, ws) {
      static override routes = { 'message:quote': (_quote: { price: string }) => {} };
    }
    // @ts-expect-error none of these events exists
    class Unknown extends withWS(Model, ws) {
      static override routes = { 'message:qoute': 'tick' };
    }
    expectTypeOf([new Quoted(), new Unknown()]).toExtend<Backbone.Model[]>();
  });
});
