import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import type { DropReason, MessageMeta, OpenInfo, ReopeningInfo, WS } from '../../src/index.js';
import type { Market } from './market.js';

declare const ws: WS<Market>;

describe('on', () => {
  it('gives the listener what the event brings', () => {
    ws.on('ws:message:quote', (quote, meta) => {
      expectTypeOf(quote).toEqualTypeOf<{ symbol: string; price: number }>();
      expectTypeOf(meta).toEqualTypeOf<MessageMeta<'quote'>>();
    });
    ws.on('ws:message', (data, type) => {
      expectTypeOf(data.symbol).toBeString();
      expectTypeOf(type).toEqualTypeOf<'quote' | 'halted' | undefined>();
    });
    ws.on('ws:open', (info) => expectTypeOf(info).toEqualTypeOf<OpenInfo>());
    ws.on('ws:reopening', (info) => expectTypeOf(info).toEqualTypeOf<ReopeningInfo>());
    ws.on('ws:dropped', ({ reason }) => expectTypeOf(reason).toEqualTypeOf<DropReason>());
    ws.on('ws:error', (error, isOpen) => expectTypeOf([error, isOpen]).toEqualTypeOf<any[]>());
  });

  it('returns the connection', () => {
    expectTypeOf(ws.on('ws:open', () => {})).toEqualTypeOf(ws);
    expectTypeOf(ws.once('ws:open', () => {})).toEqualTypeOf(ws);
    expectTypeOf(ws.off('ws:open')).toEqualTypeOf(ws);
  });

  it('is the same for once', () => {
    ws.once('ws:message:halted', (halted) => expectTypeOf(halted).toEqualTypeOf<{ symbol: string }>());
    // @ts-expect-error no message of that type comes in
    ws.once('ws:message:qoute', () => {});
  });

  it('takes fewer arguments, and a context', () => {
    ws.on('ws:message:quote', () => {}, {});
    ws.on('ws:close', Date.now);
    expectTypeOf(ws.on<'ws:open'>)
      .parameter(2)
      .toEqualTypeOf<unknown>();
  });

  it('refuses events with the prefix that do not exist', () => {
    // @ts-expect-error no message of that type comes in
    ws.on('ws:message:qoute', () => {});
    // @ts-expect-error that goes out
    ws.on('ws:message:subscribe', () => {});
    // @ts-expect-error the event is called ws:open
    ws.on('ws:opened', () => {});
  });

  it('refuses listeners of another payload', () => {
    // @ts-expect-error the price is a number
    ws.on('ws:message:quote', (quote: { price: string }) => quote);
    // @ts-expect-error a close event comes, not its code
    ws.on('ws:close', (code: number) => code);
    // @ts-expect-error open brings one thing
    ws.on('ws:open', (info: OpenInfo, more: number) => [info, more]);
    // @ts-expect-error a listener is a function
    ws.on('ws:open', 'opened');
  });

  it('leaves events of the application, several in one, and hashes alone', () => {
    ws.on('own', (...args) => expectTypeOf(args).toEqualTypeOf<any[]>());
    ws.on('ws:open ws:close', (...args) => expectTypeOf(args).toEqualTypeOf<any[]>());
    ws.on('all', (name, ...args) => expectTypeOf([name, args]).toEqualTypeOf<any[]>());
    ws.on({ 'ws:open': () => {}, own: () => {} });
    expectTypeOf(ws.trigger('own', 1, 'two')).toEqualTypeOf(ws);
  });

  it('is there for others that listen, as Backbone has it', () => {
    new Backbone.Model().listenTo(ws, 'ws:message:quote', () => {});
    expectTypeOf(ws.listenTo(new Backbone.Model(), 'change', () => {})).toEqualTypeOf(ws);
    expectTypeOf(ws.stopListening()).toEqualTypeOf(ws);
  });
});
