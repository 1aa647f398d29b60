import type { Answer, FilledOrder, PlacedOrder, Request, SavedWatchlist } from './messages.js';
import type { Prices } from './prices.js';

/** Where the server's requests are answered: it fills orders and keeps a watch list. */
export class Desk {
  /** The book of orders. */
  readonly filled: (PlacedOrder & FilledOrder)[] = [];
  /** To begin with it proposes a list that is not saved yet. */
  watchlist: SavedWatchlist;
  /** Orders refused. */
  refused = 0;
  /** Requests that came again. */
  repeats = 0;
  readonly #prices: Prices;
  readonly #answers = new Map<string, Answer>();

  constructor(prices: Prices) {
    this.#prices = prices;
    this.watchlist = { symbols: prices.symbols.slice(0, 3) };
  }

  /** Orders filled and refused. */
  get taken(): number {
    return this.filled.length + this.refused;
  }

  /** What comes again, by its id, gets the same answer as before, and nothing is done twice. */
  answer(request: Request): Answer {
    const known = this.#answers.get(request.id);
    if (known) this.repeats++;
    const answer = known ?? this.#carryOut(request);
    this.#answers.set(request.id, answer);
    return answer;
  }

  #carryOut({ type, data }: Request): Answer {
    if (type === 'order.place') return this.#fill(data);
    if (type === 'watchlist.read') return { data: this.watchlist };
    const { id = 1, symbols } = data;
    this.watchlist = { id, symbols };
    return { data: { id } };
  }

  #fill({ symbol, qty, side = 'buy' }: PlacedOrder): Answer {
    if (!this.#prices.has(symbol)) return this.#refuse(`${symbol} is not traded here`);
    if (!(qty > 0)) return this.#refuse(`quantity ${qty} is not positive`);
    const order = this.filled.length + 1;
    const price = this.#prices.now(symbol);
    this.filled.push({ order, symbol, qty, side, price });
    return { data: { order, price } };
  }

  #refuse(message: string): Answer {
    this.refused++;
    return { error: { message } };
  }
}
