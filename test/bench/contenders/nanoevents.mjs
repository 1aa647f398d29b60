import { createNanoEvents } from 'nanoevents';
import { Socket } from '../lib/socket.mjs';

/** nanoevents for the types, Maps written by hand for keys and replies. */
export function create(kind) {
  const socket = new Socket();
  const emitter = createNanoEvents();
  const bySymbol = new Map();
  const waiting = new Map();
  let asked = 0;
  socket.onmessage = (event) => {
    const message = JSON.parse(event.data);
    emitter.emit(message.type, message.data);
  };
  if (kind === 'keyed') emitter.on('quote', (data) => bySymbol.get(data.symbol)?.(data));
  if (kind === 'replies') {
    socket.onmessage = (event) => {
      const message = JSON.parse(event.data);
      const { type } = message;
      const resolve = waiting.get(type);
      if (resolve) {
        waiting.delete(type);
        resolve(message.data);
      } else emitter.emit(type, message.data);
    };
  }
  return {
    socket,
    receive: socket.onmessage,
    frame: (type, data) => JSON.stringify({ type, data }),
    listen(type, { symbol, handler }) {
      if (kind === 'keyed') bySymbol.set(symbol, handler);
      else emitter.on(type, handler);
    },
    bind: ({ handler }) => emitter.on('quote', handler),
    unbind: (_target, undo) => undo(),
    ask() {
      const type = `reply-${asked++}`;
      return { type, promise: new Promise((resolve) => waiting.set(type, resolve)) };
    },
    reply: ({ type }, data) => JSON.stringify({ type, data }),
  };
}
