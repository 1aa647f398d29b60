import { createRequire } from 'node:module';
import { lastSocket, Socket } from '../lib/socket.mjs';

globalThis.WebSocket = Socket;
// The file for browsers: the one for Node asks `debug` at every step.
const { io } = createRequire(import.meta.url)('socket.io-client/dist/socket.io.js');

const handshake = { sid: 's', upgrades: [], pingInterval: 3_600_000, pingTimeout: 3_600_000, maxPayload: 1e6 };

/** socket.io-client with its own parser and transport; keys by a Map written by hand, as it has none of its own. */
export async function create(kind) {
  const client = io('ws://localhost', { transports: ['websocket'], reconnection: false });
  const socket = lastSocket();
  const receive = (text) => socket.onmessage({ type: 'message', data: text });
  socket.onopen({ type: 'open' });
  receive(`0${JSON.stringify(handshake)}`);
  receive('40{"sid":"s"}');
  while (!client.connected) await null;
  const bySymbol = new Map();
  if (kind === 'keyed') client.on('quote', (data) => bySymbol.get(data.symbol)?.(data));
  return {
    socket,
    receive: socket.onmessage,
    /** It delivers a message in a microtask of its own. */
    isAsync: true,
    frame: (type, data) => `42${JSON.stringify([type, data])}`,
    listen(type, { symbol, handler }) {
      if (kind === 'keyed') bySymbol.set(symbol, handler);
      else client.on(type, handler);
    },
    bind: ({ handler }) => void client.on('quote', handler),
    unbind: ({ handler }) => client.off('quote', handler),
    ask() {
      const id = client.ids;
      return { id, promise: new Promise((resolve) => client.emit('ask', {}, resolve)) };
    },
    reply: ({ id }, data) => `43${id}${JSON.stringify([data])}`,
    request: (data) => new Promise((resolve) => client.emit('ask', data, resolve)),
    replyTo: (n, data) => `43${n}${JSON.stringify([data])}`,
    send: (type, data) => client.emit(type, data),
  };
}
