import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { WebSocketServer } from 'ws';

const entry = fileURLToPath(new URL('../../../src/index.ts', import.meta.url));

/** Connects by the options in its address, and writes down what happens to it and to the connection. */
const page = `<!doctype html><title>page</title><script src="/library.js"></script><script>
const log = [];
const note = (...words) => log.push({ what: words.join(' '), at: performance.now() });
for (const type of ['pagehide', 'pageshow']) addEventListener(type, ({ persisted }) => note(type, persisted ? 'kept' : 'anew'));
for (const type of ['freeze', 'resume']) document.addEventListener(type, () => note(type));
for (const type of ['online', 'offline']) addEventListener(type, () => note(type));
let sockets = 0;
class Counted extends WebSocket {
  constructor(url) {
    super(url);
    sockets++;
  }
}
const options = JSON.parse(decodeURIComponent(location.search.slice(1)));
const ws = new library.WS('ws://' + location.host, { ...options, WebSocket: Counted });
ws.on('ws:open', ({ reopened }) => note('open', reopened ? 'again' : 'first'));
ws.on('ws:close', ({ code, reason }) => note('close', code, reason));
ws.on('ws:reopening', ({ attempt, delayMs }) => note('reopening', attempt, 'in', delayMs));
</script>`;

const other = '<!doctype html><title>other</title>';

/** Serves pages that connect to it, and answers every ping. */
export async function startSite() {
  const { outputFiles } = await build({
    ...{ entryPoints: [entry], bundle: true, write: false, format: 'iife', globalName: 'library', logLevel: 'error' },
  });
  const library = outputFiles[0]!.text;
  const server = createServer(({ url }, response) => {
    if (url === '/library.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(library);
    else response.writeHead(200, { 'content-type': 'text/html' }).end(url === '/other' ? other : page);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (frame) => {
      if (String(frame).includes('ping')) socket.send('{"type":"pong"}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    other: `${origin}/other`,
    /** A page that connects with these options. */
    page: (options: object): string => `${origin}/page?${encodeURIComponent(JSON.stringify(options))}`,
    /** How many are connected. */
    connected: (): number => sockets.clients.size,
    async stop(): Promise<void> {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
