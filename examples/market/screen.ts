import { createLogUpdate } from 'log-update';
import type { MarketClient } from './client.js';
import { type Breaking, NEWS_LINES, priceOf, renderMarket, timeOf } from './render.js';

/** Where a run is shown. `draw` is called again and again. */
export interface Screen {
  readonly everyMs: number;
  /** Whether there is somebody in front of it. */
  readonly isLive: boolean;
  draw(client: MarketClient, breaking?: Breaking): void;
  tell(news: string, seconds: number): void;
  stop(client: MarketClient): void;
}

/** The live one on a terminal, plain lines anywhere else. */
export function createScreen(out: NodeJS.WriteStream): Screen {
  return out.isTTY && process.env.TERM !== 'dumb' ? new LiveScreen(out) : new PlainScreen(out);
}

/** One status line a second, and one for each piece of news. */
export class PlainScreen implements Screen {
  readonly everyMs = 1000;
  readonly isLive = false;
  #shown = 0;
  #drawnAt = 0;

  constructor(private readonly out: { write(text: string): unknown }) {}

  draw(client: MarketClient, breaking?: Breaking): void {
    const { counts, orders, quotes, seconds, ws } = client;
    const rate = (counts.messages - this.#shown) / (seconds - this.#drawnAt);
    this.#shown = counts.messages;
    this.#drawnAt = seconds;
    const sample = quotes.first(2).map((quote) => `${quote.id} ${priceOf(quote)}`);
    const facts = [
      `${Math.round(rate)} messages/s`,
      `${client.liveCount}/${quotes.length} live`,
      `reconnects ${counts.reconnects}`,
      `invalid ${counts.invalid}`,
      `orders ${orders.length}: ${orders.count('filled')} filled, ${orders.count('refused')} refused`,
      ...(breaking?.breaker.fault ? [`FAULT ${breaking.breaker.fault}`] : []),
      ...sample,
    ];
    this.#line(seconds, `${ws.state.padEnd(10)} ${facts.join('  ')}`);
  }

  tell(news: string, seconds: number): void {
    this.#line(seconds, `- ${news}`);
  }

  stop(): void {}

  #line(seconds: number, text: string): void {
    this.out.write(`${timeOf(seconds)}  ${text}\n`);
  }
}

/** The whole terminal, drawn anew four times a second. */
class LiveScreen implements Screen {
  readonly everyMs = 250;
  readonly isLive = true;
  readonly #update: ReturnType<typeof createLogUpdate>;
  readonly #news: string[] = [];
  /** Messages in each of the last periods between two drawings. */
  readonly #rates: number[] = [];
  #shown = 0;
  #breaking: Breaking | undefined;

  constructor(private readonly out: NodeJS.WriteStream) {
    this.#update = createLogUpdate(out);
  }

  draw(client: MarketClient, breaking?: Breaking): void {
    this.#breaking = breaking;
    this.#rates.push(client.counts.messages - this.#shown);
    this.#shown = client.counts.messages;
    if (this.#rates.length > 48) this.#rates.shift();
    this.#render(client);
  }

  #render(client: MarketClient): void {
    const { columns = 80, rows = 24 } = this.out;
    const view = { news: this.#news, rates: this.#rates, breaking: this.#breaking };
    this.#update(renderMarket(client, { columns, rows: rows - 1, ...view }));
  }

  tell(news: string, seconds: number): void {
    this.#news.push(`${timeOf(seconds)}  ${news}`);
    if (this.#news.length > NEWS_LINES) this.#news.shift();
  }

  stop(client: MarketClient): void {
    this.#render(client);
    this.#update.done();
  }
}
