import { ordersApart, pricesApart, tradesAgree, watchlistsAgree } from './apart.js';
import { outcomeOf, type Repair } from './breaker.js';
import type { MarketClient } from './client.js';
import type { MarketServer } from './server.js';

type Check = [isWrong: boolean, problem: string];

export interface Outcome {
  /** All that the server had sent was there in time. */
  isSettled: boolean;
  /** The run ended by itself, so it was long enough to have seen something go wrong. */
  isWhole: boolean;
  /** Of the mode that breaks things: what became of each fault. */
  repairs?: readonly Repair[] | undefined;
}

/**
 * What is wrong at the end of a run: nothing, if live data arrived, every lost connection came back, everything invalid was
 * noticed, and both sides agree on prices, orders and the watch list.
 */
export function problemsOf(server: MarketServer, client: MarketClient, outcome: Outcome): string[] {
  const { isSettled, isWhole, repairs } = outcome;
  const { counts, orders, ws } = client;
  const { desk } = server;
  const [failed, filled, refused] = [orders.count('failed'), orders.count('filled'), orders.count('refused')];
  const wrongPrices = pricesApart(server, client);
  const wrongOrders = ordersApart(server, client);
  const checks: Check[] = [
    [!isSettled, `not everything arrived in time; the connection is ${ws.state}`],
    [counts.quotes === 0, 'no quote arrived'],
    [counts.updates <= client.quotes.length, 'the prices did not move'],
    [counts.reconnects !== counts.losses, `connections lost: ${counts.losses}, come back: ${counts.reconnects}`],
    [counts.badPrices > 0, `prices in models that are none: ${counts.badPrices}`],
    [counts.dropped > 0, `messages never sent: ${counts.dropped}`],
    [counts.faults.length > 0, `a handler failed: ${counts.faults[0]}`],
    [wrongPrices.length > 0, `models that differ from the server: ${some(wrongPrices)}`],
    [isWhole && filled === 0, 'no order was filled'],
    [failed > 0, `orders without an answer: ${failed}`],
    [refused !== desk.refused, `orders refused by the server: ${desk.refused}, rejected here: ${refused}`],
    [wrongOrders.length > 0, `orders that are not once in both books: ${some(wrongOrders)}`],
    [!watchlistsAgree(server, client), `the server keeps another watch list: ${JSON.stringify(desk.watchlist)}`],
    ...(repairs ? brokenChecks(server, client, isWhole, repairs) : steadyChecks(server, client, isWhole)),
  ];
  return checks.filter(([isWrong]) => isWrong).map(([, problem]) => problem);
}

/** Where the server counts what it does. */
function steadyChecks({ drops, lines }: MarketServer, { counts }: MarketClient, isWhole: boolean): Check[] {
  const { invalid } = lines.sent;
  return [
    [isWhole && drops === 0, 'the server never dropped the connection, so that no reconnect could be seen'],
    [counts.losses !== drops, `connections lost: ${counts.losses}, dropped by the server: ${drops}`],
    [counts.invalid !== invalid, `invalid messages sent: ${invalid}, reported: ${counts.invalid}`],
  ];
}

/** Where nobody can count what arrives, but where the client makes good for what did not. */
function brokenChecks(
  server: MarketServer,
  client: MarketClient,
  isWhole: boolean,
  repairs: readonly Repair[],
): Check[] {
  const bad = repairs.filter(({ tookMs }) => tookMs === undefined).map(({ fault }) => fault);
  return [
    [isWhole && repairs.length === 0, 'nothing was broken'],
    [bad.length > 0, `not right again after: ${bad.join(', ')}`],
    [!tradesAgree(server, client), 'the last trades are not those of the server'],
  ];
}

const some = (all: readonly string[]): string => `${all.length} (${all.slice(0, 3).join('; ')})`;

export function summaryOf(
  server: MarketServer,
  client: MarketClient,
  problems: readonly string[],
  repairs?: readonly Repair[],
): string {
  const { counts, orders, quotes, seconds, watchlist, ws } = client;
  const { desk, drops, lines } = server;
  const updated = quotes.filter((quote) => Number.isFinite(quote.get('movedAt'))).length;
  const agreeing = quotes.length - pricesApart(server, client).length;
  const apart = ordersApart(server, client).length;
  return [
    '',
    `Ran for           ${seconds.toFixed(1)} s`,
    `Messages received ${counts.messages} (${Math.round(counts.messages / seconds)} a second)`,
    `Models updated    ${updated} of ${quotes.length}, ${counts.updates} changes of price`,
    `Reconnects        ${counts.reconnects}${repairs ? `, gaps made good: ${counts.gaps}` : ` (dropped by the server: ${drops})`}`,
    `Invalid messages  ${counts.invalid} (sent by the server: ${lines.sent.invalid}), bad prices in models: ${counts.badPrices}`,
    `Dropped messages  ${counts.dropped}`,
    `Prices agreeing   ${agreeing} of ${quotes.length} with the server's`,
    `Orders placed     ${orders.length}: ${orders.count('filled')} filled, ${orders.count('refused')} refused`,
    `Order books       ${apart ? `${apart} orders differ` : 'agree'}, ${desk.filled.length} filled by the server`,
    `Requests repeated ${desk.repeats}, after a lost connection`,
    `Watch list        ${watchlist.get('symbols')!.join(', ')}: ${watchlistsAgree(server, client) ? 'as' : 'not as'} the server keeps it`,
    `Final state       ${ws.state}`,
    ...(repairs ?? []).map((one, at) => `${(at ? '' : 'Faults').padEnd(17)} ${one.fault.padEnd(8)} ${outcomeOf(one)}`),
    problems.length ? `FAILED: ${problems.join('; ')}.` : 'All is right.',
  ].join('\n');
}
