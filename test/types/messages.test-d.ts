import { describe, expectTypeOf, it } from 'vitest';
import type { Expectation, WS } from '../../src/index.js';
import type { Market } from './market.js';

declare const ws: WS<Market>;

describe('send', () => {
  it('takes a type with its payload, and a whole message', () => {
    expectTypeOf(ws.send('subscribe', { symbol: 'A' })).toBeBoolean();
    expectTypeOf(ws.send({ type: 'order', data: { symbol: 'A', qty: 1 } })).toBeBoolean();
  });

  it('takes what is binary', () => {
    ws.send(new ArrayBuffer(1));
    ws.send(new Uint8Array(1));
    ws.send(new DataView(new ArrayBuffer(1)));
    expectTypeOf(ws.send(new Blob([]))).toBeBoolean();
  });

  it('refuses a type that does not go out', () => {
    // @ts-expect-error no such type
    ws.send('subscrbe', { symbol: 'A' });
    // @ts-expect-error that comes in
    ws.send('quote', { symbol: 'A', price: 7 });
    // @ts-expect-error that is asked, not sent
    ws.send('order.place', { qty: 1 });
    // @ts-expect-error no such type
    ws.send({ type: 'subscrbe', data: { symbol: 'A' } });
    // @ts-expect-error a message has a type
    ws.send({ data: { symbol: 'A' } });
    // @ts-expect-error a text is no message of the map
    ws.send('subscribe');
    // @ts-expect-error nothing is no message
    ws.send(null);
  });

  it('refuses another payload', () => {
    // @ts-expect-error the symbol is a text
    ws.send('subscribe', { symbol: 1 });
    // @ts-expect-error qty is missing
    ws.send('order', { symbol: 'A' });
    // @ts-expect-error subscribe has no qty
    ws.send('subscribe', { symbol: 'A', qty: 1 });
    // @ts-expect-error that is the payload of order
    ws.send({ type: 'subscribe', data: { qty: 1 } });
  });
});

describe('expect', () => {
  it('of a type ends with its payload', async () => {
    expectTypeOf(ws.expect('quote')).toEqualTypeOf<Expectation<{ symbol: string; price: number }>>();
    expectTypeOf(await ws.expect('halted')).toEqualTypeOf<{ symbol: string }>();
    expectTypeOf(ws.expect('quote').promise).toEqualTypeOf<Promise<{ symbol: string; price: number }>>();
    expectTypeOf(ws.expect('quote').then(({ price }) => price)).toEqualTypeOf<Promise<number>>();
    expectTypeOf(ws.expect('quote').kill()).toEqualTypeOf<void>();
  });

  it('of anything else ends with anything, or with what the caller says', async () => {
    expectTypeOf(await ws.expect()).toBeAny();
    expectTypeOf(await ws.expect(true)).toBeAny();
    expectTypeOf(await ws.expect(null, 3)).toBeAny();
    expectTypeOf(await ws.expect({ ok: true })).toBeAny();
    expectTypeOf(await ws.expect((data, type, raw) => data && type && raw)).toBeAny();
    expectTypeOf(await ws.expect<{ ok: boolean }>({ ok: true })).toEqualTypeOf<{ ok: boolean }>();
  });

  it('takes seconds, a signal, or both', () => {
    ws.expect('quote', 3);
    ws.expect('quote', { seconds: 3 });
    expectTypeOf(ws.expect<'quote'>)
      .parameter(1)
      .toEqualTypeOf<{ seconds?: number | undefined; signal?: AbortSignal | undefined } | number | undefined>();
    // @ts-expect-error the option is called seconds
    ws.expect('quote', { timeout: 3 });
    // @ts-expect-error seconds are a number
    ws.expect('quote', '3');
  });

  it('refuses a type that does not come in', () => {
    // @ts-expect-error no such type
    ws.expect('qoute');
    // @ts-expect-error that goes out
    ws.expect('subscribe');
    // @ts-expect-error a number is no type
    ws.expect(7);
  });

  it('refuses to take the payload for another', async () => {
    // @ts-expect-error the price is a number
    const price: string = (await ws.expect('quote')).price;
    expectTypeOf(price).toBeString();
  });
});

describe('the rest of a connection', () => {
  it('is typed by it', async () => {
    expectTypeOf(await ws.ready).toEqualTypeOf(ws);
    expectTypeOf(ws.state).toEqualTypeOf<'idle' | 'connecting' | 'open' | 'waiting' | 'closed'>();
    expectTypeOf(ws.open().close().destroy()).toEqualTypeOf(ws);
    expectTypeOf(ws.retries).toBeNumber();
    // @ts-expect-error the state is what the connection says
    ws.state = 'open';
    // @ts-expect-error a connection has the url that it was given
    ws.url = 'wss://example.com/other';
  });

  it('can be had for the time of a block', () => {
    expectTypeOf(ws).toExtend<Disposable>();
  });
});
