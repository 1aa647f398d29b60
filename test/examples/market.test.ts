import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { readArguments } from '../../examples/market/arguments.js';
import type { MarketClient } from '../../examples/market/client.js';
import { renderMarket } from '../../examples/market/render.js';
import { PlainScreen } from '../../examples/market/screen.js';
import { MarketServer } from '../../examples/market/server.js';
import { summaryOf } from '../../examples/market/summary.js';
import { until } from '../support/until.js';
import { type MarketRun, runMarket } from './market-run.js';

// The example imports the package by its name, which means what was built last; here it is to be what is in `src`.
vi.mock('backbone.ws', () => import('../../src/index.js'));

describe('the market', () => {
  let market: MarketRun;
  let server: MarketServer;
  let client: MarketClient;

  beforeEach(async () => {
    market = await runMarket({ trades: true });
    ({ server, client } = market);
  });

  test('shows the prices that the server sent last, after rubbish, a silence and a lost connection', async () => {
    client.provoke('rubbish');
    await until(() => client.counts.invalid === 9);
    expect(client.ws.isOpen).toBe(true);

    client.provoke('silence');
    await until(() => performance.now() - client.lastMessageAt > 150);
    const { messages } = client.counts;
    await until(() => client.counts.messages > messages);
    expect(client.ws.isOpen).toBe(true);

    client.order();
    await market.drop();
    expect(client.liveCount).toBe(0);
    await until(() => client.liveCount === 40);

    const { quotes } = client.counts;
    await until(() => client.counts.quotes > quotes + 40);
    expect(await market.check({ isWhole: true })).toEqual([]);
    expect(client.counts).toMatchObject({ losses: 1, reconnects: 1, invalid: server.lines.sent.invalid, dropped: 0 });
    expect(client.orders.length).toBeGreaterThan(1);
    expect(client.counts.faults).toEqual([]);
    const trades = client.trades.pluck('id');
    expect(trades).toEqual([...new Set(trades)].sort((a, b) => b - a));
    expect(trades.length).toBe(20);
    expect(summaryOf(server, client, [])).toMatch(
      /Prices agreeing\s+40 of 40[\s\S]+Order books\s+agree[\s\S]+Final state\s+open[\s\S]+All is right\.$/,
    );
    expect(market.news).toEqual(
      expect.arrayContaining(['open', 'close: code 1006', 'open again', 'all 40 models are live']),
    );
    expect(market.news).toContainEqual(expect.stringMatching(/^invalid trade: .*expected object.*: "sold!"$/));
  });

  test('finds the run wrong when the server is gone for good', async () => {
    await server.close();
    await until(() => client.counts.losses > 0);
    const problems = await market.check({ settleMs: 100 });
    expect(problems).toContainEqual(expect.stringMatching(/^not everything arrived in time; the connection is /));
    expect(problems).toContainEqual('connections lost: 1, come back: 0');
    expect(summaryOf(server, client, problems)).toContain('FAILED: ');
  });

  test('finds the run wrong when a model shows another price than was sent', async () => {
    server.pause();
    await client.settle(1000);
    client.quotes.at(3).set('price', 0.5);
    expect(await market.check()).toEqual([
      expect.stringMatching(/^models that differ from the server: 1 \([A-Z]{4} shows 0\.5,/),
    ]);
  });

  test('gets nothing more for a model that was removed', async () => {
    const quote = client.quotes.at(0);
    client.quotes.remove(quote);
    await client.ping();
    const { price } = quote.attributes;
    const { quotes } = client.counts;
    await until(() => client.counts.quotes > quotes + 80);
    expect(quote.get('price')).toBe(price);
    expect(client.ws.resources).not.toContain(quote);
    expect(client.liveCount).toBe(39);
  });

  test('reports a port that is in use', async () => {
    const port = Number(new URL(server.url).port);
    await expect(MarketServer.start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('draws a screen that fits the terminal', () => {
    const view = { columns: 80, rows: 23, news: ['   1.0 s  open'], rates: [100, 0, 300] };
    const lines = stripVTControlCharacters(renderMarket(client, view)).split('\n');
    expect(lines.length).toBeLessThanOrEqual(23);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    const shown = client.quotes.first(3).map((quote) => new RegExp(`${quote.id} +${quote.get('price')!.toFixed(2)}`));
    const facts = [
      /40\/40 live {2}reconnects 0 {2}invalid 0/,
      /^Orders {4}\d placed, \d filled, \d refused/,
      new RegExp(`^Watching {2}${server.symbols[0]} \\d+\\.\\d\\d {3}${server.symbols[1]} `),
    ];
    for (const line of [/● open .*127\.0\.0\.1/, ...facts, ...shown, /1\.0 s {2}open/]) {
      expect(lines).toContainEqual(expect.stringMatching(line));
    }
  });

  test('prints plain lines where there is no terminal', () => {
    let out = '';
    const screen = new PlainScreen({ write: (text) => (out += text) });
    screen.tell('reopening', 1.25);
    screen.draw(client);
    const facts =
      /\d+ messages\/s {2}40\/40 live {2}reconnects 0 {2}invalid 0 {2}orders \d: \d filled, \d refused .*\n$/;
    expect(out).toMatch(/^ {3}1\.3 s {2}- reopening\n +[\d.]+ s {2}open /);
    expect(out).toMatch(facts);
  });
});

describe('the arguments', () => {
  test('have defaults', () => {
    expect(readArguments([])).toEqual({ breaks: false, help: false, port: 0, symbols: 300, forMs: undefined });
  });

  test('are read', () => {
    const args = ['--break', '--for', '2.5', '--port=8080', '--symbols', '7', '--help'];
    expect(readArguments(args)).toEqual({ breaks: true, help: true, port: 8080, symbols: 7, forMs: 2500 });
  });

  test.each([
    ['--for', 'abc', '--for: expected a number from 0.5 to 86400, got "abc".'],
    ['--for', '0', '--for: expected a number from 0.5 to 86400, got "0".'],
    ['--port', '65536', '--port: expected a whole number from 0 to 65535, got "65536".'],
    ['--symbols', '1.5', '--symbols: expected a whole number from 1 to 5000, got "1.5".'],
    ['--symbols', '', '--symbols: expected a whole number from 1 to 5000, got "".'],
    ['--ports', '1', "Unknown option '--ports'"],
  ])('refuse %s %j', (name, value, message) => {
    expect(() => readArguments([`${name}=${value}`])).toThrow(message);
  });
});
