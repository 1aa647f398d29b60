import Reconnecting from 'reconnecting-websocket';
import { lastSocket, Socket } from '../lib/socket.mjs';
import { create as createByHand } from './limit.mjs?reconnecting';

/** reconnecting-websocket, with the same Maps behind it as the limit has. */
export async function create(kind) {
  const connection = new Reconnecting('ws://bench.test', [], { WebSocket: Socket, minReconnectionDelay: 0 });
  // It makes its socket after a timer and two promises.
  while (!connection._ws) await new Promise((resolve) => setTimeout(resolve, 1));
  const socket = lastSocket();
  socket.onopen({ type: 'open' });
  const own = createByHand(kind);
  connection.onmessage = own.receive;
  return {
    ...own,
    socket,
    receive: socket.onmessage,
    send: (type, data) => connection.send(JSON.stringify({ type, data })),
  };
}
