import { isDeepStrictEqual } from 'node:util';
import type { MarketClient } from './client.js';
import type { FilledOrder, PlacedOrder } from './messages.js';
import type { MarketServer } from './server.js';

export interface Outcome {
  /** All that the server had sent was there in time. */
  isSettled: boolean;
  /** The run was long enough for the server to have dropped the connection. */
  needsDrop: boolean;
}

/**
 * What is wrong at the end of a run: nothing, if live data arrived, every lost connection came back, everything invalid was
 * noticed, and both sides agree on prices, orders and the watch list.
 */
export function problemsOf(server: MarketServer, client: MarketClient, { isSettled, needsDrop }: Outcome): string[] {
  const { counts, faults, orders, ws } = client;
  const { desk, drops, sent } = server;
  const [failed, filled, refused] = [orders.count('failed'), orders.count('filled'), orders.count('refused')];
  const wrongPrices = pricesApart(server, client);
  const wrongOrders = ordersApart(server, client);
  const checks: [isWrong: boolean, problem: string][] = [
    [!isSettled, `not everything arrived in time; the connection is ${ws.state}`],
    [counts.quotes === 0, 'no quote arrived'],
    [counts.updates <= client.quotes.length, 'the prices did not move'],
    [needsDrop && drops === 0, 'the server never dropped the connection, so that no reconnect could be seen'],
    [counts.losses !== drops, `connections lost: ${counts.losses}, dropped by the server: ${drops}`],
    [counts.reconnects !== counts.losses, `connections lost: ${counts.losses}, come back: ${counts.reconnects}`],
    [counts.invalid !== sent.invalid, `invalid messages sent: ${sent.invalid}, reported: ${counts.invalid}`],
    [counts.badPrices > 0, `prices in models that are none: ${counts.badPrices}`],
    [counts.dropped > 0, `messages never sent: ${counts.dropped}`],
    [faults.length > 0, `a handler failed: ${faults[0]}`],
    [wrongPrices.length > 0, `models that differ from the server: ${some(wrongPrices)}`],
    [needsDrop && filled === 0, 'no order was filled'],
    [failed > 0, `orders without an answer: ${failed}`],
    [refused !== desk.refused, `orders refused by the server: ${desk.refused}, rejected here: ${refused}`],
    [wrongOrders.length > 0, `orders that are not once in both books: ${some(wrongOrders)}`],
    [!watchlistsAgree(server, client), `the server keeps another watch list: ${JSON.stringify(desk.watchlist)}`],
  ];
  return checks.filter(([isWrong]) => isWrong).map(([, problem]) => problem);
}

/** Compares with the server's own record, kept where the frames leave it; nothing is sent again for this. */
function pricesApart({ sent }: MarketServer, { quotes }: MarketClient): string[] {
  return quotes
    .filter((quote) => quote.get('price') !== sent.prices.get(quote.get('symbol')!))
    .map((quote) => `${quote.id} shows ${quote.get('price')}, sent was ${sent.prices.get(quote.get('symbol')!)}`);
}

/** What is left when each order of the one book has struck out one like it in the other. */
function ordersApart({ desk }: MarketServer, { orders }: MarketClient): string[] {
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

const watchlistsAgree = ({ desk }: MarketServer, { watchlist }: MarketClient): boolean =>
  isDeepStrictEqual(desk.watchlist, watchlist.toJSON());

const some = (all: readonly string[]): string => `${all.length} (${all.slice(0, 3).join('; ')})`;

export function summaryOf(server: MarketServer, client: MarketClient, problems: readonly string[]): string {
  const { counts, orders, quotes, seconds, watchlist, ws } = client;
  const { desk, drops, sent } = server;
  const updated = quotes.filter((quote) => Number.isFinite(quote.get('movedAt'))).length;
  const agreeing = quotes.length - pricesApart(server, client).length;
  const apart = ordersApart(server, client).length;
  return [
    '',
    `Ran for           ${seconds.toFixed(1)} s`,
    `Messages received ${counts.messages} (${Math.round(counts.messages / seconds)} a second)`,
    `Models updated    ${updated} of ${quotes.length}, ${counts.updates} changes of price`,
    `Reconnects        ${counts.reconnects} (dropped by the server: ${drops})`,
    `Invalid messages  ${counts.invalid} (sent by the server: ${sent.invalid}), bad prices in models: ${counts.badPrices}`,
    `Dropped messages  ${counts.dropped}`,
    `Prices agreeing   ${agreeing} of ${quotes.length} with what the server sent last`,
    `Orders placed     ${orders.length}: ${orders.count('filled')} filled, ${orders.count('refused')} refused`,
    `Order books       ${apart ? `${apart} orders differ` : 'agree'}, ${desk.filled.length} filled by the server`,
    `Requests repeated ${desk.repeats}, after a lost connection`,
    `Watch list        ${watchlist.get('symbols')!.join(', ')}: ${watchlistsAgree(server, client) ? 'as' : 'not as'} the server keeps it`,
    `Final state       ${ws.state}`,
    problems.length ? `FAILED: ${problems.join('; ')}.` : 'All is right.',
  ].join('\n');
}
