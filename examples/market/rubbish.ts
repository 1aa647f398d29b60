import type { Market } from './messages.js';

/** Frames that nobody can decode. The client reports each of them as `invalid`. */
export const unreadable: readonly (string | Buffer)[] = [
  'price of everything: 12.50',
  '{"type":"quote","data":{"symbol":',
  '',
  Buffer.from([0xde, 0xad, 0xbe, 0xef]),
  Buffer.from([0x22, 0xe2, 0x82]), // a quotation mark, and two of the three bytes of "€"
];

/** Frames that a schema refuses. The client reports these as `invalid`, too. */
export const misfits = (symbol: string): readonly string[] => [
  '{"type":"quote","data":null}',
  '{"type":"trade","data":"sold!"}',
  `{"type":"quote","data":{"symbol":"${symbol}","price":"a bargain"}}`,
  `{"type":"quote","data":{"symbol":"${symbol}","__proto__":{"price":0}}}`,
];

/** Frames that fit as far as anybody can tell, and should still change nothing: no model, no connection, no prototype. */
export const nonsense: readonly string[] = [
  'null',
  '42',
  '[1,2,3]',
  '{"type":{"type":"quote"}}',
  '{"type":"x ws:close ws:noretries"}',
  '{"type":"__proto__","data":{"price":0}}',
  '{"type":"quote","data":{"symbol":"nobody","price":1}}',
];

/** A quote gone wrong: the price is negative, or a string. */
export function misquote({ symbol, price }: Market['incoming']['quote'], turn: number): string {
  return JSON.stringify({ type: 'quote', data: { symbol, price: turn % 2 ? -price : String(price) } });
}

/** Less than a frame: never one that can be decoded. */
export const garbled = (frame: string): string => frame.slice(0, Math.floor(Math.random() * frame.length));
