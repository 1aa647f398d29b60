import Backbone from 'backbone';
import { expectTypeOf, it } from 'vitest';
import type { Expectation, WS } from '../../src/index.js';
import '../../src/global.js';
import { type Market, Quote } from './market.js';

const url = 'wss://example.com/feed';

it('Backbone.WS makes connections, with new and without', () => {
  expectTypeOf(new Backbone.WS(url)).toEqualTypeOf<WS>();
  expectTypeOf(Backbone.WS(url, { retries: 3 })).toEqualTypeOf<WS>();
  expectTypeOf(new Backbone.WS<Market>(url)).toEqualTypeOf<WS<Market>>();
  expectTypeOf(Backbone.WS<Market, 'feed'>(url, { prefix: 'feed' })).toEqualTypeOf<WS<Market, 'feed'>>();
});

it('Backbone.WS has the promises and expectations of 0.4.0', () => {
  expectTypeOf(Backbone.WS.Promise).toEqualTypeOf<PromiseConstructor>();
  expectTypeOf(Backbone.WS.Expectation.prototype).toEqualTypeOf<Expectation>();
});

it('what Backbone.WS makes is typed', () => {
  const ws = new Backbone.WS<Market>(url);
  ws.bind(new Quote(), { 'ws:message:quote': 'tick' });
  ws.on('ws:message:quote', ({ price }) => expectTypeOf(price).toBeNumber());
  // @ts-expect-error no message of that type comes in
  ws.bind(new Quote(), { 'ws:message:qoute': 'tick' });
  // @ts-expect-error a connection needs a url
  new Backbone.WS();
  // @ts-expect-error the option is called retries
  Backbone.WS(url, { retry: 3 });
});

it('Backbone keeps its own types', () => {
  expectTypeOf(new Backbone.Model({ id: 1 }).get('id')).toEqualTypeOf<number | undefined>();
  // @ts-expect-error Backbone has no such class
  Backbone.Socket;
});
