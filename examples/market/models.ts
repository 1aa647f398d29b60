import Backbone from 'backbone';
import { onClose, onMessage, ws, wsResource } from './connection.js';
import type { Market } from './messages.js';

type Incoming = Market['incoming'];

type QuoteAttributes = {
  symbol: string;
  price: number;
  /** Price at the beginning of the day. */
  open: number;
  /** Of the last change: 1 up, -1 down. */
  direction: number;
  /** `performance.now()` of the last change. */
  movedAt: number;
  volume: number;
  /** Subscribed on the present connection. */
  isLive: boolean;
};

/**
 * One line of the screen. A message goes to the one quote with its symbol, however many there are. From its construction until it
 * leaves a quote listens and is subscribed: each new connection is told of all of them, in one message.
 */
@wsResource(() => ws, {
  match: 'symbol',
  subscribe: (quote: Quote) => ['subscribe', { symbol: quote.get('symbol')! }],
  unsubscribe: (quote: Quote) => ['unsubscribe', { symbol: quote.get('symbol')! }],
  subscribeMany: (all: { symbol: string }[]) => ['subscribe.many', { symbols: all.map(({ symbol }) => symbol) }],
  confirm: 'subscribed',
})
export class Quote extends Backbone.Model<QuoteAttributes> {
  static {
    // Not a class field, which would be set after Backbone has read it. On the prototype a collection sees it too.
    Quote.prototype.idAttribute = 'symbol';
  }

  override defaults(): Partial<QuoteAttributes> {
    return { direction: 0, movedAt: Number.NEGATIVE_INFINITY, volume: 0, isLive: false };
  }

  @onMessage('subscribed')
  start({ price, open }: Incoming['subscribed']): void {
    this.set({ price, open, isLive: true });
  }

  @onMessage('quote')
  tick({ price }: Incoming['quote']): void {
    const direction = Math.sign(price - this.get('price')!);
    this.set({ price, direction, movedAt: performance.now() });
  }

  @onMessage('trade')
  trade({ size }: Incoming['trade']): void {
    this.set('volume', this.get('volume')! + size);
  }

  @onMessage('unsubscribed')
  @onClose()
  stop(): void {
    this.set('isLive', false);
  }

  /** For good: a quote that has left does not come back, a new one of the same symbol may. */
  leave(): void {
    this.stop();
    this.stopListening(); // to the connection as well, which ends the subscription
  }
}

export class Quotes extends Backbone.Collection<Quote> {
  override preinitialize(): void {
    this.model = Quote;
  }

  override initialize(): void {
    this.on('remove', (quote: Quote) => quote.leave());
  }
}

export type Trade = Backbone.Model<Incoming['trade']>;

/** The last trades of all symbols, the newest first. Each message is added by its id, so that none is there twice. */
@wsResource(() => ws, { apply: { trade: 'add' } })
export class Trades extends Backbone.Collection<Trade> {
  override preinitialize(): void {
    this.comparator = (trade: Trade) => -trade.get('id')!;
  }

  /** Runs when the trade has been added. */
  @onMessage('trade')
  trim(): void {
    while (this.length > 20) this.pop();
  }
}
