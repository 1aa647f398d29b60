import { Socket } from '../lib/socket.mjs';

/**
 * The limit: what somebody writes by hand who knows the application and wants nothing but speed. No order is kept, nobody is
 * protected from a handler that throws, nothing comes back after a lost connection.
 */
const kinds = {
  one(socket, handlers) {
    socket.onmessage = (event) => {
      const message = JSON.parse(event.data);
      handlers.get(message.type)?.(message.data);
    };
    return { listen: (type, { handler }) => handlers.set(type, handler) };
  },

  many(socket, handlers) {
    socket.onmessage = (event) => {
      const message = JSON.parse(event.data);
      const list = handlers.get(message.type);
      if (list) for (let i = 0; i < list.length; i++) list[i](message.data);
    };
    return {
      listen(type, { handler }) {
        const list = handlers.get(type);
        if (list) list.push(handler);
        else handlers.set(type, [handler]);
      },
    };
  },

  keyed(socket, handlers) {
    const bySymbol = new Map();
    socket.onmessage = (event) => {
      const message = JSON.parse(event.data);
      handlers.get(message.type)?.(message.data);
    };
    handlers.set('quote', (data) => bySymbol.get(data.symbol)?.(data));
    return { listen: (_type, { symbol, handler }) => bySymbol.set(symbol, handler) };
  },

  /** The last handler takes the place of the one that goes. */
  bind(_socket, handlers) {
    const list = [];
    handlers.set('quote', list);
    return {
      bind({ handler }) {
        const entry = { handler, index: list.length };
        list.push(entry);
        return entry;
      },
      unbind(_target, { index }) {
        const last = list.pop();
        if (last.index === index) return;
        list[index] = last;
        last.index = index;
      },
    };
  },

  replies(socket, handlers) {
    const waiting = new Map();
    let asked = 0;
    socket.onmessage = (event) => {
      const message = JSON.parse(event.data);
      const { type } = message;
      const resolve = waiting.get(type);
      if (resolve) {
        waiting.delete(type);
        resolve(message.data);
      } else handlers.get(type)?.(message.data);
    };
    return {
      listen: (type, { handler }) => handlers.set(type, handler),
      ask() {
        const type = `reply-${asked++}`;
        return { type, promise: new Promise((resolve) => waiting.set(type, resolve)) };
      },
      reply: ({ type }, data) => JSON.stringify({ type, data }),
    };
  },

  /** Requests are numbers: their ids need not be unlike those of any other connection. */
  requests(socket, handlers) {
    const waiting = new Map();
    let count = 0;
    socket.onmessage = (event) => {
      const message = JSON.parse(event.data);
      const resolve = waiting.get(message.id);
      if (resolve) {
        waiting.delete(message.id);
        resolve(message.data);
      } else handlers.get(message.type)?.(message.data);
    };
    return {
      request(data) {
        const id = count++;
        socket.send(JSON.stringify({ type: 'ask', data, id }));
        return new Promise((resolve) => waiting.set(id, resolve));
      },
      replyTo: (id, data) => JSON.stringify({ id, data }),
    };
  },

  send: (socket) => ({ send: (type, data) => socket.send(JSON.stringify({ type, data })) }),
};

export function create(kind) {
  const socket = new Socket();
  const own = kinds[kind](socket, new Map());
  return { socket, receive: socket.onmessage, frame: (type, data) => JSON.stringify({ type, data }), ...own };
}
