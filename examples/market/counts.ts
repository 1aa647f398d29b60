import { WSError } from 'backbone.ws';
import type { MarketClient } from './client.js';

/** Counts from the start of the client. */
export class Counts {
  /** All that were delivered, rubbish included, but neither replies nor what a schema refuses. */
  messages = 0;
  /** Quotes among them. */
  quotes = 0;
  /** Changes of a model's price. */
  updates = 0;
  /** Times that an open connection was lost; attempts that fail do not count. */
  losses = 0;
  reconnects = 0;
  /** Frames that could not be decoded, and messages that a schema refuses. */
  invalid = 0;
  /** Prices in models that are none: there should be none. */
  badPrices = 0;
  /** Messages that the connection gave up sending. */
  dropped = 0;
  /** Times that messages of the market were missing, or were those of another server. */
  gaps = 0;
  /** Errors of the application's own handlers: there should be none. */
  readonly faults: unknown[] = [];
}

export function count({ counts, quotes, ws }: MarketClient): void {
  let isUp = false;
  ws.on('ws:message', () => counts.messages++);
  ws.on('ws:message:quote', () => counts.quotes++);
  ws.on('ws:close', () => {
    if (isUp) counts.losses++;
    isUp = false;
  });
  ws.on('ws:open', ({ reopened }) => {
    isUp = true;
    if (reopened) counts.reconnects++;
  });
  ws.on('ws:invalid', () => counts.invalid++);
  ws.on('ws:dropped', () => counts.dropped++);
  ws.on('ws:gap', () => counts.gaps++);
  ws.on('ws:error', (error) => {
    if (error instanceof Error && !(error instanceof WSError)) counts.faults.push(error);
  });
  quotes.on('change:price', (_, price) => {
    counts.updates++;
    if (!(price > 0)) counts.badPrices++;
  });
}
