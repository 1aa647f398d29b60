import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { Line } from './line.js';
import type { Market, Message } from './messages.js';
import { Prices } from './prices.js';

const TICK_MS = 20;

export interface ServerOptions {
  /** 0 for one that the system chooses. */
  port?: number;
  /** How many symbols are quoted. */
  symbols?: number;
  /** Over all symbols together. */
  quotesPerSecond?: number;
  /** How long the server says nothing when asked to be silent. */
  silenceMs?: number;
}

/** A market on a real WebSocket: it quotes, trades, and misbehaves when asked to. */
export class MarketServer {
  /** The last price that went out for each symbol: what a client that has everything shows. */
  readonly lastSent = new Map<string, number>();
  /** Connections dropped, and undecodable frames sent, both on request. */
  readonly counts = { drops: 0, unreadable: 0 };
  readonly #prices: Prices;
  readonly #server: WebSocketServer;
  readonly #lines = new Set<Line>();
  readonly #options: Required<ServerOptions>;
  #trades = 0;
  #clock: NodeJS.Timeout | undefined;

  /** Resolves when the server listens. Rejects with `EADDRINUSE` if the port is taken. */
  static async start({ port = 0, symbols = 300, quotesPerSecond = 600, silenceMs = 1500 }: ServerOptions = {}) {
    const server = new MarketServer({ port, symbols, quotesPerSecond, silenceMs });
    await once(server.#server, 'listening');
    return server;
  }

  private constructor(options: Required<ServerOptions>) {
    this.#options = options;
    this.#prices = new Prices(options.symbols);
    this.#server = new WebSocketServer({ host: '127.0.0.1', port: options.port });
    this.#server.on('connection', (socket) => this.#welcome(socket));
    this.#clock = setInterval(() => this.#tick(), TICK_MS);
    this.#server.once('error', () => this.pause());
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get symbols(): readonly string[] {
    return this.#prices.symbols;
  }

  /** No more quotes and trades; everything else goes on. */
  pause(): void {
    clearInterval(this.#clock);
  }

  /** Drops every connection and stops listening. */
  async close(): Promise<void> {
    this.pause();
    for (const line of this.#lines) line.drop();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #welcome(socket: WebSocket): void {
    const line = new Line(socket, this.lastSent);
    this.#lines.add(line);
    socket.on('close', () => this.#lines.delete(line));
    socket.on('error', () => {}); // `close` follows; without a listener the error would end the process
    socket.on('message', (frame) => this.#answer(line, frame));
  }

  #answer(line: Line, frame: RawData): void {
    const message = decode(frame);
    if (!message) return line.socket.close(1007, 'This market reads JSON.');
    const { type, data } = message;
    if (type === 'ping') return line.send('pong', data);
    if (type === 'misbehave') return this.#misbehave(line, data);
    const { symbol } = data;
    if (!this.#prices.has(symbol)) return;
    if (type === 'subscribe') {
      line.symbols.add(symbol);
      line.send('subscribed', { symbol, price: this.#prices.now(symbol), open: this.#prices.open(symbol) });
    } else if (type === 'unsubscribe') {
      line.symbols.delete(symbol);
      line.send('unsubscribed', { symbol });
    }
  }

  #misbehave(line: Line, { how }: Market['outgoing']['misbehave']): void {
    if (how === 'rubbish') this.counts.unreadable += line.sendRubbish(this.#prices.pick());
    else if (how === 'silence') line.hush(this.#options.silenceMs);
    else if (how === 'drop') {
      this.counts.drops++;
      line.drop();
    }
  }

  #tick(): void {
    const quotes = Math.ceil((this.#options.quotesPerSecond * TICK_MS) / 1000);
    for (let count = 0; count < quotes; count++) this.#tell('quote', this.#prices.step());
    const symbol = this.#prices.pick();
    const size = 10 * Math.ceil(Math.random() * 50);
    this.#tell('trade', { id: ++this.#trades, symbol, price: this.#prices.now(symbol), size });
  }

  #tell<K extends 'quote' | 'trade'>(type: K, data: Market['incoming'][K]): void {
    for (const line of this.#lines) if (line.symbols.has(data.symbol)) line.send(type, data);
  }
}

/** Undefined for what is no message at all. */
function decode(frame: RawData): Message<Market['outgoing']> | undefined {
  try {
    const message = JSON.parse(String(frame));
    return message?.data && typeof message.data === 'object' ? message : undefined;
  } catch {
    return undefined;
  }
}
