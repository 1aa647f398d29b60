import type { CloseEventLike, WSError } from 'backbone.ws';
import type { MarketClient } from './client.js';

type Tell = (news: string) => void;

/** Tells in plain words what happens to the connection, and what becomes of messages, orders and the watch list. */
export function report({ ws, orders, watchlist }: MarketClient, tell: Tell): void {
  ws.on('ws:open', ({ reopened }) =>
    tell(`open${reopened ? ' again' : ''}${ws.cursor ? `, and asks for what came after message ${ws.cursor}` : ''}`),
  );
  ws.on('ws:close', ({ code, reason }: CloseEventLike) => tell(`close: code ${code} ${reason}`.trim()));
  ws.on('ws:reopening', ({ attempt, delayMs }) => tell(`reopening: attempt ${attempt} in ${Math.round(delayMs)} ms`));
  ws.on('ws:noretries', () => tell('noretries: given up'));
  const tellSome = sparingly(tell);
  ws.on('ws:invalid', ({ type = 'frame', issues, data }) =>
    tellSome(`invalid ${type}`, `${issues[0]?.message}: ${preview(data)}`),
  );
  ws.on('ws:gap', ({ reason, cursor, got }) =>
    tellSome(`gap (${reason})`, `${got} came after message ${cursor}; all prices are fetched`),
  );
  ws.on('ws:dropped', ({ reason }) => tell(`dropped: ${reason}`));
  ws.on('ws:error', (error) => tell(`error: ${error?.message ?? error}`));
  orders.on('change:error', (_, { cause, code, message }: WSError) =>
    tell(`order rejected, WSError('${code}'): ${(cause as Error | undefined)?.message ?? message}`),
  );
  watchlist.once('sync', () => tell(`watch list fetched: ${watchlist.get('symbols')!.join(', ')}`));
  watchlist.on('error', (_, why: WSError) => tell(`watch list: ${why.message}`));
}

/** Of each kind the first three of a second, and then how many more there were. */
function sparingly(tell: Tell): (kind: string, news: string) => void {
  const counts = new Map<string, number>();
  const sum = (kind: string): void => {
    const more = counts.get(kind)! - 3;
    counts.delete(kind);
    if (more > 0) tell(`${more} more: ${kind}`);
  };
  return (kind, news) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (count === 1) setTimeout(sum, 1000, kind).unref();
    if (count <= 3) tell(`${kind}: ${news}`);
  };
}

function preview(data: unknown): string {
  if (data instanceof ArrayBuffer) return 'binary data';
  return JSON.stringify(typeof data === 'string' ? data.slice(0, 40) : data);
}
