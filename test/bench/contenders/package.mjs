import { lastSocket, Socket } from '../lib/socket.mjs';

const { WS } = await import(process.env.BENCH_DIST ?? '../../../dist/esm/src/index.js');

const hash = { 'ws:message:quote': 'tick' };
const match = { match: 'symbol' };

/** The package itself. `isFunction`: the hash has a closure in place of a method's name. */
export function create(kind, { isFunction = false } = {}) {
  const ws = new WS('ws://bench.test', { WebSocket: Socket, keepOpen: true, reopen: false });
  const socket = lastSocket();
  socket.onopen({ type: 'open' });
  const options = kind === 'keyed' ? match : undefined;
  let asked = 0;
  return {
    socket,
    receive: socket.onmessage,
    frame: (type, data) => JSON.stringify({ type, data }),
    listen: (type, { model, method, handler }) =>
      ws.bind(model, { [`ws:message:${type}`]: isFunction ? handler : method }, options),
    bind: ({ model }) => ws.bind(model, hash, options),
    unbind: ({ model }) => ws.unbind(model),
    ask() {
      const type = `reply-${asked++}`;
      return { type, promise: ws.expect(type, 3600) };
    },
    reply: ({ type }, data) => JSON.stringify({ type, data }),
    send: (type, data) => ws.send({ type, data }),
    sendTyped: (type, data) => ws.send(type, data),
  };
}
