import fc from 'fast-check';

/** What stays as it is during one schedule. */
export interface Setup {
  readonly seed: number;
  readonly latencyMs: number | readonly [number, number];
  readonly limit: number;
  readonly overflow: 'reject' | 'drop-oldest' | 'drop-newest';
  readonly ttlMs: number;
  readonly highWaterMark: number;
  /** How the items are fetched anew after a gap; `blind`: without a word of where the state stands; `none`: not at all. */
  readonly gap: 'request' | 'http' | 'fetch' | 'blind' | 'none';
  /** Which message asks for what a channel has missed. */
  readonly since: 'subscribe' | 'message';
  readonly confirm: boolean;
  /** Many subscriptions in one message. */
  readonly many: boolean;
  readonly hello: boolean;
  /** Handlers of channels are async. */
  readonly isSlow: boolean;
  /** Frames take their time to be decoded, so that they wait while the connection ends. */
  readonly isCoded: boolean;
  /** What real sockets do that the standard does not know. */
  readonly syncClose: boolean;
  readonly lateMessages: boolean;
  /** What keeps it open: nothing is needed for that, or a resource, or any use. */
  readonly keep: 'all' | 'last' | 'lazy';
  /** Unless nothing keeps it open, nothing is bound at first. */
  readonly isEmpty: boolean;
  /** Much is bound from the beginning. */
  readonly isBusy: boolean;
  /** It ends in the middle of everything. */
  readonly isCut: boolean;
}

const rarely = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> => fc.constantFrom(usual, usual, ...others);

export const anySetup: fc.Arbitrary<Setup> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  latencyMs: fc.constantFrom(0, 0, 5, [1, 40] as const),
  limit: fc.constantFrom(1000, 3),
  overflow: fc.constantFrom('reject', 'drop-oldest', 'drop-newest'),
  ttlMs: fc.constantFrom(0, 400, 2000),
  highWaterMark: rarely(Infinity, 60),
  gap: fc.constantFrom('request', 'http', 'fetch', 'http', 'fetch', 'blind', 'none'),
  since: fc.constantFrom('subscribe', 'message'),
  confirm: fc.boolean(),
  many: fc.boolean(),
  hello: rarely(false, true),
  isSlow: rarely(false, true),
  isCoded: rarely(false, true),
  syncClose: rarely(false, true),
  lateMessages: fc.boolean(),
  keep: rarely('all', 'last', 'lazy'),
  isEmpty: rarely(false, true),
  isBusy: rarely(false, true),
  isCut: rarely(false, true),
});
