import Backbone from 'backbone';
import type { MessageMap, Registered } from '../types/messages.js';
import type { UrlSource, WSOptions } from '../types/options.js';
import { Expectation } from './exchange/expectation.js';
import { WS } from './ws.js';

/** `Backbone.WS`: the class, which can be called without `new` as well. */
export interface GlobalWS {
  new <M extends MessageMap = Registered, P extends string = 'ws'>(
    url: UrlSource,
    options?: WSOptions<M, P> | null,
  ): WS<M, P>;
  <M extends MessageMap = Registered, P extends string = 'ws'>(
    url: UrlSource,
    options?: WSOptions<M, P> | null,
  ): WS<M, P>;
  /** That of {@link WS}. */
  readonly prototype: WS<any, any>;
  /** The native one, for code that used 0.4.0's. */
  readonly Promise: PromiseConstructor;
  /** What `expect` returns. */
  readonly Expectation: typeof Expectation;
}

declare module 'backbone' {
  let WS: GlobalWS;
}

/** Backbone.WS 0.4.0 had these on its instances. */
const extras = { Promise, Expectation };
Object.assign(WS.prototype, extras);

const callable = new Proxy(WS, { apply: (Class, _this, args: [UrlSource]) => new Class(...args) });
Backbone.WS = Object.assign(callable, extras) as unknown as GlobalWS;
