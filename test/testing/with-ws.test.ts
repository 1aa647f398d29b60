import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { WS, type WSOptions } from '../../src/index.js';
import type { AnyMessages } from '../../types/messages.js';
import { type AnyServer, serve } from './guest.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function connect(server: AnyServer, options?: WSOptions<AnyMessages>): WS<AnyMessages> {
  const { protocol, random, WebSocket } = server;
  const ws = new WS<AnyMessages>(server.url, { protocol, random, WebSocket, keepOpen: true, ...options });
  onTestFinished(() => {
    ws.destroy();
  });
  return ws;
}

it('serves a connection: messages, requests, subprotocols', async () => {
  const server = serve({ latencyMs: [5, 50], seed: 7, protocol: ['v2', 'v1'] });
  server.on('double', (data) => data * 2);
  server.on('fail', () => {
    throw Object.assign(new Error('no'), { code: 'refused' });
  });
  const ws = connect(server);
  const quotes: unknown[] = [];
  ws.on('ws:message:quote', (quote) => quotes.push(quote));
  const double = ws.request('double', 21);
  const fail = ws.request('fail', null).catch((error) => error);
  ws.send('hi', { there: 1 });
  await vi.advanceTimersByTimeAsync(200);
  server.broadcast('quote', { price: 1 });
  await vi.advanceTimersByTimeAsync(50);
  expect(await double).toBe(42);
  expect(await fail).toMatchObject({ code: 'remote', cause: { message: 'no', code: 'refused' } });
  expect(quotes).toEqual([{ price: 1 }]);
  expect(server.received.map(({ type }) => type)).toEqual(['double', 'fail', 'hi']);
  expect([server.last.socket.protocols, server.last.socket.protocol]).toEqual([['v2', 'v1'], 'v2']);
});

it.each(['url', 'protocol', 'handshake'] as const)(
  'hangs at the %s until it is healed, or for too long',
  async (stage) => {
    const server = serve();
    server.faults.hang(stage);
    const ws = connect(server, { connectTimeoutMs: 1000, reopenTimeout: 500 });
    await vi.advanceTimersByTimeAsync(999);
    expect(ws.state).toBe('connecting');
    await vi.advanceTimersByTimeAsync(1);
    expect(ws.state).toBe('waiting');
    await vi.advanceTimersByTimeAsync(600);
    expect(ws.state).toBe('connecting');
    server.heal();
    await vi.advanceTimersByTimeAsync(0);
    expect([ws.state, server.clients.length]).toEqual(['open', 1]);
  },
);

it('fails attempts at each stage, and comes back', async () => {
  const server = serve();
  for (const stage of ['url', 'protocol', 'handshake'] as const) server.faults.refuse(stage);
  const ws = connect(server, { reopenTimeout: 100, retries: 10 });
  await vi.advanceTimersByTimeAsync(350);
  expect([ws.state, server.WebSocket.sockets.length]).toEqual(['waiting', 0]);
  server.heal();
  await vi.advanceTimersByTimeAsync(100);
  expect(ws.state).toBe('open');
  server.faults.drop();
  expect(ws.state).toBe('waiting');
  await vi.advanceTimersByTimeAsync(100);
  expect([ws.state, server.clients.map(({ id }) => id)]).toEqual(['open', [2]]);
});

it('tells of what is garbled, and of each copy of what is doubled', async () => {
  const server = serve();
  const ws = connect(server);
  const events: unknown[] = [];
  await vi.advanceTimersByTimeAsync(0);
  ws.on('ws:invalid', () => events.push('invalid'));
  ws.on('ws:message:tick', (tick) => events.push(tick));
  server.faults.garble(1);
  server.broadcast('tick', 1);
  server.heal();
  server.faults.duplicate(1);
  server.broadcast('tick', 2);
  expect(events).toEqual(['invalid', 2, 2]);
});

it.each([
  ['the same', 7, true],
  ['another', 8, false],
])('with %s seed a run has the same history or not, ids of requests included', async (_, seed, isSame) => {
  const run = async (own: number) => {
    const server = serve({ latencyMs: [5, 50], seed: own });
    server.on('double', (data) => data * 2);
    const ws = connect(server);
    const replies = [1, 2, 3].map((n) => ws.request('double', n));
    await vi.advanceTimersByTimeAsync(200);
    await Promise.all(replies);
    ws.destroy();
    return server.history.map(({ text }) => text);
  };
  const [first, second] = [await run(7), await run(seed)];
  expect(first.some((text) => text.includes('"id"'))).toBe(true);
  if (isSame) expect(second).toEqual(first);
  else expect(second).not.toEqual(first);
});
