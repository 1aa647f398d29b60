import type { CloseEventLike, WSError } from 'backbone.ws';
import type { MarketClient } from './client.js';

/** Tells in plain words what happens to the connection, and what becomes of messages, orders and the watch list. */
export function report({ ws, orders, watchlist }: MarketClient, tell: (news: string) => void): void {
  ws.on('ws:open', ({ reopened }) => tell(reopened ? 'open again' : 'open'));
  ws.on('ws:close', ({ code, reason }: CloseEventLike) => tell(`close: code ${code} ${reason}`.trim()));
  ws.on('ws:reopening', ({ attempt, delayMs }) => tell(`reopening: attempt ${attempt} in ${Math.round(delayMs)} ms`));
  ws.on('ws:noretries', () => tell('noretries: given up'));
  ws.on('ws:invalid', ({ type = 'frame', issues, data }) =>
    tell(`invalid ${type}: ${issues[0]?.message}: ${preview(data)}`),
  );
  ws.on('ws:dropped', ({ reason }) => tell(`dropped: ${reason}`));
  ws.on('ws:error', (error) => tell(`error: ${error?.message ?? error}`));
  orders.on('change:error', (_, { cause, code, message }: WSError) =>
    tell(`order rejected, WSError('${code}'): ${(cause as Error | undefined)?.message ?? message}`),
  );
  watchlist.once('sync', () => tell(`watch list fetched: ${watchlist.get('symbols')!.join(', ')}`));
  watchlist.on('error', (_, why: WSError) => tell(`watch list: ${why.message}`));
}

function preview(data: unknown): string {
  if (data instanceof ArrayBuffer) return 'binary data';
  return JSON.stringify(typeof data === 'string' ? data.slice(0, 40) : data);
}
