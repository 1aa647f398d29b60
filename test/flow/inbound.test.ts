import Backbone from 'backbone';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { WS } from '../../src/index.js';
import { startServer, type TestServer } from '../support/server.js';
import { until } from '../support/until.js';

/*
 * The walk in: socket → inbox (decodes, keeps the order) → envelope (type, payload) → expectations → routes, if any → the
 * handlers of the type → its listeners → the handlers of every message → their listeners.
 */

let server: TestServer;
let ws: WS;

class Quote extends Backbone.Model {
  override preinitialize(): void {
    this.idAttribute = 'symbol';
  }
}

beforeEach(async () => {
  server = await startServer();
  ws = new WS(server.url, { WebSocket, keepOpen: true, reopenTimeout: 10 });
  await ws.ready;
});

afterEach(async () => {
  ws.destroy();
  await server.close();
});

it('one message passes every layer, in order, and reaches exactly those that want it', async () => {
  const seen: unknown[][] = [];
  const note =
    (who: string) =>
    (...args: unknown[]) =>
      void seen.push([who, ...args]);
  const [acme, other] = [new Quote({ symbol: 'ACME' }), new Quote({ symbol: 'OTHER' })];
  const quotes = new Backbone.Collection([acme, other]);
  const journal = Object.assign({}, Backbone.Events);
  acme.on('change:price', (_model, price) => seen.push(['change', price]));
  journal.on('all', note('journal'));

  const expectation = ws.expect((data, type) => {
    seen.push(['expected', type]);
    return data.price > 0;
  });
  for (const model of [acme, other]) ws.bind(model, { 'ws:message:quote': 'set' }, { match: 'symbol' });
  ws.bind(quotes, { 'ws:message:quote': note('collection'), 'ws:message:halted': note('wrong type') });
  ws.bind(journal, { 'ws:message:quote': 'quoted', 'ws:message': true });
  ws.on('ws:message:quote', note('listener'));
  ws.on('ws:message', note('listener of all'));

  const connection = await server.nextConnection();
  const raw = { type: 'quote', data: { symbol: 'ACME', price: 101 } };
  connection.send(JSON.stringify(raw));
  await until(() => seen.length === 7);

  const meta = { type: 'quote', raw, event: expect.objectContaining({ type: 'message', data: JSON.stringify(raw) }) };
  expect(seen).toEqual([
    ['expected', 'quote'],
    ['change', 101],
    ['collection', raw.data, meta],
    ['journal', 'quoted', raw.data, meta],
    ['listener', raw.data, meta],
    ['journal', 'ws:message', raw.data, 'quote', meta],
    ['listener of all', raw.data, 'quote', meta],
  ]);
  expect(await expectation).toEqual(raw.data);
  expect([acme.get('price'), other.has('price')]).toEqual([101, false]);
});

it('a route leads a message elsewhere, and leaves the rest of its way as it is', async () => {
  const seen: unknown[] = [];
  ws.routes = { 'ws:message:quote': (_topic, { symbol }) => `quote:${symbol}` };
  ws.bind(new Quote(), {
    'ws:message:quote': () => void seen.push('the old way'),
    'quote:ACME': (data, { type }) => void seen.push(['handler', data, type]),
    'ws:message': (_data, type) => void seen.push(['all', type]),
  });
  ws.on('quote:ACME', ({ symbol }) => seen.push(['listener', symbol]));
  const expectation = ws.expect('quote');
  (await server.nextConnection()).send('{"type":"quote","data":{"symbol":"ACME"}}');
  expect(await expectation).toEqual({ symbol: 'ACME' });
  expect(seen).toEqual([
    ['handler', { symbol: 'ACME' }, 'quote'],
    ['listener', 'ACME'],
    ['all', 'quote'],
  ]);
});

it('a frame that is no JSON passes as it came, and is reported', async () => {
  const seen: unknown[] = [];
  ws.on('ws:invalid', ({ data, issues }) => seen.push(['invalid', data, typeof issues[0]?.message]));
  ws.bind(new Quote(), { 'ws:message': (data, type) => void seen.push(['message', data, type]) });
  const connection = await server.nextConnection();
  connection.send('not JSON');
  connection.send('{"type":"quote","data":1}');
  await until(() => seen.length === 3);
  expect(seen).toEqual([
    ['invalid', 'not JSON', 'string'],
    ['message', 'not JSON', undefined],
    ['message', 1, 'quote'],
  ]);
  expect(ws.isOpen).toBe(true);
});

it('binary and text frames are decoded alike, and keep their order', async () => {
  const seen: unknown[] = [];
  ws.bind(new Quote(), { 'ws:message:quote': (data) => void seen.push(data) });
  const connection = await server.nextConnection();
  for (let i = 0; i < 200; i++) {
    const frame = JSON.stringify({ type: 'quote', data: i });
    connection.send(i % 3 ? frame : Buffer.from(frame));
  }
  await until(() => seen.length === 200);
  expect(seen).toEqual(Array.from({ length: 200 }, (_, i) => i));
});

it('binary frames that are no JSON arrive as an ArrayBuffer', async () => {
  const seen: unknown[] = [];
  ws.bind(new Quote(), { 'ws:message': (data) => void seen.push(data) });
  (await server.nextConnection()).send(Buffer.from([0xff, 0xfe]));
  await until(() => seen.length === 1);
  expect(seen[0]).toBeInstanceOf(ArrayBuffer);
  expect([...new Uint8Array(seen[0] as ArrayBuffer)]).toEqual([0xff, 0xfe]);
});

it('what was bound goes on over the next socket when the server was lost', async () => {
  const seen: unknown[] = [];
  const acme = new Quote({ symbol: 'ACME' });
  ws.bind(acme, { 'ws:message:quote': 'set' }, { match: 'symbol' });
  ws.bind(new Quote(), { 'ws:open': (info) => void seen.push(info), 'ws:close': ({ code }) => void seen.push(code) });
  (await server.nextConnection()).terminate();
  const second = await server.nextConnection();
  second.send('{"type":"quote","data":{"symbol":"ACME","price":102}}');
  await until(() => acme.get('price') === 102);
  expect(seen).toEqual([{ reopened: false }, 1006, { reopened: true }]);
});
