/** Frames that nobody should send: rubbish, half-truths, and messages that try to be more than data. A seed repeats them. */

const types: readonly unknown[] = [
  ...['quote', 'order', 'subscribed', 'pong', 'ping', 'welcome', 'invalid', 'late'],
  ...[
    'ws:open',
    'ws:close',
    'ws:noretries',
    'ws:reopening',
    'ws:error',
    'ws:message',
    'ws:message:quote',
    'ws:dropped',
  ],
  ...['open', 'close', 'noretries', 'reopening', 'error', 'message', 'message:quote', 'dropped', 'drain', 'gap', 'all'],
  ...[
    'x ws:close',
    'quote ws:noretries',
    'ws:close\tws:open',
    ' ',
    '\n',
    '',
    ':',
    'ws:',
    '*',
    'quote ',
    '\u0000',
    '\ud800',
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', 'then'],
  ...[
    'destroy',
    'change',
    'change:price',
    'add',
    'remove',
    'reset',
    'update',
    'sync',
    'request',
    'sort',
    'fetch',
    'unbind',
  ],
  ...[0, 1, -1, null, true, false, {}, [], ['quote'], { toString: 'quote' }, { length: 1 }],
];

const keys = [
  ...['type', 'data', 'id', 'error', 'seq', 'epoch', 'retryAfter', 'symbol', 'price', 'message', 'code'],
  ...['__proto__', 'constructor', 'prototype', 'polluted', 'toString', 'valueOf', 'hasOwnProperty', 'toJSON', 'then'],
  ...[
    'attributes',
    'collection',
    '_events',
    '_listenTo',
    'cid',
    'idAttribute',
    'models',
    'length',
    'send',
    'sync',
    'fetch',
  ],
  ...['', ' ', '0', '-1', '1e3', 'ключ', '\u0000', '\u2028'],
];

const texts = [
  ...['', ' ', 'null', 'true', '0', '-0', '1e999', '-1e999', '""', '[]', '{}', '[null]', 'undefined', 'NaN', '\u0000'],
  ...[
    '\ufeff{"type":"quote"}',
    '{"type":"quote","type":"ws:close"}',
    '{"__proto__":{"polluted":1}}',
    "{'type':'quote'}",
  ],
  ...[
    '{"type":"quote","data":{"__proto__":{"polluted":1},"symbol":"ACME"}}',
    '{"type":"quote","data":[{"__proto__":[]}]}',
  ],
  ...[
    '{"type":"quote","data":{"constructor":{"prototype":{"polluted":1}}}}',
    '"quote"',
    '[{"type":"quote"}]',
    '{"data":1}',
  ],
];

/**
 * @param random gives numbers in [0, 1)
 * @param ids of requests that wait for a reply
 */
export function createFrames(random: () => number, ids: () => readonly unknown[]): () => string | Uint8Array {
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;

  /** Any UTF-16, halves of pairs too. */
  const rubbish = (most: number): string =>
    String.fromCharCode(
      ...Array.from({ length: below(most) }, () => (random() < 0.7 ? 32 + below(95) : below(65_536))),
    );

  const scalar = (): unknown =>
    pick([
      null,
      true,
      false,
      0,
      -1,
      below(1000),
      2 ** 53,
      -1e308,
      0.1,
      '',
      'ACME',
      pick(keys),
      pick(types),
      rubbish(20),
    ]);

  /** JSON as text, so that it can hold what no object literal can: a key `__proto__`, one key twice. */
  const json = (depth: number): string => {
    const kind = depth > 0 ? random() : 1;
    if (kind > 0.6) return JSON.stringify(scalar()) ?? 'null';
    const parts = Array.from({ length: below(5) }, () => json(depth - 1));
    if (kind > 0.45) return `[${parts}]`;
    return `{${parts.map((part) => `${JSON.stringify(pick(keys))}:${part}`)}}`;
  };

  const id = (): unknown => (random() < 0.5 ? pick(ids()) : scalar());

  /** An envelope, with something wrong in it. */
  const message = (): string => {
    const fields = [`"type":${JSON.stringify(random() < 0.3 ? 'quote' : pick(types))}`];
    if (random() < 0.8) fields.push(`"data":${json(3)}`);
    if (random() < 0.2) fields.push(`"id":${JSON.stringify(id() ?? null)}`);
    if (random() < 0.1) fields.push(`"error":${json(2)}`);
    if (random() < 0.2) fields.push(`"seq":${random() < 0.7 ? below(100) : json(1)}`);
    if (random() < 0.1) fields.push(`"epoch":${json(1)}`);
    if (random() < 0.2) fields.push(`${JSON.stringify(pick(keys))}:${json(2)}`);
    return `{${fields.sort(() => random() - 0.5)}}`;
  };

  /** A message that something was done to on its way. */
  const broken = (): string => {
    const text = message();
    const at = below(text.length);
    return pick([
      text.slice(0, at),
      text.slice(at),
      text + text,
      text.slice(0, at) + rubbish(3) + text.slice(at + below(3)),
      text.replaceAll('"', "'"),
    ]);
  };

  const deep = (): string => {
    const depth = below(3000);
    const [open, close] = pick([
      ['[', ']'],
      ['{"data":', '}'],
      ['{"__proto__":', '}'],
    ] as const);
    return `{"type":"quote","data":${open.repeat(depth)}1${close.repeat(random() < 0.9 ? depth : below(depth + 1))}}`;
  };

  const bytes = (): Uint8Array =>
    random() < 0.5
      ? Uint8Array.from({ length: below(40) }, () => below(256))
      : new TextEncoder().encode(random() < 0.5 ? message() : broken());

  return () => {
    const kind = random();
    if (kind < 0.4) return message();
    if (kind < 0.6) return json(4);
    if (kind < 0.75) return broken();
    if (kind < 0.85) return rubbish(60);
    if (kind < 0.93) return pick(texts);
    if (kind < 0.999) return bytes();
    return deep();
  };
}
