import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type WebSocket, WebSocketServer } from 'ws';
import { startStoreServers } from './store-servers.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the server that the browser tests talk to. */
    wsUrl: string;
    /** The port of what can be saved to, over HTTP and over a socket. */
    storePort: number;
  }
}

/** What a test can ask of the server, by one of these words in a text frame. Any other frame comes back as it was. */
const commands = new Map<string, (socket: WebSocket) => void>([
  ['bye', (socket) => socket.close(4001, 'kicked')],
  // No close frame: the browser reports 1006, not clean.
  ['drop', (socket) => socket.terminate()],
  ['rubbish', (socket) => socket.send('{"type": not json')],
  ['binary', (socket) => socket.send(Buffer.from('{"type":"binary","data":{"ok":true}}'), { binary: true })],
  ['burst', burst],
]);

/** A hundred numbered messages at once, to test their order. */
function burst(socket: WebSocket): void {
  for (let n = 0; n < 100; n++) socket.send(JSON.stringify({ type: 'burst', data: { n } }));
}

function serve(socket: WebSocket): void {
  socket.on('message', (frame, binary) => {
    const command = binary ? undefined : commands.get(String(frame));
    if (command) command(socket);
    else socket.send(frame, { binary });
  });
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', serve);
  await new Promise<void>((resolve) => server.once('listening', resolve));
  project.provide('wsUrl', `ws://127.0.0.1:${(server.address() as AddressInfo).port}`);

  const stores = await startStoreServers();
  project.provide('storePort', stores.port);

  return async () => {
    await stores.stop();
    for (const client of server.clients) client.terminate();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
}
