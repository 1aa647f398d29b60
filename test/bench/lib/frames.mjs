/** The same sequence in every run and for every contender: whole numbers below a bound. */
export function randomFrom(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const row = (random, symbols) => ({ symbol: `S${random(symbols)}`, price: 10_000 + random(90_000), size: random(900) });

/** An object of nested lists, such as an order book. */
function book(random, bytes) {
  const levels = [];
  const data = { ...row(random, 1000), levels };
  for (let size = 60; size < bytes; size += 12) levels.push([10_000 + random(90_000), 100 + random(900)]);
  return data;
}

/** A list of objects, such as a snapshot. */
function snapshot(random, bytes) {
  const data = [];
  for (let size = 30; size < bytes; size += 43) data.push(row(random, 1000));
  return data;
}

const makers = {
  small(random, symbols) {
    const data = row(random, symbols);
    const time = 1_700_000_000_000 + random(1e9);
    return { ...data, bid: data.price - 1, ask: data.price + 1, time, venue: 'XNAS' };
  },
  book: (random) => book(random, 10_000),
  snapshot: (random) => snapshot(random, 10_000),
};

/** A power of two of payloads, so that a mask picks the next; of about 100 bytes each as JSON, or of 10,000. */
export function payloads(shape, symbols = 1000) {
  const random = randomFrom(7);
  const wanted = shape === 'small' ? Math.min(2 * symbols, 65_536) : 64;
  const count = Math.max(64, 2 ** Math.ceil(Math.log2(wanted)));
  return Array.from({ length: count }, () => makers[shape](random, symbols));
}

/** Flat, as texts come from a socket: a concatenated one would be flattened by whoever parses it first. */
export const flat = (text) => Buffer.from(text).toString();
