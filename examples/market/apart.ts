import { isDeepStrictEqual } from 'node:util';
import type { MarketClient } from './client.js';
import type { FilledOrder, PlacedOrder } from './messages.js';
import type { MarketServer } from './server.js';

// What the two sides know differently. Nothing is sent for this: both are in one process, and each is asked for what it has.

export function pricesApart({ prices }: MarketServer, { quotes }: MarketClient): string[] {
  return quotes
    .filter((quote) => quote.get('price') !== prices.now(quote.get('symbol')!))
    .map((quote) => `${quote.id} shows ${quote.get('price')}, the price is ${prices.now(quote.get('symbol')!)}`);
}

/** Without a hole. What was traded before the client came it need not have. */
export const tradesAgree = ({ trades }: MarketServer, client: MarketClient): boolean =>
  isDeepStrictEqual(trades.slice(0, client.trades.length), client.trades.toJSON());

/** What is left when each order of the one book has struck out one like it in the other. */
export function ordersApart({ desk }: MarketServer, { orders }: MarketClient): string[] {
  const theirs = desk.filled.map(lineOf);
  const ours = orders.where({ state: 'filled' }).map(({ attributes }) => lineOf(attributes));
  const onlyOurs = ours.filter((order) => {
    const at = theirs.indexOf(order);
    if (at >= 0) theirs.splice(at, 1);
    return at < 0;
  });
  return [...onlyOurs, ...theirs];
}

const lineOf = ({ order, side, qty, symbol, price }: Partial<PlacedOrder & FilledOrder>): string =>
  `#${order} ${side} ${qty} ${symbol} @ ${price}`;

export const watchlistsAgree = ({ desk }: MarketServer, { watchlist }: MarketClient): boolean =>
  isDeepStrictEqual(desk.watchlist, watchlist.toJSON());
