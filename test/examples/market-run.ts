import { onTestFinished, vi } from 'vitest';
import { type ClientOptions, MarketClient } from '../../examples/market/client.js';
import { MarketServer, type ServerOptions } from '../../examples/market/server.js';
import { type Outcome, problemsOf } from '../../examples/market/summary.js';
import { until } from '../support/until.js';

/** The example's server and a client of it, over a real socket; both end with the test. */
export interface MarketRun {
  readonly server: MarketServer;
  readonly client: MarketClient;
  /** What the screen was told. */
  readonly news: string[];
  /** Has the server drop the connection, and waits until it is lost. The random pause before the next attempt is short. */
  drop(): Promise<void>;
  /** What is wrong at the end. */
  check(options?: { settleMs?: number } & Partial<Outcome>): Promise<string[]>;
}

export interface RunOptions extends ServerOptions, ClientOptions {
  /** Whether the client orders by itself, too. */
  trades?: boolean;
}

export async function runMarket({
  trades = false,
  resilient = false,
  quietMs = 100,
  ...options
}: RunOptions = {}): Promise<MarketRun> {
  const news: string[] = [];
  const usual = { symbols: 40, silenceMs: 500, quotesPerSecond: 3000, misquoteEvery: Number.POSITIVE_INFINITY };
  const server = await MarketServer.start({ ...usual, ...options });
  onTestFinished(() => server.close());
  const client = new MarketClient(server.url, server.symbols, (text) => news.push(text), { resilient, quietMs });
  onTestFinished(() => client.close());
  if (!trades) await client.settle(2000);
  const { counts, watchlist } = client;
  await until(() => client.liveCount === 40 && counts.quotes > 40 && watchlist.get('symbols')!.length > 0);
  return {
    server,
    client,
    news,
    async drop() {
      const { losses } = client.counts;
      const random = vi.spyOn(Math, 'random').mockReturnValue(0.05);
      client.provoke('drop');
      await until(() => client.counts.losses > losses);
      random.mockRestore();
    },
    async check({ settleMs = 2000, isWhole = false, repairs } = {}) {
      server.pause();
      const isSettled = await client.settle(settleMs);
      return problemsOf(server, client, { isSettled, isWhole, repairs });
    },
  };
}
