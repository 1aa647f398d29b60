import type { MarketClient } from './client.js';
import type { MarketServer } from './server.js';

export interface Outcome {
  /** All that the server had sent was there in time. */
  isSettled: boolean;
  /** The run was long enough for the server to have dropped the connection. */
  needsDrop: boolean;
}

/**
 * What is wrong at the end of a run: nothing, if live data arrived, every lost connection came back, every rubbish frame was
 * noticed, and every model shows the price that the server sent last.
 */
export function problemsOf(server: MarketServer, client: MarketClient, { isSettled, needsDrop }: Outcome): string[] {
  const { counts, faults, ws } = client;
  const { drops, unreadable } = server.counts;
  const wrong = disagreeing(server, client);
  const checks: [isWrong: boolean, problem: string][] = [
    [!isSettled, `not everything arrived in time; the connection is ${ws.state}`],
    [counts.quotes === 0, 'no quote arrived'],
    [counts.updates <= client.quotes.length, 'the prices did not move'],
    [needsDrop && drops === 0, 'the server never dropped the connection, so that no reconnect could be seen'],
    [counts.losses !== drops, `connections lost: ${counts.losses}, dropped by the server: ${drops}`],
    [counts.reconnects !== counts.losses, `connections lost: ${counts.losses}, come back: ${counts.reconnects}`],
    [counts.invalid !== unreadable, `unreadable frames sent: ${unreadable}, reported: ${counts.invalid}`],
    [counts.dropped > 0, `messages never sent: ${counts.dropped}`],
    [faults.length > 0, `a handler failed: ${faults[0]}`],
    [wrong.length > 0, `models that differ from the server: ${wrong.length} (${wrong.slice(0, 3).join('; ')})`],
  ];
  return checks.filter(([isWrong]) => isWrong).map(([, problem]) => problem);
}

/** Compares with the server's own record, kept where the frames leave it; nothing is sent again for this. */
function disagreeing({ lastSent }: MarketServer, { quotes }: MarketClient): string[] {
  return quotes
    .filter((quote) => quote.get('price') !== lastSent.get(quote.get('symbol')!))
    .map((quote) => `${quote.id} shows ${quote.get('price')}, sent was ${lastSent.get(quote.get('symbol')!)}`);
}

export function summaryOf(server: MarketServer, client: MarketClient, problems: readonly string[]): string {
  const { counts, quotes, ws } = client;
  const seconds = client.seconds;
  const updated = quotes.filter((quote) => Number.isFinite(quote.get('movedAt'))).length;
  const agreeing = quotes.length - disagreeing(server, client).length;
  return [
    '',
    `Ran for           ${seconds.toFixed(1)} s`,
    `Messages received ${counts.messages} (${Math.round(counts.messages / seconds)} a second)`,
    `Models updated    ${updated} of ${quotes.length}, ${counts.updates} changes of price`,
    `Reconnects        ${counts.reconnects} (dropped by the server: ${server.counts.drops})`,
    `Invalid frames    ${counts.invalid} (sent by the server: ${server.counts.unreadable})`,
    `Refused prices    ${counts.refused}`,
    `Dropped messages  ${counts.dropped}`,
    `Prices agreeing   ${agreeing} of ${quotes.length} with what the server sent last`,
    `Final state       ${ws.state}`,
    problems.length ? `FAILED: ${problems.join('; ')}.` : 'All is right.',
  ].join('\n');
}
