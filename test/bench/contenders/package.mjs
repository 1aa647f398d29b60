import { loadPackage } from '../lib/copies.mjs';
import { lastSocket, Socket } from '../lib/socket.mjs';

const name = new URL(import.meta.url).search.slice(1);
const { WS } = await loadPackage(name);
const { Quote } = await import(`../lib/model.mjs?${name || 'package'}`);

const hash = { 'ws:message:quote': 'tick' };
const late = { timeoutMs: 3_600_000 };
const match = { match: 'symbol' };
const binds = {
  one: [hash],
  keyed: [hash, match],
  three: [{ ...hash, 'ws:close': 'pause', 'ws:noretries': 'stop' }, match],
};

/** An open connection. */
export function connect() {
  const ws = new WS('ws://bench.test', { WebSocket: Socket, keepOpen: true, reopen: false });
  const socket = lastSocket();
  socket.onopen({ type: 'open' });
  return { ws, socket, receive: socket.onmessage, frame: (type, data) => JSON.stringify({ type, data }) };
}

/**
 * The package itself.
 *
 * @param options `isFunction`: the hash has a closure in place of a method's name; `handlers`: how many, and by key
 */
export function create(kind, { isFunction = false, handlers = kind === 'keyed' ? 'keyed' : 'one' } = {}) {
  const { ws, ...rest } = connect();
  const [events, options] = binds[handlers];
  let asked = 0;
  /** What is the same in all ids of a connection. */
  let prefix;
  return {
    ...rest,
    listen: (type, { model, method, handler }) =>
      ws.bind(model, { [`ws:message:${type}`]: isFunction ? handler : method }, options),
    bind: ({ model }) => ws.bind(model, events, options),
    unbind: ({ model }) => ws.unbind(model),
    make(symbol) {
      const model = new Quote({ symbol });
      ws.bind(model, events, options);
      return model;
    },
    ask() {
      const type = `reply-${asked++}`;
      return { type, promise: ws.expect(type, 3600) };
    },
    reply: ({ type }, data) => JSON.stringify({ type, data }),
    request: (data) => ws.request('ask', data, late),
    replyTo(n, data) {
      prefix ??= JSON.parse(rest.socket.frame).id.replace(/\d+$/, '');
      return JSON.stringify({ id: `${prefix}${n + 1}`, data });
    },
    send: (type, data) => ws.send({ type, data }),
    sendTyped: (type, data) => ws.send(type, data),
  };
}
