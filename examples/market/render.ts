import color from 'picocolors';
import { type Breaker, faults, outcomeOf, secondsOf } from './breaker.js';
import type { MarketClient } from './client.js';
import type { Quote, Trade } from './models.js';
import type { Order } from './orders.js';

export const NEWS_LINES = 7;
const CELL_WIDTH = 25;
const blocks = ' ▁▂▃▄▅▆▇█';
const stateColors = {
  idle: color.dim,
  connecting: color.yellow,
  open: color.green,
  waiting: color.red,
  closed: color.red,
};

export interface View {
  columns: number;
  rows: number;
  news: readonly string[];
  /** Messages in the last quarters of a second, oldest first. */
  rates: readonly number[];
  breaking?: Breaking | undefined;
}

/** What the mode that breaks things adds to the screen. */
export interface Breaking {
  readonly breaker: Breaker;
  /** Whether it takes keys. */
  readonly hasKeys: boolean;
}

/** The live screen as text, at most `rows` lines of `columns` characters where there is room for the fixed ones. */
export function renderMarket(client: MarketClient, { columns, rows, news, rates, breaking }: View): string {
  const top = [...header(client, columns, rates), ...(breaking ? banner(breaking.breaker, columns) : []), ''];
  const bottom = [
    '',
    list('Trades', client.trades.map(tradeOf), columns),
    list('Orders', [tallyOf(client), ...client.orders.last(20).reverse().map(orderOf)], columns),
    list(
      'Watching',
      client.watchlist.get('symbols')!.map((symbol) => watchedOf(client, symbol)),
      columns,
    ),
    '',
    ...Array.from({ length: NEWS_LINES }, (_, index) => clip(news[index] ?? '', columns)),
    ...(breaking?.hasKeys ? [keysOf(breaking.breaker, columns)] : []),
  ];
  return [...top, ...grid(client, { columns, rows: rows - top.length - bottom.length }), ...bottom].join('\n');
}

const list = (name: string, entries: readonly string[], columns: number): string =>
  clip(`${name.padEnd(9)} ${entries.join('   ')}`, columns);

const tradeOf = (trade: Trade): string => `${trade.get('symbol')} ${trade.get('size')} @ ${trade.get('price')}`;

const tallyOf = ({ orders }: MarketClient): string =>
  `${orders.length} placed, ${orders.count('filled')} filled, ${orders.count('refused')} refused`;

function orderOf(order: Order): string {
  const { state, side, qty, symbol, price } = order.attributes;
  return `${side} ${qty} ${symbol} ${state === 'filled' ? `@ ${price}` : state}`;
}

function watchedOf({ quotes }: MarketClient, symbol: string): string {
  const quote = quotes.get(symbol);
  return `${symbol} ${quote ? priceOf(quote) : '-'}`;
}

function header(client: MarketClient, columns: number, rates: readonly number[]): string[] {
  const { counts, quotes, ws } = client;
  const rate = rates.slice(-4).reduce((sum, each) => sum + each, 0);
  const quietMs = performance.now() - client.lastMessageAt;
  const facts = [
    `${client.liveCount}/${quotes.length} live`,
    `reconnects ${counts.reconnects}`,
    `invalid ${counts.invalid}`,
    `dropped ${counts.dropped}`,
  ];
  const state = stateColors[ws.state](`● ${ws.state.padEnd(10)}`);
  const quiet = quietMs > 500 ? color.yellow(`  quiet for ${(quietMs / 1000).toFixed(1)} s`) : '';
  const roundTrip = `round trip ${client.roundTripMs?.toFixed(1) ?? '-'} ms`;
  const shown = rates.slice(-Math.max(1, columns - 42));
  return [
    `${color.bold('Backbone.WS market')}  ${state}  ${ws.url}  ${timeOf(client.seconds).trim()}${quiet}`,
    `${String(rate).padStart(6)} messages/s  ${roundTrip.padEnd(20)}  ${color.cyan(graph(shown))}`,
    clip(`${String(counts.messages).padStart(6)} messages  ${facts.join('  ')}`, columns),
  ];
}

/** What is broken, or was last, and how long the last faults took. */
function banner({ beganAt, fault, repairs }: Breaker, columns: number): string[] {
  const last = repairs.at(-1);
  const took = repairs.slice(-8).map((one) => `${one.fault} ${one.tookMs ? secondsOf(one.tookMs) : 'never'}`);
  const now = `FAULT ${fault} for ${secondsOf(performance.now() - beganAt)}: ${fault && faults[fault]}`;
  const before = last ? `${last.fault}: ${outcomeOf(last)}` : 'nothing is broken';
  return [
    fault ? color.bold(color.red(clip(now, columns))) : color.green(clip(before, columns)),
    clip(last ? `Right again after  ${took.join('  ')}` : '', columns),
  ];
}

function keysOf({ isAutomatic }: Breaker, columns: number): string {
  const keys = [...Object.keys(faults), `a by itself: ${isAutomatic ? 'on' : 'off'}`, 'q quit'];
  return clip(keys.map((name) => (name in faults ? `${name[0]} ${name}` : name)).join('   '), columns);
}

/** The median is half as high as the highest block, so that the burst after a silence does not flatten all the rest. */
function graph(rates: readonly number[]): string {
  const median = [...rates].sort((a, b) => a - b)[Math.floor(rates.length / 2)] || 1;
  return rates.map((rate) => blocks[Math.min(blocks.length - 1, Math.ceil((rate / median) * 4))]).join('');
}

/** As many quotes as fit, filled column by column; a quote keeps its place. */
function grid({ quotes }: MarketClient, { columns, rows }: { columns: number; rows: number }): string[] {
  const width = Math.max(1, Math.floor((columns + 2) / CELL_WIDTH));
  const height = Math.max(1, Math.min(rows, Math.ceil(quotes.length / width)));
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => quotes.at(column * height + row))
      .map((quote) => (quote ? cell(quote) : ''))
      .join('  '),
  );
}

function cell(quote: Quote): string {
  const { symbol, price, open, direction, isLive, movedAt } = quote.attributes;
  const change = Number.isFinite(price) ? `${(((price! - open!) / open!) * 100).toFixed(2)}%` : '';
  const arrow = direction! > 0 ? '▲' : direction! < 0 ? '▼' : ' ';
  const text = `${symbol!.padEnd(5)}${priceOf(quote).padStart(8)} ${arrow}${change.padStart(8)}`;
  if (!isLive) return color.dim(text);
  const tint = direction! > 0 ? color.green : direction! < 0 ? color.red : color.reset;
  return performance.now() - movedAt! < 500 ? color.bold(tint(text)) : tint(text);
}

export const priceOf = (quote: Quote): string => quote.get('price')?.toFixed(2) ?? '-';
export const timeOf = (seconds: number): string => `${seconds.toFixed(1).padStart(6)} s`;
const clip = (text: string, columns: number): string =>
  text.length > columns ? `${text.slice(0, columns - 1)}…` : text;
