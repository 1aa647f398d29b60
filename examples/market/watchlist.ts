import Backbone from 'backbone';
import type { RequestOptions } from 'backbone.ws';
import { ws, wsResource } from './connection.js';
import type { SavedWatchlist } from './messages.js';

/** Sent again after a lost connection; of several saves that wait for their turn only the last is sent. */
const options: Backbone.PersistenceOptions & RequestOptions & { coalesce: boolean } = { retry: true, coalesce: true };

/** Symbols to keep an eye on. `fetch` and `save` are requests; the server keeps the list. */
@wsResource(() => ws, { sync: { create: 'watchlist.save', update: 'watchlist.save', read: 'watchlist.read' } })
export class Watchlist extends Backbone.Model<SavedWatchlist> {
  override defaults(): { symbols: string[] } {
    return { symbols: [] };
  }

  load(): void {
    this.fetch(options);
  }

  /** The newest first, five at most. */
  watch(symbol: string): void {
    const others = this.get('symbols')!.filter((one) => one !== symbol);
    this.save({ symbols: [symbol, ...others].slice(0, 5) }, options);
  }
}
