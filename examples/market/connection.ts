import { createDecorators, WS } from 'backbone.ws';
import { WebSocket } from 'ws';
import { type Market, schemas } from './messages.js';

/** The decorators, checked against the messages of this application. */
export const { wsResource, onMessage, onOpen, onClose } = createDecorators<Market>();

/** The connection of all models. They ask for it as `() => ws`: where the server is, is known later than the classes. */
export let ws: WS<Market> | undefined;

export function connect(url: string): WS<Market> {
  ws = new WS<Market>(url, {
    schemas,
    WebSocket, // Node 20 has none of its own
    backoff: { baseMs: 1000, maxMs: 5000 },
    retries: Number.POSITIVE_INFINITY,
    keepOpen: true,
  });
  return ws;
}
