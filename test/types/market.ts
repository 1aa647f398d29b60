import Backbone from 'backbone';
import type { OpenInfo } from '../../src/index.js';

/** The map of the type tests. */
export interface Market {
  incoming: { quote: { symbol: string; price: number }; halted: { symbol: string } };
  outgoing: { subscribe: { symbol: string }; order: { symbol: string; qty: number } };
  requests: { 'order.place': { request: { qty: number }; response: { id: string } } };
}

/** A model with methods that fit and methods that do not. */
export class Quote extends Backbone.Model {
  count = 0;

  tick(quote: { price: number }): void {
    this.set(quote);
  }
  halt(): void {
    this.set('halted', true);
  }
  opened(info: OpenInfo): void {
    this.set(info);
  }
  byText(quote: { price: string }): void {
    this.set(quote);
  }
}
