import { setTimeout as pause } from 'node:timers/promises';
import { type CloseEventLike, type WS, WSError } from 'backbone.ws';
import { connect } from './connection.js';
import type { Market, Misdeed } from './messages.js';
import { Quotes, Trades } from './models.js';

/** Counts from the start of the client. */
export interface Counts {
  /** All that arrived, rubbish included. */
  messages: number;
  /** Quotes among them. */
  quotes: number;
  /** Changes of a model's price. */
  updates: number;
  /** Times that an open connection was lost; attempts that fail do not count. */
  losses: number;
  reconnects: number;
  /** Frames that could not be decoded. */
  invalid: number;
  /** Messages with a price that the model did not take. */
  refused: number;
  /** Messages that the connection gave up sending. */
  dropped: number;
}

/** Models and collections on one connection, and what can be told of it. */
export class MarketClient {
  readonly ws: WS<Market>;
  readonly quotes = new Quotes();
  readonly trades: Trades;
  readonly counts: Counts = {
    messages: 0,
    quotes: 0,
    updates: 0,
    losses: 0,
    reconnects: 0,
    invalid: 0,
    refused: 0,
    dropped: 0,
  };
  /** Errors of the application's own handlers: there should be none. */
  readonly faults: unknown[] = [];
  /** Models that are subscribed on the present connection. */
  liveCount = 0;
  /** Of the last `ping`, in milliseconds. */
  roundTripMs: number | undefined;
  lastMessageAt = performance.now();
  readonly #startedAt = performance.now();
  readonly #pinger: NodeJS.Timeout;
  #pings = 0;

  /** @param tell gets a line of text for everything that happens to the connection */
  constructor(
    url: string,
    symbols: readonly string[],
    readonly tell: (news: string) => void,
  ) {
    this.ws = connect(url);
    this.#count();
    this.#report();
    // From here on the connection is there, and what is made binds itself to it.
    this.trades = new Trades();
    this.quotes.add(symbols.map((symbol) => ({ symbol })));
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

  provoke(how: Misdeed): void {
    this.tell(`the server is asked to misbehave: ${how}`);
    this.ws.send('misbehave', { how });
  }

  /** Waits until all that the server has sent is here. False if that did not come about in time. */
  async settle(timeoutMs: number): Promise<boolean> {
    const end = performance.now() + timeoutMs;
    while (performance.now() < end) {
      if (this.ws.isOpen && this.liveCount === this.quotes.length) {
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
    this.ws.off();
    this.ws.destroy();
  }

  #count(): void {
    const { ws, quotes, counts } = this;
    let isUp = false;
    ws.on('ws:message', () => {
      counts.messages++;
      this.#noteMessage();
    });
    ws.on('ws:message:quote', () => counts.quotes++);
    ws.on('ws:close', () => {
      if (isUp) counts.losses++;
      isUp = false;
    });
    ws.on('ws:open', ({ reopened }) => {
      isUp = true;
      if (reopened) counts.reconnects++;
      this.lastMessageAt = performance.now();
    });
    ws.on('ws:invalid', () => counts.invalid++);
    ws.on('ws:dropped', () => counts.dropped++);
    quotes.on('change:price', () => counts.updates++);
    quotes.on('invalid', () => counts.refused++);
    quotes.on('change:isLive', (_, isLive) => {
      this.liveCount += isLive ? 1 : -1;
      if (this.liveCount === quotes.length) this.tell(`all ${quotes.length} models are live`);
    });
  }

  #report(): void {
    const { ws, tell } = this;
    ws.on('ws:open', ({ reopened }) => tell(reopened ? 'open again' : 'open'));
    ws.on('ws:close', ({ code, reason }: CloseEventLike) => tell(`close: code ${code} ${reason}`.trim()));
    ws.on('ws:reopening', ({ attempt, delayMs }) => tell(`reopening: attempt ${attempt} in ${Math.round(delayMs)} ms`));
    ws.on('ws:noretries', () => tell('noretries: given up'));
    ws.on('ws:invalid', ({ issues, data }) => tell(`invalid: ${preview(data)}: ${issues[0]?.message}`));
    ws.on('ws:dropped', ({ reason }) => tell(`dropped: ${reason}`));
    ws.on('ws:error', (error) => {
      const isOwn = error instanceof Error && !(error instanceof WSError);
      if (isOwn) this.faults.push(error);
      tell(`error: ${error?.message ?? error}`);
    });
    this.quotes.on('invalid', (quote, why) => tell(`${quote.id} keeps its price: ${why}`));
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

function preview(data: unknown): string {
  return typeof data === 'string' ? JSON.stringify(data.slice(0, 40)) : 'binary data';
}
