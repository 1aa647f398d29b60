import { expect, test, vi } from 'vitest';
import { MarketClient } from '../../examples/market/client.js';
import { summaryOf } from '../../examples/market/summary.js';
import { until } from '../support/until.js';
import { runMarket } from './market-run.js';

// The example imports the package by its name, which means what was built last; here it is to be what is in `src`.
vi.mock('backbone.ws', () => import('../../src/index.js'));

test('the watch list is fetched at the start', async () => {
  const { server, client, news, check } = await runMarket();
  expect(client.watchlist.toJSON()).toEqual({ symbols: server.symbols.slice(0, 3) });
  expect(news).toContain(`watch list fetched: ${server.symbols.slice(0, 3).join(', ')}`);
  expect(await check()).toEqual([]);
});

test('the watch list is created by the first save, updated by the next, and fetched by who comes later', async () => {
  const { server, client, check } = await runMarket();
  const { watchlist } = client;
  const [a, b, c] = server.symbols;
  expect(watchlist.isNew()).toBe(true);

  await client.orders.place({ symbol: server.symbols[9]!, qty: 1 });
  await until(() => !watchlist.isNew());
  expect(server.desk.watchlist).toEqual({ id: 1, symbols: [server.symbols[9], a, b, c] });

  for (const index of [10, 9, 11]) watchlist.watch(server.symbols[index]!);
  const newest = [11, 9, 10].map((index) => server.symbols[index]);
  expect(await check()).toEqual([]);
  expect(server.desk.watchlist).toEqual({ id: 1, symbols: [...newest, a, b] });
  expect(summaryOf(server, client, [])).toMatch(/Watch list +[A-Z]{4}(, [A-Z]{4}){4}: as the server keeps it/);

  client.close();
  const next = new MarketClient(server.url, server.symbols, () => {});
  await until(() => !next.watchlist.isNew());
  expect(next.watchlist.toJSON()).toEqual({ id: 1, symbols: [...newest, a, b] });
  next.close();
});

test('a save that is under way when the connection is lost is made good', async () => {
  const { server, client, drop, check } = await runMarket();
  client.watchlist.watch('ABCD');
  await drop();
  expect(client.watchlist.isNew()).toBe(true);
  await until(() => !client.watchlist.isNew());
  expect(server.desk.watchlist.symbols).toContain('ABCD');
  expect(server.desk.repeats).toBe(1);
  expect(await check()).toEqual([]);
});

test('the run is wrong when the server keeps another list', async () => {
  const { server, client, check } = await runMarket();
  server.desk.watchlist = { id: 1, symbols: ['ABCD'] };
  const problems = await check();
  expect(problems).toEqual(['the server keeps another watch list: {"id":1,"symbols":["ABCD"]}']);
  expect(summaryOf(server, client, problems)).toMatch(/Watch list .+: not as the server keeps it\n/);
});
