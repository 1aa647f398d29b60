import Backbone from 'backbone';
import { WS } from 'backbone.ws';

interface Market {
  incoming: { quote: { symbol: string; price: number } };
  outgoing: { subscribe: { symbol: string } };
}

class Quote extends Backbone.Model {
  tick(quote: { price: number }): void {
    this.set(quote);
  }
}

const ws = new WS<Market>('wss://example.com/feed', { reopen: true });
ws.bind(new Quote(), { 'ws:message:quote': 'tick' });
ws.on('ws:message:quote', (quote) => quote.price.toFixed(2));
ws.send('subscribe', { symbol: 'ACME' });

// @ts-expect-error the symbol is a string
ws.send('subscribe', { symbol: 1 });
// @ts-expect-error no such message goes out
ws.send('quote', { symbol: 'ACME' });

export const state: 'idle' | 'connecting' | 'open' | 'waiting' | 'closed' = ws.state;
