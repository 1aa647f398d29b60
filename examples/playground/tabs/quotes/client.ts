import Backbone from 'backbone';
import { createDecorators, WS } from 'backbone.ws';

interface Market {
  incoming: { quote: { symbol: string; price: number } };
  outgoing: { subscribe: { symbol: string }; unsubscribe: { symbol: string } };
}

const ws = new WS<Market>('ws://example.com/quotes', {
  resilient: true,
  backoff: { baseMs: 1000 },
  heartbeat: { intervalMs: 2000, timeoutMs: 1000 },
});
const { wsResource, onMessage } = createDecorators<Market>();

// Each quote gets the messages with its own symbol, and asks the server for them.
@wsResource(ws, {
  match: 'symbol',
  subscribe: (quote) => ['subscribe', { symbol: quote.get('symbol') }],
  unsubscribe: (quote) => ['unsubscribe', { symbol: quote.get('symbol') }],
})
class Quote extends Backbone.Model {
  @onMessage('quote') tick({ price }: { price: number }) {
    this.set({ price, up: price >= this.get('price') });
  }
}

class Row extends Backbone.View<Quote> {
  override initialize() {
    this.listenTo(this.model, 'change', this.render);
  }
  override render() {
    const { symbol, price, up } = this.model.attributes;
    this.el.innerHTML = `<th scope="row">${symbol}</th><td class="${up ? 'up' : 'down'}">${price?.toFixed(2) ?? '…'}</td>`;
    return this;
  }
}

const app = document.getElementById('app')!;
app.innerHTML = '<h2>Live quotes</h2><p id="state"></p><table id="rows"></table>';
for (const symbol of ['ACME', 'GLOBEX', 'INITECH', 'UMBRELLA', 'HOOLI']) {
  const row = new Row({ tagName: 'tr', model: new Quote({ symbol }) }).render();
  document.getElementById('rows')!.append(row.el);
}
ws.on('all', () => {
  document.getElementById('state')!.textContent = `The connection is ${ws.state}.`;
});
