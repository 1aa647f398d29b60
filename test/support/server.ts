import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';

/** A real server for what a fake cannot prove: closing, codes and order on a real network. */
export interface TestServer {
  readonly url: string;
  /** The `ws` server. `restart()` makes a new one. */
  readonly wss: WebSocketServer;
  /** All connections since the start, oldest first. */
  readonly connections: readonly WebSocket[];
  /** All frames since the start, in order of arrival; binary ones as `Buffer`. */
  readonly received: readonly (string | Buffer)[];
  /** The oldest connection that no call has got yet, or the next one to come. */
  nextConnection(): Promise<WebSocket>;
  /** The server dies: every socket is destroyed without a close frame, new ones are refused. */
  kill(): Promise<void>;
  /** The server is back on the same port, after a `kill()` or instead of one. */
  restart(): Promise<void>;
  /** The end, safe to call twice: like `kill()`, and nobody waits for a connection any more. */
  close(): Promise<void>;
}

interface Waiter {
  resolve(connection: WebSocket): void;
  reject(error: Error): void;
}

/** Listens on a free port of 127.0.0.1. The options are those of `ws`: `verifyClient`, `handleProtocols`… */
export async function startServer(options: Omit<ServerOptions, 'host' | 'port' | 'server'> = {}): Promise<TestServer> {
  const connections: WebSocket[] = [];
  const received: (string | Buffer)[] = [];
  const unclaimed: WebSocket[] = [];
  const waiters: Waiter[] = [];
  const sockets = new Set<Socket>();
  let http: Server;
  let wss: WebSocketServer;
  let port = 0;

  async function listen(): Promise<void> {
    http = createServer();
    http.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    wss = new WebSocketServer({ ...options, server: http });
    wss.on('connection', welcome);
    await new Promise<void>((resolve, reject) => {
      wss.once('error', reject); // ws passes on what the HTTP server reports
      http.listen(port, '127.0.0.1', resolve);
    });
    port = (http.address() as AddressInfo).port;
  }

  function welcome(connection: WebSocket): void {
    connection.on('error', () => {}); // without a listener a client's fault ends the process; its close code tells enough
    connection.on('message', (data, isBinary) => {
      received.push(isBinary ? (data as Buffer) : data.toString());
    });
    connections.push(connection);
    const waiter = waiters.shift();
    if (waiter) waiter.resolve(connection);
    else unclaimed.push(connection);
  }

  async function kill(): Promise<void> {
    if (!http.listening) return;
    const closed = new Promise((resolve) => http.once('close', resolve));
    wss.close();
    http.close();
    for (const socket of sockets) socket.destroy(); // also those that never got through their handshake
    await closed;
  }

  await listen();

  return {
    get url() {
      return `ws://127.0.0.1:${port}/`;
    },
    get wss() {
      return wss;
    },
    connections,
    received,
    nextConnection() {
      const connection = unclaimed.shift();
      if (connection) return Promise.resolve(connection);
      return new Promise((resolve, reject) => waiters.push({ resolve, reject }));
    },
    kill,
    async restart() {
      await kill();
      await listen();
    },
    async close() {
      await kill();
      for (const waiter of waiters.splice(0)) waiter.reject(new Error('The server was closed; nobody connected.'));
    },
  };
}
