import Backbone from 'backbone';
import type { WS } from 'backbone.ws';
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

/** One line of the screen. It knows what it wants of the connection; the connection is told in `follow`. */
export class Quote extends Backbone.Model<QuoteAttributes> {
  /** Lent by the connection while the model is bound. */
  declare readonly send: WS<Market>['send'];

  /** Not a class field: Backbone reads it before the fields of a class are set. */
  override preinitialize(): void {
    this.idAttribute = 'symbol';
  }

  override defaults(): Partial<QuoteAttributes> {
    return { direction: 0, movedAt: Number.NEGATIVE_INFINITY, volume: 0, isLive: false };
  }

  /** The types hold for a server that keeps its word; this one does not always. */
  override validate({ price }: Partial<QuoteAttributes>): string | undefined {
    return Number.isFinite(price) ? undefined : `${price} is no price`;
  }

  /** Every time the connection opens, so that a model is live again after a reconnect. */
  subscribe(): void {
    this.send('subscribe', { symbol: this.get('symbol')! });
  }

  start({ price, open }: Incoming['subscribed']): void {
    this.set({ price, open, isLive: true });
  }

  tick({ price }: Incoming['quote']): void {
    const direction = Math.sign(price - this.get('price')!);
    this.set({ price, direction, movedAt: performance.now() }, { validate: true });
  }

  trade({ size }: Incoming['trade']): void {
    this.set('volume', this.get('volume')! + size);
  }

  stop(): void {
    this.set('isLive', false);
  }
}

export class Quotes extends Backbone.Collection<Quote> {
  override preinitialize(): void {
    this.model = Quote;
  }
}

/** The last trades, of all symbols. */
export class Trades extends Backbone.Collection<Backbone.Model<Incoming['trade']>> {
  record(trade: Incoming['trade']): void {
    this.add(trade, { at: 0 });
    while (this.length > 20) this.pop();
  }
}

/** Binds every model that is in the collection or gets into it, until it is removed. */
export function follow(ws: WS<Market>, quotes: Quotes): void {
  const bind = (quote: Quote): void => {
    // Keyed: a quote goes to the one model with its symbol, however many there are.
    ws.bind(
      quote,
      {
        'ws:open': 'subscribe',
        'ws:message:subscribed': 'start',
        'ws:message:quote': 'tick',
        'ws:message:trade': 'trade',
        'ws:message:unsubscribed': 'stop',
        'ws:close': 'stop',
      },
      { match: 'symbol' },
    );
  };
  quotes.each(bind);
  quotes.on('add', bind);
  quotes.on('remove', (quote: Quote) => {
    quote.stop();
    quote.send('unsubscribe', { symbol: quote.get('symbol')! });
    ws.unbind(quote);
  });
}
