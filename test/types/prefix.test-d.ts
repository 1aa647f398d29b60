import { describe, expectTypeOf, it } from 'vitest';
import { bind, type EventName, WS } from '../../src/index.js';
import { type Market, Quote } from './market.js';

const quote = new Quote();
const url = 'wss://example.com/feed';

describe('the prefix ws', () => {
  it('is the one of a connection that has no other', () => {
    const ws = new WS<Market>(url);
    expectTypeOf(ws.prefix).toEqualTypeOf<'ws'>();
    expectTypeOf<Extract<EventName<Market>, `${string}message${string}`>>().toEqualTypeOf<
      'ws:message' | 'ws:message:quote' | 'ws:message:halted'
    >();
  });
});

describe('another prefix', () => {
  const ws = new WS<Market, 'feed'>(url, { prefix: 'feed' });

  it('is the first part of every event', () => {
    expectTypeOf(ws.prefix).toEqualTypeOf<'feed'>();
    ws.bind(quote, { 'feed:message:quote': 'tick', 'feed:open': 'opened', 'feed:message': 'halt' });
    bind(ws, quote, { 'feed:message:quote': (data) => expectTypeOf(data.price).toBeNumber() });
    ws.on('feed:message:quote', (data) => expectTypeOf(data.price).toBeNumber());
    ws.on('feed:close', ({ code }) => expectTypeOf(code).toBeNumber());
  });

  it('makes those with ws none of its events', () => {
    // @ts-expect-error the prefix is feed
    ws.bind(quote, { 'ws:message:quote': 'tick' });
    // @ts-expect-error the prefix is feed
    bind(ws, quote, { 'ws:open': 'opened' });
    // @ts-expect-error no message of that type comes in
    ws.bind(quote, { 'feed:message:qoute': 'tick' });
    // @ts-expect-error no message of that type comes in
    ws.on('feed:message:qoute', () => {});
  });

  it('is the one in the options', () => {
    // @ts-expect-error the type says feed
    new WS<Market, 'feed'>(url, { prefix: 'other' });
    // @ts-expect-error the type says ws
    new WS<Market>(url, { prefix: 'feed' });
  });
});

describe('no prefix', () => {
  const ws = new WS<Market, ''>(url, { prefix: '' });

  it('leaves the bare names', () => {
    expectTypeOf(ws.prefix).toEqualTypeOf<''>();
    ws.bind(quote, { 'message:quote': 'tick', open: 'opened', message: 'halt' });
    ws.on('message:quote', (data) => expectTypeOf(data.price).toBeNumber());
    ws.on('close', ({ code }) => expectTypeOf(code).toBeNumber());
    expectTypeOf(new WS<Market, ''>(url, { prefix: false }).prefix).toEqualTypeOf<''>();
    expectTypeOf(new WS<Market, ''>(url, { prefix: null }).prefix).toEqualTypeOf<''>();
  });

  it('makes those with a prefix none of its events', () => {
    // @ts-expect-error there is no prefix
    ws.bind(quote, { 'ws:message:quote': 'tick' });
    // @ts-expect-error a colon alone is no prefix either
    ws.bind(quote, { ':open': 'opened' });
    // @ts-expect-error no message of that type comes in
    ws.on('message:qoute', () => {});
  });
});

describe('a prefix in the options alone', () => {
  it('is known where the messages are free', () => {
    const ws = new WS(url, { prefix: 'feed' });
    ws.bind(quote, { 'feed:message:quote': 'tick' });
    ws.on('feed:message:any', (data) => expectTypeOf(data).toBeAny());
    expectTypeOf(ws.prefix).toExtend<string>();
  });
});
