import Backbone from 'backbone';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { WS } from '../../src/index.js';
import { startServer, type TestServer } from '../support/server.js';
import { until } from '../support/until.js';

/*
 * The walk out: send, a model's own send or its save → envelope → frame → socket; or the outbox while there is no open
 * one, and from there to the next socket or into a `dropped` event.
 */

let server: TestServer;
const made: WS[] = [];

/** A connection to the server. It is not open yet. */
function connect(options: object = {}): WS {
  const ws = new WS(server.url, { WebSocket, keepOpen: true, reopenTimeout: 10, retries: 100, ...options });
  made.push(ws);
  return ws;
}

beforeEach(async () => {
  server = await startServer();
});

afterEach(async () => {
  for (const ws of made.splice(0)) ws.destroy();
  await server.close();
});

const received = (): unknown[] => server.received.map((frame) => JSON.parse(String(frame)));

it('one message passes every layer, by each way out, and arrives once and in order', async () => {
  const ws = connect({ sync: true });
  const quote: Backbone.Model & { send?: any } = new Backbone.Model({ id: 1, price: 7 });
  ws.bind(quote);
  expect(ws.send('first', { waits: true })).toBe(false);

  await ws.ready;
  expect(ws.send('subscribe', { symbol: 'ACME' })).toBe(true);
  expect(ws.send({ any: ['shape'] })).toBe(true);
  expect(quote.send('unsubscribe', { symbol: 'ACME' })).toBe(true);
  await quote.save({ price: 8 });
  await until(() => server.received.length === 5);

  expect(received()).toEqual([
    { type: 'first', data: { waits: true } },
    { type: 'subscribe', data: { symbol: 'ACME' } },
    { any: ['shape'] },
    { type: 'unsubscribe', data: { symbol: 'ACME' } },
    { id: 1, price: 8, method: 'update' },
  ]);
});

it('what is sent before the connection is open goes before the open event, in order', async () => {
  const ws = connect();
  const sent = Array.from({ length: 100 }, (_, i) => i);
  expect(sent.map((i) => ws.send('n', i))).toEqual(sent.map(() => false));
  ws.once('ws:open', () => ws.send('n', 'open'));
  await until(() => server.received.length === 101);
  expect(received()).toEqual([...sent, 'open'].map((data) => ({ type: 'n', data })));
});

it('binary messages arrive as they are', async () => {
  const ws = connect();
  await ws.ready;
  const bytes = new Uint8Array([0, 1, 2, 255]);
  expect([ws.send(bytes), ws.send(bytes.buffer), ws.send(bytes.subarray(1, 3))]).toEqual([true, true, true]);
  await until(() => server.received.length === 3);
  expect(server.received).toEqual([Buffer.from(bytes), Buffer.from(bytes), Buffer.from([1, 2])]);
});

it('what is sent while the server is away arrives over the next socket, once', async () => {
  const ws = connect();
  await ws.ready;
  ws.send('n', 1);
  await until(() => server.received.length === 1);
  await server.kill();
  await until(() => !ws.isOpen);
  const saved = new Backbone.Model({ id: 1 });
  const promise = ws.sync('update', saved);
  ws.send('n', 2);
  await server.restart();
  await promise;
  await until(() => server.received.length === 3);
  ws.send('n', 3);
  await until(() => server.received.length === 4);
  expect(received()).toEqual([
    { type: 'n', data: 1 },
    { id: 1, method: 'update' },
    { type: 'n', data: 2 },
    { type: 'n', data: 3 },
  ]);
});

it('what no socket will take any more ends in a dropped event', async () => {
  const ws = connect();
  const dropped: unknown[] = [];
  ws.on('ws:dropped', (info) => dropped.push(info));
  ws.send('n', 1);
  const promise = ws.sync('update', new Backbone.Model({ id: 1 })) as Promise<unknown>;
  ws.destroy();
  await expect(promise).rejects.toMatchObject({ code: 'dropped' });
  expect(dropped).toEqual([
    { message: { type: 'n', data: 1 }, reason: 'destroyed' },
    { message: { id: 1, method: 'update' }, reason: 'destroyed' },
  ]);
});

it('an answer finds who expects it: out and in again', async () => {
  server.wss.on('connection', (connection) => {
    connection.on('message', (frame) => {
      const { type, data } = JSON.parse(String(frame));
      connection.send(JSON.stringify({ type: `${type}d`, data: { ...data, ok: true } }));
    });
  });
  const ws = connect();
  const answers = ['A', 'B'].map((symbol) => {
    ws.send('subscribe', { symbol });
    return ws.expect('subscribed');
  });
  expect(await Promise.all(answers)).toEqual([
    { symbol: 'A', ok: true },
    { symbol: 'B', ok: true },
  ]);
});

it('close says why, and the server hears it', async () => {
  const ws = connect();
  const connection = await server.nextConnection();
  await ws.ready;
  const heard = new Promise((resolve) => {
    connection.once('close', (code, reason) => resolve([code, String(reason)]));
  });
  ws.close(4001, 'enough');
  expect(await heard).toEqual([4001, 'enough']);
  await until(() => ws.socket === null);
  expect(ws.state).toBe('closed');
});
