import Backbone from 'backbone';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { defineMessages, type LogEntry, WS, type WSOptions } from '../../src/index.js';
import { startServer, type TestServer } from '../support/server.js';
import { until } from '../support/until.js';

/*
 * A request's walk out: schema of the request → envelope with id → deadline → codec → socket, or outbox. Its reply's walk in:
 * codec → inbox (keeps the order) → envelope → the request with that id → schema of the reply → the promise; nobody else.
 */

let server: TestServer;
const made: { destroy(): unknown }[] = [];

beforeEach(async () => {
  server = await startServer();
});

afterEach(async () => {
  for (const ws of made.splice(0)) ws.destroy();
  await server.close();
});

/** Numbers as text, dates as dates: what a codec and a schema each have to do is seen. */
const codec = {
  encode: (message: unknown) => Buffer.from(`v1 ${JSON.stringify(message)}`),
  decode: async (frame: ArrayBuffer) => JSON.parse(Buffer.from(frame).toString().slice(3)),
};

const schemas = defineMessages({
  incoming: { quote: z.object({ price: z.coerce.number() }) },
  outgoing: { subscribe: z.object({ symbol: z.string() }) },
  requests: {
    'order.place': {
      request: z.object({ symbol: z.string(), qty: z.number() }),
      response: z.object({ id: z.number(), at: z.string().transform((text) => new Date(text)) }),
    },
  },
});

function connect(options: Pick<WSOptions, 'answers' | 'logger'> = {}) {
  const ws = new WS(server.url, { WebSocket, keepOpen: true, reopenTimeout: 10, codec, schemas, ...options });
  made.push(ws);
  return ws;
}

const decoded = () => server.received.map((frame) => JSON.parse(String(frame).slice(3)));
const reply = (to: { send(frame: unknown): void }, message: unknown) => to.send(codec.encode(message));

it('a request passes every layer on its way out, and its reply every layer on its way in', async () => {
  const lines: LogEntry[] = [];
  const ws = connect({ logger: (entry) => void lines.push(entry) });
  const seen: unknown[] = [];
  ws.bind(Object.assign({}, Backbone.Events), {
    'ws:message:quote': ({ price }: { price: number }) => void seen.push(price),
    'ws:message:order.place': () => void seen.push('not for me'),
    'ws:message': (_data: unknown, type: unknown) => void seen.push(type),
  } as any);

  // It waits in the outbox, behind a message.
  ws.send('subscribe', { symbol: 'ACME' });
  const order = ws.request('order.place', { symbol: 'ACME', qty: 2 });
  const connection = await server.nextConnection();
  await until(() => server.received.length === 2);
  expect(decoded()).toEqual([
    { type: 'subscribe', data: { symbol: 'ACME' } },
    { type: 'order.place', data: { symbol: 'ACME', qty: 2 }, id: expect.stringMatching(/^[0-9a-z]+-1$/) },
  ]);

  const [, { id }] = decoded();
  reply(connection, { type: 'quote', data: { price: '7' } });
  reply(connection, { type: 'order.place', id, data: { id: 42, at: '2024-05-06T07:08:09Z' } });
  reply(connection, { type: 'quote', data: { price: '8' } });
  expect(await order).toEqual({ id: 42, at: new Date('2024-05-06T07:08:09Z') });
  await until(() => seen.length === 4);
  expect(seen).toEqual([7, 'quote', 8, 'quote']);
  const frames = lines.filter(({ direction }) => direction !== 'event');
  expect(frames.map(({ direction, type }) => `${direction} ${type}`)).toEqual([
    ...['out subscribe', 'out order.place', 'in quote', 'in order.place', 'in quote'],
  ]);
});

it('a reply that its schema refuses rejects the request and is reported, and no handler gets it', async () => {
  const ws = connect();
  const seen: unknown[] = [];
  ws.on('ws:invalid', ({ type, data }: any) => void seen.push(['invalid', type, data]));
  ws.on('ws:message', () => void seen.push('message'));
  const order = ws.request('order.place', { symbol: 'ACME', qty: 2 });
  const connection = await server.nextConnection();
  await until(() => server.received.length === 1);
  reply(connection, { id: decoded()[0].id, data: { id: 'none' } });
  await expect(order).rejects.toMatchObject({ code: 'invalid', cause: { type: 'order.place', data: { id: 'none' } } });
  expect(seen).toEqual([['invalid', 'order.place', { id: 'none' }]]);
});

it('what the schema of a request refuses never leaves', async () => {
  const ws = connect();
  await ws.ready;
  expect(() => ws.request('order.place', { symbol: 'ACME', qty: 'two' as never })).toThrow(
    expect.objectContaining({ code: 'invalid' }),
  );
  ws.send('subscribe', { symbol: 'ACME' });
  await until(() => server.received.length === 1);
  expect(decoded()).toEqual([{ type: 'subscribe', data: { symbol: 'ACME' } }]);
});

it('a request goes over the next socket when the first is lost, and the reply finds it there', async () => {
  const ws = connect();
  const order = ws.request('order.place', { symbol: 'ACME', qty: 2 }, { retry: true });
  const first = await server.nextConnection();
  await until(() => server.received.length === 1);
  first.terminate();
  const second = await server.nextConnection();
  await until(() => server.received.length === 2);
  const [one, two] = decoded();
  expect(two).toEqual(one);
  reply(second, { id: two.id, data: { id: 42, at: '2024-05-06T07:08:09Z' } });
  expect(await order).toMatchObject({ id: 42 });
});

it('the server asks, a handler answers, by the same layers the other way round', async () => {
  const ws = connect({ answers: true });
  ws.bind(new Backbone.Model({ n: 1 }), {
    'ws:message:quote': async ({ price }: { price: number }) => ({ bid: price + 1 }),
  } as any);
  reply(await server.nextConnection(), { type: 'quote', id: 's-1', data: { price: '7' } });
  await until(() => server.received.length === 1);
  expect(decoded()).toEqual([{ id: 's-1', data: { bid: 8 } }]);
});
