import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import { WebSocketServer } from 'ws';
import binary from './tabs/binary/server.js';
import breakIt from './tabs/break/server.js';
import chat from './tabs/chat/server.js';
import form from './tabs/form/server.js';
import plain from './tabs/plain/server.js';
import quotes from './tabs/quotes/server.js';
import type { Socket } from './tabs/socket.js';

/** The same scripts that run in the page, by the last part of the address. */
const scripts: { readonly [tab: string]: (socket: Socket) => void } = {
  binary,
  break: breakIt,
  chat,
  form,
  plain,
  quotes,
};

/** What `servePlayground` gives. */
export interface Playground {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the built page on 127.0.0.1, and behind the switch "Real server" a WebSocket server of its own.
 * @param port the first to try; the next free one is taken
 */
export async function servePlayground(port = 8787): Promise<Playground> {
  const server = await preview({
    root: fileURLToPath(new URL('../../playground', import.meta.url)),
    logLevel: 'error',
    build: { outDir: fileURLToPath(new URL('../page', import.meta.url)) },
    preview: { host: '127.0.0.1', port },
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.httpServer.on('upgrade', (request, socket, head) => {
    const script = scripts[(request.url ?? '').split('/').at(-1)!];
    if (!script) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      // Without a listener an error of one client would end the process.
      accepted.on('error', () => {});
      script({
        on: (event: string, listener: any) => accepted.on(event, listener),
        send: (data) => accepted.readyState === accepted.OPEN && accepted.send(data),
        close: (code, reason) => accepted.close(code, reason),
      });
    });
  });
  const { port: chosen } = server.httpServer.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${chosen}`,
    async close() {
      for (const client of sockets.clients) client.terminate();
      await server.close();
    },
  };
}
