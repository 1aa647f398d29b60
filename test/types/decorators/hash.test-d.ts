import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import { type RouteInfo, routesOf, type WsEvents } from '../../../src/index.js';
import type { Feed, Quote } from './feed.js';

const { Model } = Backbone;

describe('the hash wsEvents', () => {
  it('is checked by satisfies, as a getter, as a method and as a field', () => {
    class Getter extends Model {
      get wsEvents() {
        return { 'message:quote': 'tick', open: ({ reopened }) => reopened } satisfies WsEvents<Feed, Getter, ''>;
      }
      tick(_quote: Quote): void {}
    }
    class Method extends Model {
      wsEvents() {
        return { 'message:quote': 'tick', open: ({ reopened }) => reopened } satisfies WsEvents<Feed, Method, ''>;
      }
      tick(_quote: Quote): void {}
    }
    class Field extends Model {
      wsEvents = { 'message:quote': 'tick', open: ({ reopened }) => reopened } satisfies WsEvents<Feed, Field, ''>;
      tick(_quote: Quote): void {}
    }
    expectTypeOf(new Getter().wsEvents['message:quote']).toBeString();
    expectTypeOf(new Method().wsEvents()['message:quote']).toBeString();
    expectTypeOf(new Field().wsEvents.open).parameter(0).toEqualTypeOf<{ readonly reopened: boolean }>();
  });

  it('is checked by a type of its own', () => {
    class Quoted extends Model {
      get wsEvents(): WsEvents<Feed, Quoted, ''> {
        return { 'message:quote': 'tick', message: true };
      }
      tick(_quote: Quote): void {}
    }
    expectTypeOf(new Quoted().wsEvents).toEqualTypeOf<WsEvents<Feed, Quoted, ''>>();
  });

  it('is refused where it is wrong', () => {
    class Quoted extends Model {
      get wsEvents() {
        return {
          // @ts-expect-error there is no such method
          'message:quote': 'tock',
          // @ts-expect-error halted has no price
          'message:halted': 'tick',
        } satisfies WsEvents<Feed, Quoted, ''>;
      }
      tick(_quote: Quote): void {}
    }
    class Unknown extends Model {
      // @ts-expect-error no message of that type comes in
      wsEvents = { 'message:qoute': 'tick' } satisfies WsEvents<Feed, Unknown, ''>;
      tick(_quote: Quote): void {}
    }
    expectTypeOf([new Quoted(), new Unknown()]).toExtend<Backbone.Model[]>();
  });

  it('may have names with the prefix, and then the type says so', () => {
    class Quoted extends Model {
      wsEvents = { 'ws:message:quote': 'tick' } satisfies WsEvents<Feed, Quoted>;
      // @ts-expect-error the type says that there is no prefix
      other = { 'ws:message:quote': 'tick' } satisfies WsEvents<Feed, Quoted, ''>;
      tick(_quote: Quote): void {}
    }
    expectTypeOf(new Quoted().wsEvents['ws:message:quote']).toBeString();
  });

  it('is checked in extend too', () => {
    interface Ticking {
      tick(quote: Quote): void;
    }
    const Quoted = Model.extend({
      wsEvents: { 'message:quote': 'tick' } satisfies WsEvents<Feed, Ticking, ''>,
      tick(_quote: Quote) {},
    });
    const Wrong = Model.extend({
      // @ts-expect-error Ticking has no such method
      wsEvents: { 'message:quote': 'tock' } satisfies WsEvents<Feed, Ticking, ''>,
    });
    expectTypeOf([Quoted, Wrong]).toEqualTypeOf<any[]>();
  });
});

describe('routesOf', () => {
  it('tells what a class or an instance listens to', () => {
    abstract class Base extends Model {}
    expectTypeOf(routesOf(Model)).toEqualTypeOf<RouteInfo[]>();
    expectTypeOf(routesOf(new Model())).toEqualTypeOf<RouteInfo[]>();
    expectTypeOf(routesOf(Base)).toEqualTypeOf<RouteInfo[]>();
    // @ts-expect-error a name is no class
    routesOf('Quoted');
    // @ts-expect-error there is nothing to tell of nothing
    routesOf(undefined);
  });

  it('tells it in parts that cannot be changed', () => {
    const [route] = routesOf(Model) as [RouteInfo];
    expectTypeOf(route.event).toBeString();
    expectTypeOf(route.type).toEqualTypeOf<string | undefined>();
    expectTypeOf(route.match).toEqualTypeOf<string | { readonly [field: string]: string } | undefined>();
    // @ts-expect-error it is read
    route.event = 'open';
  });

  it('tells of a handler what it is', () => {
    const { handler } = routesOf(Model)[0] as RouteInfo;
    if (typeof handler === 'function') expectTypeOf(handler).toEqualTypeOf<(...args: any[]) => unknown>();
    else if (typeof handler !== 'object') expectTypeOf(handler).toEqualTypeOf<PropertyKey>();
    else if ('trigger' in handler) expectTypeOf(handler.trigger).toBeString();
    else expectTypeOf(handler.apply).toExtend<string>();
  });
});
