import { expect, test, vi } from 'vitest';
import { schemas } from '../../examples/market/messages.js';
import { misfits, misquote } from '../../examples/market/rubbish.js';
import { summaryOf } from '../../examples/market/summary.js';
import { until } from '../support/until.js';
import { runMarket } from './market-run.js';

// The example imports the package by its name, which means what was built last; here it is to be what is in `src`.
vi.mock('backbone.ws', () => import('../../src/index.js'));

test('a quote whose price is negative or a string is reported and reaches no model', async () => {
  const { server, client, news, drop, check } = await runMarket({ misquoteEvery: 50 });
  const prices: unknown[] = [];
  client.quotes.on('change:price', (_, price) => prices.push(price));
  await until(() => client.counts.invalid > 4);
  await drop();
  const { invalid } = client.counts;
  await until(() => client.counts.invalid > invalid + 4);

  expect(await check()).toEqual([]);
  expect(client.counts.invalid).toBe(server.lines.sent.invalid);
  expect(news).toContainEqual(
    expect.stringMatching(/^invalid quote: Too small: expected number to be >0: .*"price":-\d/),
  );
  expect(news).toContainEqual(
    expect.stringMatching(/^invalid quote: .*expected number, received string: .*"price":"\d/),
  );
  expect(prices.length).toBeGreaterThan(40);
  expect(prices.filter((price) => !(typeof price === 'number' && price > 0))).toEqual([]);
  const { invalid: sent } = server.lines.sent;
  expect(summaryOf(server, client, [])).toContain(`${sent} (sent by the server: ${sent}), bad prices in models: 0`);
});

test('a quote gone wrong is negative or a string, in turn', () => {
  const quote = { symbol: 'ONE', price: 12.5 };
  expect([1, 2, 3].map((turn) => JSON.parse(misquote(quote, turn)).data)).toEqual([
    { symbol: 'ONE', price: -12.5 },
    { symbol: 'ONE', price: '12.5' },
    { symbol: 'ONE', price: -12.5 },
  ]);
});

test('the schemas refuse each misfit', () => {
  for (const frame of misfits('ONE')) {
    const { type, data } = JSON.parse(frame) as { type: 'quote' | 'trade'; data: unknown };
    expect(schemas.incoming[type].safeParse(data).success).toBe(false);
  }
  expect(schemas.incoming.quote.safeParse({ symbol: 'ONE', price: 0.01 }).success).toBe(true);
});

test('the run is wrong when something invalid was not reported', async () => {
  const { client, server, check } = await runMarket();
  server.lines.sent.invalid++;
  expect(await check()).toEqual([
    `invalid messages sent: ${client.counts.invalid + 1}, reported: ${client.counts.invalid}`,
  ]);
});

test('the run is wrong when a price that is none reaches a model, also if a right one follows', async () => {
  const { client, check } = await runMarket();
  const quote = client.quotes.at(0);
  const { price } = quote.attributes;
  quote.set('price', -5).set('price', price!);
  expect(await check()).toEqual(['prices in models that are none: 1']);
});
