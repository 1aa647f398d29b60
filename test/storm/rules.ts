import { createRetries } from '../../src/connection/retries.js';
import { resolve } from '../../src/options.js';

/** Milliseconds before the next attempt; undefined if none follows. */
export type NextDelay = () => number | undefined;

/** How clients of one library come back. */
export interface Rule {
  readonly name: string;
  /** The rule of one client that has been connected for long. */
  readonly client: (random: () => number) => NextDelay;
}

/** A rule that depends on the number of the attempt alone. */
const byAttempt =
  (delayOf: (attempt: number, random: () => number) => number | undefined): Rule['client'] =>
  (random) => {
    let attempt = 0;
    return () => delayOf(++attempt, random);
  };

const lost = { type: 'close', code: 1006, reason: '', wasClean: false };

/** The library's own code, with `resilient: true` and nothing else. */
export const ours: Rule = {
  name: 'Backbone.WS, `resilient`',
  client: (random) => {
    const retries = createRetries(resolve({ resilient: true, random }), (error) => {
      throw error;
    });
    return () => {
      const next = retries.after(lost, false);
      if (typeof next === 'string') return undefined;
      if (next.isCounted) retries.left--;
      retries.attempt++;
      return next.delayMs;
    };
  },
};

const phoenixSteps = [10, 50, 100, 150, 200, 250, 500, 1000, 2000];

/** The rules that others have when no option is set, as their documentation and their published packages state them. */
export const peers: readonly Rule[] = [
  {
    name: 'centrifuge 5.8.0',
    // From 0.5 s on top of a random part that doubles, to 20 s.
    client: byAttempt((attempt, random) =>
      Math.min(20_000, 500 + random() * Math.min(20_000, 500 * 2 ** (attempt - 1))),
    ),
  },
  {
    name: 'socket.io-client 4.8.4',
    // 1 s, doubled, half of it either way, and then cut at 5 s.
    client: byAttempt((attempt, random) => Math.min(5000, 1000 * 2 ** (attempt - 1) * (0.5 + random()))),
  },
  {
    name: 'graphql-ws 6.4.2',
    // 1 s, doubled, and 0.3 s to 3 s more; five attempts.
    client: byAttempt((attempt, random) =>
      attempt > 5 ? undefined : 1000 * 2 ** (attempt - 1) + 300 + random() * 2700,
    ),
  },
  {
    name: 'reconnecting-websocket 4.4.0',
    // 1 s to 5 s, drawn once for each page, then by 1.3 to 10 s.
    client: (random) => {
      const first = 1000 + random() * 4000;
      return byAttempt((attempt) => Math.min(10_000, first * 1.3 ** (attempt - 1)))(random);
    },
  },
  {
    name: 'partysocket 1.3.0',
    // 3 s, then by 1.3 to 10 s.
    client: byAttempt((attempt) => Math.min(10_000, 3000 * 1.3 ** (attempt - 1))),
  },
  {
    name: 'phoenix 1.8.16',
    // Steps of 10 ms to 2 s, then 5 s.
    client: byAttempt((attempt) => phoenixSteps[attempt - 1] ?? 5000),
  },
];
