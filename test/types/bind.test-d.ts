import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import { bind, type CloseEventLike, type MessageMeta, type OpenInfo, type WS } from '../../src/index.js';
import { type Market, Quote } from './market.js';

declare const ws: WS<Market>;
const quote = new Quote();

describe('the hash of a typed connection', () => {
  it('takes methods, own ones and inherited ones, that accept the payload', () => {
    ws.bind(quote, { 'ws:message:quote': 'tick', 'ws:message:halted': 'halt', 'ws:open': 'opened' });
    ws.bind(quote, { 'ws:message:quote': 'set', 'ws:message': 'halt' });
    expectTypeOf(ws.bind(quote, { 'ws:close': 'halt' })).toEqualTypeOf(ws);
  });

  it('takes true, another event and nothing', () => {
    ws.bind(quote, { 'ws:message:quote': true, 'ws:message:halted': { trigger: 'any' } });
    ws.bind(quote, { 'ws:message:quote': true }, { match: 'symbol' });
    ws.bind(quote, null, { match: { sym: 'symbol' } });
    expectTypeOf(ws.bind(quote)).toEqualTypeOf(ws);
  });

  it('gives functions their payload, its origin and the resource', () => {
    ws.bind(quote, {
      'ws:message:quote'(data, meta) {
        expectTypeOf(this).toEqualTypeOf(quote);
        expectTypeOf(data).toEqualTypeOf<{ symbol: string; price: number }>();
        expectTypeOf(meta).toEqualTypeOf<MessageMeta<'quote'>>();
      },
      'ws:message:halted': (data) => expectTypeOf(data).toEqualTypeOf<{ symbol: string }>(),
      'ws:message'(data, type, meta) {
        expectTypeOf(data).toEqualTypeOf<{ symbol: string; price: number } | { symbol: string }>();
        expectTypeOf(type).toEqualTypeOf<'quote' | 'halted' | undefined>();
        expectTypeOf(meta).toEqualTypeOf<MessageMeta>();
      },
      'ws:open': (info) => expectTypeOf(info).toEqualTypeOf<OpenInfo>(),
      'ws:close': (event) => expectTypeOf(event).toEqualTypeOf<CloseEventLike>(),
      'ws:noretries': (event) => expectTypeOf(event).toEqualTypeOf<CloseEventLike>(),
      'ws:error'(error, isOpen) {
        expectTypeOf(error).toBeAny();
        expectTypeOf(isOpen).toBeBoolean();
      },
      'ws:reopening': ({ attempt, delayMs }) => expectTypeOf([attempt, delayMs]).toEqualTypeOf<number[]>(),
      'ws:invalid': ({ issues }) => expectTypeOf(issues[0]?.message).toEqualTypeOf<string | undefined>(),
      'ws:dropped': ({ message }) => expectTypeOf(message).toBeUnknown(),
    });
  });

  it('takes any kind of resource', () => {
    ws.bind(new Backbone.Collection<Quote>(), { 'ws:message:quote': (data) => expectTypeOf(data.price).toBeNumber() });
    ws.bind(new Backbone.View(), { 'ws:message:quote': 'render' });
    ws.bind(Object.assign({ tick(_: object) {} }, Backbone.Events), { 'ws:message:quote': 'tick' });
    // @ts-expect-error a plain object has no events
    ws.bind({ tick() {} }, { 'ws:message:quote': 'tick' });
    // @ts-expect-error a class is not a resource, its instances are
    ws.bind(Quote);
  });

  it('takes the method of a collection that takes a row, and not those that take models or lists', () => {
    const quotes = new Backbone.Collection<Quote>();
    expectTypeOf(ws.bind(quotes, { 'ws:message:quote': 'add' })).toEqualTypeOf(ws);
    // @ts-expect-error by its declaration it takes a list
    ws.bind(quotes, { 'ws:message:halted': 'set' });
  });

  it('refuses an event that does not exist', () => {
    // @ts-expect-error no message of that type comes in
    ws.bind(quote, { 'ws:message:qoute': 'tick' });
    // @ts-expect-error that goes out
    ws.bind(quote, { 'ws:message:subscribe': 'halt' });
    // @ts-expect-error the event is called ws:open
    ws.bind(quote, { 'ws:opened': 'halt' });
    // @ts-expect-error the prefix is missing
    ws.bind(quote, { 'message:quote': 'tick' });
    // @ts-expect-error the prefix is another one's
    ws.bind(quote, { 'feed:message:quote': 'tick' });
  });

  it('refuses a name that is not a method', () => {
    // @ts-expect-error Quote has no such method
    ws.bind(quote, { 'ws:message:quote': 'tock' });
    // @ts-expect-error count is a number
    ws.bind(quote, { 'ws:message:quote': 'count' });
    // @ts-expect-error an event to trigger is { trigger: 'any' }
    ws.bind(quote, { 'ws:message:quote': 'any' });
    // @ts-expect-error the name of an event is a string
    ws.bind(quote, { 'ws:message:quote': { trigger: 7 } });
    // @ts-expect-error true is the only boolean
    ws.bind(quote, { 'ws:message:quote': false });
    // @ts-expect-error a number says nothing
    ws.bind(quote, { 'ws:message:quote': 7 });
  });

  it('refuses what takes another payload', () => {
    // @ts-expect-error byText wants the price as text
    ws.bind(quote, { 'ws:message:quote': 'byText' });
    // @ts-expect-error halted has no price
    ws.bind(quote, { 'ws:message:halted': 'tick' });
    // @ts-expect-error open has no price
    ws.bind(quote, { 'ws:open': 'tick' });
    // @ts-expect-error only some of the messages have a price
    ws.bind(quote, { 'ws:message': 'tick' });
    // @ts-expect-error the price is a number
    ws.bind(quote, { 'ws:message:quote': (data: { price: string }) => data });
    // @ts-expect-error the second argument is where the message came from
    ws.bind(quote, { 'ws:message:quote': (_data: unknown, meta: number) => meta });
  });

  it('refuses options that are none', () => {
    // @ts-expect-error the option is called match
    ws.bind(quote, { 'ws:message:quote': 'tick' }, { key: 'symbol' });
    // @ts-expect-error a field leads to the name of an attribute
    ws.bind(quote, { 'ws:message:quote': 'tick' }, { match: { symbol: 1 } });
  });
});

describe('the function bind', () => {
  it('checks what the method checks, and returns the undo', () => {
    const undo = bind(ws, quote, { 'ws:message:quote': 'tick' }, { match: 'symbol' });
    expectTypeOf(undo).toEqualTypeOf<() => void>();
    expectTypeOf(bind(ws, quote)).toEqualTypeOf<() => void>();
    bind(ws, quote, { 'ws:message:quote': (data) => expectTypeOf(data.price).toBeNumber() });
    // @ts-expect-error no message of that type comes in
    bind(ws, quote, { 'ws:message:qoute': 'tick' });
    // @ts-expect-error Quote has no such method
    bind(ws, quote, { 'ws:message:quote': 'tock' });
    // @ts-expect-error byText wants the price as text
    bind(ws, quote, { 'ws:message:quote': 'byText' });
    // @ts-expect-error a plain object has no events
    bind(ws, {});
  });
});

describe('unbinding', () => {
  it('takes resources and classes, abstract ones too', () => {
    abstract class Base extends Backbone.Model {}
    expectTypeOf(ws.unbind(quote)).toEqualTypeOf(ws);
    expectTypeOf(ws.unbindAll(Quote).unbindAll(Base).unbindAll()).toEqualTypeOf(ws);
    // @ts-expect-error an instance is for unbind
    ws.unbindAll(quote);
  });
});
