import type { WS } from '../../../src/index.js';
import { createDecorators } from '../../../src/index.js';

export interface Quote {
  symbol: string;
  price: number;
}

/** The map of these tests: payloads of every kind. */
export interface Feed {
  incoming: {
    quote: Quote;
    halted: { symbol: string };
    beat: undefined;
    list: readonly Quote[];
    either: { ask: number } | { bid: number };
    chat: { id: string; text: string };
  };
  outgoing: { subscribe: { symbol: string } };
}

export interface OtherFeed {
  incoming: { other: { id: number } };
}

export declare const ws: WS<Feed>;
export declare const other: WS<OtherFeed>;
export declare const untyped: WS;
export declare const prefixed: WS<Feed, 'feed'>;

export const { wsResource, onMessage, onAnyMessage, onOpen, onClose, onError, onNoRetries, onInvalid } =
  createDecorators<Feed>();
