import { setTimeout as pause } from 'node:timers/promises';
import type { WS, WSError } from 'backbone.ws';
import { connect } from './connection.js';
import { Counts, count } from './counts.js';
import type { Market, Misdeed } from './messages.js';
import { Quotes, Trades } from './models.js';
import { report } from './news.js';
import { type Order, Orders } from './orders.js';
import { Watchlist } from './watchlist.js';

export interface ClientOptions {
  /** Made for a network that breaks, see `connection.ts`. */
  resilient?: boolean;
  /** With `resilient`: how long the server may be quiet. */
  quietMs?: number;
}

/** Models and collections on one connection, and what can be told of it. */
export class MarketClient {
  readonly ws: WS<Market>;
  readonly quotes = new Quotes();
  readonly trades: Trades;
  readonly orders = new Orders();
  readonly watchlist: Watchlist;
  readonly counts = new Counts();
  /** Models that are subscribed on the present connection. */
  liveCount = 0;
  /** Of the last `ping`, in milliseconds. */
  roundTripMs: number | undefined;
  lastMessageAt = performance.now();
  readonly #startedAt = performance.now();
  readonly #pinger: NodeJS.Timeout;
  readonly #trader: NodeJS.Timeout;
  #pings = 0;
  /** Of the watch list, under way. */
  #requests = 0;

  /** @param tell gets a line of text for everything that happens to the connection */
  constructor(
    url: string,
    private readonly symbols: readonly string[],
    readonly tell: (news: string) => void,
    { resilient = false, quietMs = 1000 }: ClientOptions = {},
  ) {
    this.ws = connect(url, resilient ? { refetch: () => this.#refetch(), quietMs } : undefined);
    // From here on the connection is there, and what is made binds itself to it.
    this.trades = new Trades();
    this.watchlist = new Watchlist();
    count(this);
    this.#follow();
    report(this, tell);
    this.quotes.add(symbols.map((symbol) => ({ symbol })));
    // Not before it is here, because what is fetched takes the place of what there was.
    this.watchlist.once('sync', () => this.orders.on('change:order', this.#watch, this));
    this.watchlist.load();
    this.#trader = setInterval(() => this.order(), 500);
    this.#pinger = setInterval(() => this.ping().catch((error) => this.#noPong(error)), 1000);
  }

  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  /** Resolves when the answer is here, and so everything that the server sent before it. */
  async ping(): Promise<void> {
    if (!this.ws.isOpen) return;
    const id = ++this.#pings;
    const start = performance.now();
    const pong = this.ws.expect({ id }, 1);
    this.ws.send('ping', { id });
    await pong;
    this.roundTripMs = performance.now() - start;
  }

  /** Orders something, and each fourth time something that the server has to refuse. */
  order(): void {
    const { symbols, orders } = this;
    const symbol = symbols[Math.floor(Math.random() * symbols.length)]!;
    const qty = 10 * Math.ceil(Math.random() * 20);
    const side = Math.random() < 0.5 ? 'buy' : 'sell';
    const wrong = { 2: { symbol: 'NONE' }, 6: { qty: -qty } }[orders.length % 8];
    orders.place({ symbol, qty, side, ...wrong });
  }

  provoke(how: Misdeed): void {
    this.tell(`the server is asked to misbehave: ${how}`);
    this.ws.send('misbehave', { how });
  }

  /** Orders no more, and waits until all that the server has sent is here. False if that did not come about in time. */
  async settle(timeoutMs: number): Promise<boolean> {
    clearInterval(this.#trader);
    const end = performance.now() + timeoutMs;
    while (performance.now() < end) {
      const isAnswered = this.orders.count('placed') === 0 && this.#requests === 0;
      if (isAnswered && this.ws.isOpen && this.liveCount === this.quotes.length) {
        const answered = await this.ping().then(
          () => this.ws.isOpen,
          () => false,
        );
        if (answered) return true;
      }
      await pause(20);
    }
    return false;
  }

  close(): void {
    clearInterval(this.#pinger);
    clearInterval(this.#trader);
    this.ws.off();
    this.ws.destroy();
  }

  /** After a gap: all that the server has. Messages wait meanwhile; what comes after the one of the number goes on from there. */
  async #refetch(): Promise<number> {
    const { seq, quotes, trades } = await this.ws.request('market.read', {}, { retry: true });
    const live = quotes.map((quote) => ({ ...quote, isLive: true }));
    this.quotes.set(live, { add: false, remove: false });
    this.trades.reset(trades);
    return seq;
  }

  #follow(): void {
    const { ws, quotes, watchlist } = this;
    ws.on('ws:message', () => this.#noteMessage());
    ws.on('ws:open', () => {
      this.lastMessageAt = performance.now();
    });
    quotes.on('change:isLive', (_, isLive) => {
      this.liveCount += isLive ? 1 : -1;
      if (this.liveCount === quotes.length) this.tell(`all ${quotes.length} models are live`);
    });
    watchlist.on('request', () => this.#requests++);
    watchlist.on('sync error', () => this.#requests--);
  }

  /** With its number, which comes with the answer, an order is filled. */
  #watch(order: Order): void {
    this.watchlist.watch(order.get('symbol')!);
  }

  #noteMessage(): void {
    const quietMs = performance.now() - this.lastMessageAt;
    this.lastMessageAt += quietMs;
    if (quietMs > 500) this.tell(`messages again after ${(quietMs / 1000).toFixed(1)} s of silence`);
  }

  #noPong(error: WSError): void {
    if (error.code === 'timeout') this.tell('no answer to a ping within a second');
  }
}
