import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** The feed that the README talks about: see readme.test.ts. */
export async function serveFeed(): Promise<{ url: string; close(): void }> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    quote(socket, 'ACME', 100);
    socket.on('message', (frame) => answer(socket, String(frame)));
  });
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

const send = (socket: WebSocket, message: object): void => socket.send(JSON.stringify(message));

const quote = (socket: WebSocket, symbol: string, price: number): void =>
  send(socket, { type: 'quote', data: { symbol, price } });

function answer(socket: WebSocket, frame: string): void {
  const { type, data, id } = JSON.parse(frame);
  if (id !== undefined) send(socket, { id, data });
  else if (type === 'subscribe') {
    send(socket, { type: 'subscribed', data });
    quote(socket, data.symbol, 101);
    quote(socket, data.symbol, 102);
    send(socket, { type: 'halted', data });
  } else socket.send(frame);
}
