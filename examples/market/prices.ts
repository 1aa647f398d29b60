const letters = 'BCDFGHJKLMNPQRSTVWXZ';

/** As many different symbols as asked for, in alphabetical order. */
function symbolsOf(count: number): string[] {
  // The step has no factor in common with the number of codes, so that none comes twice.
  const code = (index: number): string => {
    let rest = (index * 7919 + 1234) % letters.length ** 4;
    let text = '';
    for (let place = 0; place < 4; place++) {
      text += letters[rest % letters.length];
      rest = Math.floor(rest / letters.length);
    }
    return text;
  };
  return Array.from({ length: count }, (_, index) => code(index)).sort();
}

/** Prices that wander at random, in steps of a cent at least. */
export class Prices {
  readonly symbols: readonly string[];
  readonly #open = new Map<string, number>();
  readonly #now = new Map<string, number>();

  constructor(count: number) {
    this.symbols = symbolsOf(count);
    for (const symbol of this.symbols) this.#open.set(symbol, toCents(10 + Math.random() * 490));
  }

  has(symbol: string): boolean {
    return this.#open.has(symbol);
  }

  now(symbol: string): number {
    return this.#now.get(symbol) ?? this.#open.get(symbol)!;
  }

  listing(symbol: string): { symbol: string; price: number; open: number } {
    return { symbol, price: this.now(symbol), open: this.#open.get(symbol)! };
  }

  /** Moves the price of some symbol. */
  step(): { symbol: string; price: number } {
    const symbol = this.pick();
    const last = this.now(symbol);
    const change = Math.max(0.01, toCents(last * 0.004 * Math.random()));
    const price = toCents(Math.max(1, last + (Math.random() < 0.5 ? -change : change)));
    this.#now.set(symbol, price);
    return { symbol, price };
  }

  pick(): string {
    return this.symbols[Math.floor(Math.random() * this.symbols.length)]!;
  }
}

const toCents = (price: number): number => Math.round(price * 100) / 100;
