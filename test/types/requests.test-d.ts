import { describe, expectTypeOf, it } from 'vitest';
import type { RequestOptions, WS } from '../../src/index.js';
import type { Market } from './market.js';

declare const ws: WS<Market>;

interface Requests {
  incoming: { quote: { price: number } };
  requests: {
    ping: { request: undefined; response: null };
    list: { request: string | number; response: readonly string[] };
    note: { request: { text: string } };
    clock: { response: Date };
  };
}
declare const other: WS<Requests>;

describe('request', () => {
  it('ends with the response of its type', async () => {
    expectTypeOf(ws.request('order.place', { qty: 1 })).toEqualTypeOf<Promise<{ id: string }>>();
    expectTypeOf(await other.request('ping', undefined)).toBeNull();
    expectTypeOf(await other.request('list', 7)).toEqualTypeOf<readonly string[]>();
    expectTypeOf(ws.request('order.place', { qty: 1 }).then(({ id }) => id.length)).toEqualTypeOf<Promise<number>>();
  });

  it('takes and gives anything where the map does not say', async () => {
    expectTypeOf(await other.request('note', { text: 'a' })).toBeAny();
    expectTypeOf(await other.request('clock', 7)).toEqualTypeOf<Date>();
    // @ts-expect-error the map says what a note is
    other.request('note', 7);
  });

  it('refuses a type that is not asked', () => {
    // @ts-expect-error no such type
    ws.request('order.plac', { qty: 1 });
    // @ts-expect-error no such type, whatever goes with it
    ws.request('order.plac', {} as never);
    // @ts-expect-error that comes in
    ws.request('quote', { symbol: 'A', price: 7 });
    // @ts-expect-error that is sent, not asked
    ws.request('subscribe', { symbol: 'A' });
    // @ts-expect-error any text at all is not one of the map
    ws.request('order.place' as string, { qty: 1 });
    // @ts-expect-error type and payload are told apart
    ws.request({ type: 'order.place', data: { qty: 1 } });
  });

  it('refuses another payload', () => {
    // @ts-expect-error a number of them
    ws.request('order.place', { qty: '1' });
    // @ts-expect-error qty is missing
    ws.request('order.place', {});
    // @ts-expect-error an order has no price
    ws.request('order.place', { qty: 1, price: 7 });
    // @ts-expect-error the payload is missing
    ws.request('order.place');
    // @ts-expect-error a list is asked by text or number
    other.request('list', { of: 'symbols' });
    // @ts-expect-error nothing goes with a ping
    other.request('ping', 7);
  });

  it('refuses to take the response for another', async () => {
    // @ts-expect-error the id is a text
    const id: number = (await ws.request('order.place', { qty: 1 })).id;
    // @ts-expect-error it is a promise of it
    const early: { id: string } = ws.request('order.place', { qty: 1 });
    expectTypeOf([id, early.id]).toEqualTypeOf<(string | number)[]>();
  });
});

describe('the options of a request', () => {
  it('may be left out, one by one, or say nothing', () => {
    const { signal } = new AbortController();
    ws.request('order.place', { qty: 1 }, {});
    ws.request('order.place', { qty: 1 }, undefined);
    ws.request('order.place', { qty: 1 }, { timeoutMs: 0, signal, retry: true, offline: 'fail' });
    ws.request('order.place', { qty: 1 }, { retry: { attempts: 3 }, offline: 'wait' });
    ws.request('order.place', { qty: 1 }, { timeoutMs: undefined, signal: undefined, retry: {} });
    expectTypeOf<keyof RequestOptions>().toEqualTypeOf<'timeoutMs' | 'signal' | 'retry' | 'offline'>();
  });

  it('are no others', () => {
    // @ts-expect-error the option is called timeoutMs
    ws.request('order.place', { qty: 1 }, { timeout: 5000 });
    // @ts-expect-error it is called attempts
    ws.request('order.place', { qty: 1 }, { retry: { attempt: 3 } });
    // @ts-expect-error the option is called offline
    other.request('ping', undefined, { ofline: 'fail' });
  });

  it('are of their kind', () => {
    // @ts-expect-error milliseconds are a number
    ws.request('order.place', { qty: 1 }, { timeoutMs: '5000' });
    // @ts-expect-error milliseconds stand in an option
    ws.request('order.place', { qty: 1 }, 5000);
    // @ts-expect-error how often stands in attempts
    ws.request('order.place', { qty: 1 }, { retry: 3 });
    // @ts-expect-error there are two ways
    ws.request('order.place', { qty: 1 }, { offline: 'drop' });
    // @ts-expect-error the controller has the signal
    ws.request('order.place', { qty: 1 }, { signal: new AbortController() });
  });
});

describe('where a map has', () => {
  it('no requests, nothing is asked', () => {
    const none = {} as WS<{ incoming: { quote: { price: number } }; outgoing: { subscribe: 1 } }>;
    // @ts-expect-error no such type
    none.request('any', 7);
    // @ts-expect-error that is sent
    none.request('subscribe', 1);
    expectTypeOf(none.request).parameter(0).toBeNever();
  });

  it('free requests, all is asked, and the response is what it says', async () => {
    const free = {} as WS<{ incoming: object; requests: { [type: string]: { request: number; response: Date } } }>;
    expectTypeOf(await free.request('any', 7)).toEqualTypeOf<Date>();
    // @ts-expect-error every request is a number
    free.request('any', 'seven');
  });

  it('nothing to say, because there is none, everything is asked', async () => {
    const untyped = {} as WS;
    expectTypeOf(await untyped.request('any', 7)).toBeAny();
    untyped.request('any', undefined, { timeoutMs: 5 });
    // @ts-expect-error a type is a text
    untyped.request(7, 7);
    // @ts-expect-error the option is called timeoutMs
    untyped.request('any', 7, { timeout: 5 });
  });
});
