import { randomUUID } from 'node:crypto';
import type { RawData } from 'ws';
import { Desk } from './desk.js';
import type { Line } from './line.js';
import { Lines } from './lines.js';
import type { Market, Message, Request } from './messages.js';
import { Prices } from './prices.js';
import { misquote } from './rubbish.js';
import { Session } from './session.js';

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

type Trade = Market['incoming']['trade'];

/** A market on a real WebSocket: it quotes, trades, takes orders, and misbehaves, not only when asked to. */
export class MarketServer {
  readonly desk: Desk;
  readonly prices: Prices;
  /** The last ones, of all symbols. */
  trades: readonly Trade[] = [];
  /** Connections dropped on request. */
  drops = 0;
  readonly lines: Lines;
  readonly #sessions = new Map<string, Session>();
  readonly #options: Required<ServerOptions>;
  readonly #clock: NodeJS.Timeout;
  #quotes = 0;

  /** Resolves when the server listens. Rejects with `EADDRINUSE` if the port is taken. */
  static async start(options: ServerOptions = {}) {
    const usual = { port: 0, symbols: 300, quotesPerSecond: 600, misquoteEvery: 1000, silenceMs: 1500 };
    const server = new MarketServer({ ...usual, ...options });
    await server.lines.listen().catch((error) => {
      server.pause();
      throw error;
    });
    return server;
  }

  private constructor(options: Required<ServerOptions>) {
    this.#options = options;
    this.prices = new Prices(options.symbols);
    this.desk = new Desk(this.prices);
    this.lines = new Lines(options.port, (line, frame) => this.#take(line, frame));
    this.#clock = setInterval(() => this.#tick(), TICK_MS);
  }

  get url(): string {
    return this.lines.url;
  }

  get symbols(): readonly string[] {
    return this.prices.symbols;
  }

  /** No more quotes and trades; everything else goes on. */
  pause(): void {
    clearInterval(this.#clock);
  }

  /** Drops every connection and stops listening. */
  async close(): Promise<void> {
    this.pause();
    await this.lines.stop();
  }

  /** As a process that is killed: what it had in memory is lost. Orders and prices are not: they are kept elsewhere. */
  async kill(): Promise<void> {
    this.#sessions.clear();
    await this.lines.stop();
  }

  #take(line: Line, frame: RawData): void {
    const message = decode(frame);
    if (!message) return line.socket.close(1007, 'This market reads JSON.');
    if ('id' in message) return this.#reply(line, message);
    const { type, data } = message;
    if (type === 'ping') line.answer({ type: 'pong', data });
    else if (type === 'misbehave') this.#misbehave(line, data);
    else if (type === 'resume') this.#resume(line, data);
    else if (type === 'subscribe.many') this.#subscribe(line, data.symbols);
    else if (type === 'subscribe') this.#subscribe(line, [data.symbol]);
    else if (line.session?.symbols.delete(data.symbol)) line.session.send('unsubscribed', data);
  }

  #subscribe(line: Line, symbols: readonly string[]): void {
    const session = this.#sessionOf(line);
    for (const symbol of symbols.filter((one) => this.prices.has(one))) {
      session.symbols.add(symbol);
      session.send('subscribed', this.prices.listing(symbol));
    }
  }

  #sessionOf(line: Line): Session {
    line.session ??= new Session(randomUUID(), line);
    this.#sessions.set(line.session.id, line.session);
    return line.session;
  }

  /** A server that was killed does not know the session. What it sends then is another one, so the client sees a gap. */
  #resume(line: Line, { session: id, seq }: Market['outgoing']['resume']): void {
    line.session = this.#sessions.get(id);
    line.session?.resume(line, seq);
  }

  #reply(line: Line, request: Request): void {
    const answer = request.type === 'market.read' ? { data: this.#read(line) } : this.desk.answer(request);
    setTimeout(() => line.answer({ id: request.id, ...answer }), ANSWER_MS).unref();
  }

  #read(line: Line): Market['requests']['market.read']['response'] {
    const { seq, symbols } = this.#sessionOf(line);
    return { seq, quotes: [...symbols].map((symbol) => this.prices.listing(symbol)), trades: [...this.trades] };
  }

  #misbehave(line: Line, { how }: Market['outgoing']['misbehave']): void {
    if (how === 'rubbish') line.sendRubbish(this.prices.pick());
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
      const quote = this.prices.step();
      this.#tell('quote', quote);
      if (++this.#quotes % misquoteEvery === 0) this.#misquote(quote);
    }
    const symbol = this.prices.pick();
    const size = 10 * Math.ceil(Math.random() * 50);
    const trade: Trade = { id: (this.trades[0]?.id ?? 0) + 1, symbol, price: this.prices.now(symbol), size };
    this.trades = [trade, ...this.trades].slice(0, 20);
    this.#tell('trade', trade);
  }

  /** Those whose line is lost as well: they may come back. */
  #tell<K extends 'quote' | 'trade'>(type: K, data: Market['incoming'][K]): void {
    for (const session of this.#sessions.values()) {
      if (session.symbols.has(data.symbol)) session.send(type, data);
      if (session.isOver) this.#sessions.delete(session.id);
    }
  }

  #misquote(quote: Market['incoming']['quote']): void {
    const frame = misquote(quote, this.#quotes / this.#options.misquoteEvery);
    for (const line of this.lines) if (line.session?.symbols.has(quote.symbol)) line.sendInvalid([frame]);
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
