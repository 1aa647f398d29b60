import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import { type RequestOptions, type WS, withWS } from '../../../src/index.js';
import { ws as feed, untyped } from './feed.js';

const { Collection, Model } = Backbone;

interface Shop {
  incoming: { quote: { symbol: string } };
  outgoing: { subscribe: { symbol: string } };
  requests: {
    'order.place': { request: { qty: number }; response: { id: string } };
    ping: { request: undefined; response: null };
  };
}
declare const ws: WS<Shop>;
declare const prefixed: WS<Shop, 'shop'>;

describe('request of a class made by withWS', () => {
  class Order extends withWS(Model<{ qty: number }>, ws) {
    place(): Promise<{ id: string }> {
      return this.request('order.place', { qty: this.get('qty') ?? 1 }, { retry: true });
    }
  }

  it('is that of its connection', async () => {
    class Orders extends withWS(Collection<Order>, () => prefixed) {}
    expectTypeOf(new Order().request('order.place', { qty: 1 })).toEqualTypeOf<Promise<{ id: string }>>();
    expectTypeOf(await new Orders().request('ping', undefined)).toBeNull();
    expectTypeOf(new Order().place()).toEqualTypeOf(new Order().ws.request('order.place', { qty: 1 }));
    expectTypeOf(new Order().request<'ping'>)
      .parameter(2)
      .toEqualTypeOf<RequestOptions | undefined>();
  });

  it('refuses what that refuses', () => {
    const order = new Order();
    // @ts-expect-error no such type
    order.request('order.plac', { qty: 1 });
    // @ts-expect-error that is sent, not asked
    order.request('subscribe', { symbol: 'A' });
    // @ts-expect-error a number of them
    order.request('order.place', { qty: '1' });
    // @ts-expect-error the payload is missing
    order.request('order.place');
    // @ts-expect-error the option is called timeoutMs
    order.request('order.place', { qty: 1 }, { timeout: 5 });
    // @ts-expect-error the id is a text
    const id: Promise<{ id: number }> = order.request('order.place', { qty: 1 });
    expectTypeOf(id).toExtend<Promise<unknown>>();
  });

  it('asks nothing where the map has no requests, and everything where there is no map', async () => {
    class Quiet extends withWS(Model, feed) {}
    class Free extends withWS(Model, untyped) {}
    expectTypeOf(await new Free().request('anything', 7)).toBeAny();
    expectTypeOf(new Quiet().request).parameter(0).toBeNever();
    // @ts-expect-error nothing is asked
    new Quiet().request('order.place', { qty: 1 });
    // @ts-expect-error that is sent
    new Quiet().request('subscribe', { symbol: 'A' });
  });

  it('may be overridden by what takes as much', () => {
    class Noted extends withWS(Model, ws) {
      override request(...args: [any, any, any?]): Promise<any> {
        return super.request(...(args as Parameters<WS<Shop>['request']>));
      }
    }
    class Wrong extends withWS(Model, ws) {
      // @ts-expect-error it is a method
      override request = 7;
    }
    expectTypeOf([new Noted(), new Wrong()]).toExtend<Backbone.Model[]>();
  });
});
