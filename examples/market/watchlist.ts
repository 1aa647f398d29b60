import Backbone from 'backbone';
import { ws, wsResource } from './connection.js';
import type { SavedWatchlist } from './messages.js';

/** Symbols to keep an eye on. `fetch` and `save` are requests; the server keeps the list. */
@wsResource(() => ws, { sync: { create: 'watchlist.save', update: 'watchlist.save', read: 'watchlist.read' } })
export class Watchlist extends Backbone.Model<SavedWatchlist> {
  override defaults(): { symbols: string[] } {
    return { symbols: [] };
  }

  load(): void {
    this.fetch({ retry: true });
  }

  /** The newest first, five at most. Of several saves that wait for their turn only the last is sent. */
  watch(symbol: string): void {
    const others = this.get('symbols')!.filter((one) => one !== symbol);
    this.save({ symbols: [symbol, ...others].slice(0, 5) }, { retry: true, coalesce: true });
  }
}
