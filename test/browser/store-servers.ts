import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Behaviour, createStore, type Store } from './store.js';

const methods: { [verb: string]: string } = {
  ...{ POST: 'create', GET: 'read', PUT: 'update', PATCH: 'patch', DELETE: 'delete' },
};

const headers = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, GET, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '600',
  'cache-control': 'no-store',
  'content-type': 'application/json',
};

/** `/<key>/<behaviour>`, and for HTTP `/items` or `/items/<id>` behind it. Each key has a store of its own. */
const parse = (path: string) => {
  const { pathname, searchParams } = new URL(path, 'http://server/');
  const [, key = '', behaviour = '', , id] = pathname.split('/');
  return { key, behaviour: behaviour as Behaviour, id, query: Object.fromEntries(searchParams) };
};

/** The same stores behind REST and behind requests over a socket, on one port. `GET /<key>/log` tells what a store was asked. */
export async function startStoreServers(): Promise<{ port: number; stop(): Promise<void> }> {
  const stores = new Map<string, Store>();
  const storeOf = (key: string): Store => {
    const store = stores.get(key) ?? createStore();
    stores.set(key, store);
    return store;
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { key, behaviour, id, query } = parse(request.url!);
    const end = (status: number, body?: unknown): void => {
      response.writeHead(status, headers).end(body === undefined ? undefined : JSON.stringify(body));
    };
    let text = '';
    for await (const chunk of request) text += chunk;
    if (request.method === 'OPTIONS') return end(204);
    if ((behaviour as string) === 'log') return end(200, storeOf(key).log);
    const { id: own, ...content } = { ...query, ...JSON.parse(text || '{}') };
    const answer = storeOf(key).ask(behaviour, methods[request.method!]!, id ?? own, content);
    if (answer) end(answer.status, answer.body);
  }

  function talk(socket: WebSocket, { url }: IncomingMessage): void {
    const { key, behaviour } = parse(url!);
    socket.on('message', (frame) => {
      const { type, data, id } = JSON.parse(String(frame));
      const { id: own, ...content } = data;
      const answer = storeOf(key).ask(behaviour, type, own, content);
      if (!answer) return;
      const { status, body } = answer;
      socket.send(JSON.stringify(status < 400 ? { id, data: body } : { id, error: body }));
    });
  }

  const http = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  const wss = new WebSocketServer({ server: http });
  wss.on('connection', talk);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

  return {
    port: (http.address() as AddressInfo).port,
    async stop() {
      for (const client of wss.clients) client.terminate();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}
