import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { Desk } from './desk.js';
import { Line, type Sent } from './line.js';
import type { Market, Message, Request } from './messages.js';
import { Prices } from './prices.js';
import { misquote } from './rubbish.js';

const TICK_MS = 20;
/** From doing what was asked to the answer, which is lost if the connection is dropped meanwhile. */
const ANSWER_MS = 30;

export interface ServerOptions {
  /** 0 for one that the system chooses. */
  port?: number;
  /** How many symbols are quoted. */
  symbols?: number;
  /** Over all symbols together. */
  quotesPerSecond?: number;
  /** After so many quotes comes one with a price that is none. */
  misquoteEvery?: number;
  /** How long the server says nothing when asked to be silent. */
  silenceMs?: number;
}

/** A market on a real WebSocket: it quotes, trades, takes orders, and misbehaves, not only when asked to. */
export class MarketServer {
  /** What a client that has everything shows and counts. */
  readonly sent: Sent = { prices: new Map(), invalid: 0 };
  readonly desk: Desk;
  /** Connections dropped on request. */
  drops = 0;
  readonly #prices: Prices;
  readonly #server: WebSocketServer;
  readonly #lines = new Set<Line>();
  readonly #options: Required<ServerOptions>;
  #quotes = 0;
  #trades = 0;
  #clock: NodeJS.Timeout | undefined;

  /** Resolves when the server listens. Rejects with `EADDRINUSE` if the port is taken. */
  static async start(options: ServerOptions = {}) {
    const usual = { port: 0, symbols: 300, quotesPerSecond: 600, misquoteEvery: 1000, silenceMs: 1500 };
    const server = new MarketServer({ ...usual, ...options });
    await once(server.#server, 'listening');
    return server;
  }

  private constructor(options: Required<ServerOptions>) {
    this.#options = options;
    this.#prices = new Prices(options.symbols);
    this.desk = new Desk(this.#prices);
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
    const line = new Line(socket, this.sent);
    this.#lines.add(line);
    socket.on('close', () => this.#lines.delete(line));
    socket.on('error', () => {}); // `close` follows; without a listener the error would end the process
    socket.on('message', (frame) => this.#answer(line, frame));
  }

  #answer(line: Line, frame: RawData): void {
    const message = decode(frame);
    if (!message) return line.socket.close(1007, 'This market reads JSON.');
    if ('id' in message) return this.#reply(line, message);
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

  #reply(line: Line, request: Request): void {
    const answer = this.desk.answer(request);
    setTimeout(() => line.reply(request.id, answer), ANSWER_MS).unref();
  }

  #misbehave(line: Line, { how }: Market['outgoing']['misbehave']): void {
    if (how === 'rubbish') line.sendRubbish(this.#prices.pick());
    else if (how === 'silence') line.hush(this.#options.silenceMs);
    else if (how === 'drop') {
      this.drops++;
      line.drop();
    }
  }

  #tick(): void {
    const { misquoteEvery, quotesPerSecond } = this.#options;
    const quotes = Math.ceil((quotesPerSecond * TICK_MS) / 1000);
    for (let count = 0; count < quotes; count++) {
      const quote = this.#prices.step();
      this.#tell('quote', quote);
      if (++this.#quotes % misquoteEvery === 0) this.#misquote(quote);
    }
    const symbol = this.#prices.pick();
    const size = 10 * Math.ceil(Math.random() * 50);
    this.#tell('trade', { id: ++this.#trades, symbol, price: this.#prices.now(symbol), size });
  }

  #tell<K extends 'quote' | 'trade'>(type: K, data: Market['incoming'][K]): void {
    for (const line of this.#lines) if (line.symbols.has(data.symbol)) line.send(type, data);
  }

  #misquote(quote: Market['incoming']['quote']): void {
    const frame = misquote(quote, this.#quotes / this.#options.misquoteEvery);
    for (const line of this.#lines) if (line.symbols.has(quote.symbol)) line.sendInvalid([frame]);
  }
}

/** Undefined for what is no message at all. */
function decode(frame: RawData): Message<Market['outgoing']> | Request | undefined {
  try {
    const message = JSON.parse(String(frame));
    return message?.data && typeof message.data === 'object' ? message : undefined;
  } catch {
    return undefined;
  }
}
