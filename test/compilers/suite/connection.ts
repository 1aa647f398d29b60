import { createDecorators, WS } from 'backbone.ws';
import { Socket } from './socket.js';

export interface Quote {
  symbol: string;
  price: number;
}
export interface Messages {
  incoming: { quote: Quote; reset: null; chat: { id: string; text: string } };
}

export const { wsResource, onMessage, onAnyMessage, onOpen, onClose, onError, onNoRetries, onInvalid } =
  createDecorators<Messages>();

export const connect = (): WS<Messages> =>
  new WS<Messages>('ws://127.0.0.1', { WebSocket: Socket, keepOpen: true, reopen: false });

/** The connection of the decorated classes. */
export const ws: WS<Messages> = connect();
const socket = Socket.last;
socket.accept();

/** What went wrong on the connection. */
export const errors: unknown[] = [];
ws.on('ws:error', (error) => errors.push(error));

/** What handlers say. */
export const calls: string[] = [];

/** What handlers say to one message. */
export function told(type: keyof Messages['incoming'], data: unknown): string[] {
  calls.length = 0;
  socket.receive(type, data);
  return calls.splice(0);
}

export const quote: Quote = { symbol: 'A', price: 1 };
