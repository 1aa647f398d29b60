import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { until } from '../support/until.js';

/** What the server knows of one run: its sockets have the path of the run. */
interface Run {
  connections: number;
  readonly open: Set<WebSocket>;
  /** How they ended, but for those that the server cut. */
  readonly codes: number[];
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

const news = [
  { type: 'news', data: { id: 1, text: 'new' } },
  { type: 'news', data: { id: 2, text: 'more' } },
];

/** A request's answer, or undefined where there is none. */
function handle(socket: WebSocket, run: Run, topics: Set<string>, { type, data }: any): unknown {
  if (type === 'double') return data * 2;
  if (type === 'subscribed') return [...topics];
  if (type === 'order') return { ...data, id: 'order-1' };
  if (type === 'unsubscribe') topics.delete(data.symbol);
  if (type === 'cut') {
    run.open.delete(socket);
    socket.terminate();
  }
  if (type === 'subscribe') {
    topics.add(data.symbol);
    const { symbol } = data;
    const answers = symbol === 'NEWS' ? news : [{ type: 'quote', data: { symbol, price: run.connections } }];
    for (const message of answers) socket.send(JSON.stringify(message));
  }
  return undefined;
}

function serve(socket: WebSocket, run: Run): void {
  const topics = new Set<string>();
  run.connections++;
  run.open.add(socket);
  socket.on('message', (frame) => {
    const message = JSON.parse(String(frame));
    const data = handle(socket, run, topics, message);
    if (data !== undefined) socket.send(JSON.stringify({ id: message.id, data }));
  });
  socket.on('close', (code) => {
    if (run.open.delete(socket)) run.codes.push(code);
  });
}

async function serveFile(folder: string, { url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = normalize(decodeURIComponent(new URL(url, 'http://server').pathname));
  try {
    const content = await readFile(join(folder, path));
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(content);
  } catch {
    // Browsers ask for the icon by themselves, and log that there is none.
    response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
  }
}

/** Serves the files of a folder, and sockets for what `program/smoke.ts` says. */
export async function startServer(folder: string) {
  const runs = new Map<string, Run>();
  const http = createServer((request, response) => void serveFile(folder, request, response));
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket, { url = '' }) => {
    const run = runs.get(url);
    if (run) serve(socket, run);
    else socket.close(1008, 'no such run');
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;

  return {
    origin: `http://127.0.0.1:${port}`,

    /** A run with an address of its own for its sockets, and what was wrong with them at the end. */
    begin(): { url: string; end(): Promise<string[]> } {
      const path = `/run-${runs.size}`;
      const run: Run = { connections: 0, open: new Set(), codes: [] };
      runs.set(path, run);
      return {
        url: `ws://127.0.0.1:${port}${path}`,
        async end() {
          await until(() => run.open.size === 0).catch(() => {});
          const lost = run.codes.filter((code) => code !== 1000 && code !== 1005);
          return [
            ...(run.open.size ? [`${run.open.size} connections are left open`] : []),
            ...(lost.length ? [`connections ended with ${lost}`] : []),
          ];
        },
      };
    },

    async stop(): Promise<void> {
      for (const socket of sockets.clients) socket.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

export type Server = Awaited<ReturnType<typeof startServer>>;
