/** A page for measurements: 1,000 messages a second to 50 models, with the inspector or without it. */
import Backbone from 'backbone';
import { WS } from '../../src/index.js';
import { inspect } from '../../src/inspector/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';

const sockets = createFakeWebSocket({ script: (socket) => socket.server.accept() });
const ws = new WS<any>('ws://example.com/feed', { WebSocket: sockets, keepOpen: true });

class Quote extends Backbone.Model {
  tick(quote: object): void {
    this.set(quote);
  }
}
for (let i = 0; i < 50; i++) {
  ws.bind(new Quote({ symbol: `S${i}` }), { 'ws:message:quote': 'tick' }, { match: 'symbol' });
}
if (location.hash === '#inspected') Object.assign(globalThis, { inspector: inspect(ws) });

let sent = 0;
const begin = performance.now();
setInterval(() => {
  while (sent < performance.now() - begin) {
    sent++;
    sockets.last.server.send(JSON.stringify({ type: 'quote', data: { symbol: `S${sent % 50}`, price: sent } }));
  }
}, 10);
