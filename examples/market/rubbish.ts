/** Frames that nobody can decode. The client reports each of them as `invalid`. */
export const unreadable: readonly (string | Buffer)[] = [
  'price of everything: 12.50',
  '{"type":"quote","data":{"symbol":',
  '',
  Buffer.from([0xde, 0xad, 0xbe, 0xef]),
  Buffer.from([0x22, 0xe2, 0x82]), // a quotation mark, and two of the three bytes of "€"
];

/** Frames that are JSON, and should still change nothing: no model, no connection, no prototype. */
export const nonsense = (symbol: string): readonly string[] => [
  'null',
  '42',
  '[1,2,3]',
  '{"type":{"type":"quote"}}',
  '{"type":"x ws:close ws:noretries"}',
  '{"type":"__proto__","data":{"price":0}}',
  '{"type":"quote","data":null}',
  '{"type":"trade","data":"sold!"}',
  '{"type":"quote","data":{"symbol":"nobody","price":1}}',
  `{"type":"quote","data":{"symbol":"${symbol}","price":"a bargain"}}`,
  `{"type":"quote","data":{"symbol":"${symbol}","__proto__":{"price":0}}}`,
];
