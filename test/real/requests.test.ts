import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { clients, connect, serve } from './clients.js';

/** Numbers in [0, 1), the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Answer = (message: any, connection: WebSocket) => unknown;

/** Calls `answer` for each frame of each connection, as long as it is open. */
function onFrames(server: TestServer, answer: Answer): void {
  server.wss.on('connection', (connection) => {
    connection.on('message', (frame) => {
      if (connection.readyState === 1) answer(JSON.parse(String(frame)), connection);
    });
  });
}

const send = (connection: WebSocket, message: unknown): void => connection.send(JSON.stringify(message));

/**
 * Takes orders, each id once, and answers each time. Three of ten frames end the connection: before the order is taken, after it,
 * or after its answer was handed to the network.
 */
function takeOrders(server: TestServer, random: () => number) {
  const taken = new Map<string, number>();
  const seen = { frames: 0, drops: [0, 0, 0] };
  onFrames(server, ({ id, data }, connection) => {
    const end = random() < 0.3 ? Math.floor(random() * 3) : undefined;
    const endAt = (point: number): boolean => {
      if (end !== point) return false;
      seen.drops[point]!++;
      connection.terminate();
      return true;
    };
    seen.frames++;
    if (endAt(0)) return;
    if (!taken.has(id)) taken.set(id, data.n);
    if (endAt(1)) return;
    send(connection, { id, data: { n: taken.get(id) } });
    endAt(2);
  });
  return { taken, seen };
}

describe.each(clients)('over %s', (name, client) => {
  it('takes 1,000 orders once each, though the server drops the connection at random 30 % of the time', async () => {
    const random = seeded(20_260_727);
    const server = await serve();
    const { taken, seen } = takeOrders(server, random);
    const options = { reopenTimeout: 1, retries: Infinity, requestTimeoutMs: 0, keepOpen: true };
    const { ws } = connect(server.url, client, options);
    const start = performance.now();
    const orders: Promise<any>[] = [];
    // In bursts: some wait for a connection, some for a reply, some for the next connection.
    while (orders.length < 1000) {
      const burst = Math.min(1 + Math.floor(random() * 40), 1000 - orders.length);
      for (let i = 0; i < burst; i++) orders.push(ws.request('order.place', { n: orders.length }, { retry: true }));
      if (random() < 0.7) await Promise.race(orders.slice(-burst));
    }
    const replies = await Promise.all(orders);
    const ms = Math.round(performance.now() - start);

    const numbers = Array.from({ length: 1000 }, (_, n) => n);
    expect(replies.map(({ n }) => n)).toEqual(numbers);
    expect([...taken.values()].sort((a, b) => a - b)).toEqual(numbers);
    expect(taken.size).toBe(1000);
    const [before, taking, after] = seen.drops as [number, number, number];
    expect(Math.min(before, taking, after)).toBeGreaterThan(10);
    console.log(
      `1,000 orders over ${name}: ${server.connections.length} connections, dropped ${before} times before an order was taken, ` +
        `${taking} after it, ${after} after the reply; ${seen.frames} frames arrived, ${seen.frames - 1000 - before} of them again; ${ms} ms`,
    );
  }, 30_000);

  it('brings 10,000 replies to whom they belong, in whatever order they come', async () => {
    const random = seeded(7);
    const server = await serve();
    let waiting: [connection: WebSocket, id: string, data: number][] = [];
    onFrames(server, ({ id, data }, connection) => {
      waiting.push([connection, id, data]);
      if (waiting.length < 500) return;
      for (const [to, id, data] of waiting.sort(() => random() - 0.5)) {
        send(to, data % 7 ? { id, data: data * 2 } : { type: 'refusal', id, error: { message: String(data) } });
      }
      waiting = [];
    });
    const { ws } = connect(server.url, client);
    await ws.ready;
    const requests = Array.from({ length: 10_000 }, (_, n) =>
      ws.request('double', n).catch(({ code, message }) => `${code} ${message}`),
    );
    expect(await Promise.all(requests)).toEqual(
      requests.map((_, n) => (n % 7 ? n * 2 : `remote Request "double": ${n}.`)),
    );
  }, 30_000);

  it('rejects what was sent to a server that dies, at once, and sends what was not when it is back', async () => {
    const server = await serve();
    onFrames(server, ({ type, id }, connection) => type === 'answered' && send(connection, { id, data: 7 }));
    const { ws } = connect(server.url, client);
    await ws.ready;
    const lost = ws.request('never answered', 1).catch(({ code, sent }) => [code, sent]);
    await until(() => server.received.length === 1);
    await server.kill();
    expect(await lost).toEqual(['connection-lost', true]);
    const waiting = ws.request('answered', 2);
    await server.restart();
    server.wss.on('connection', (connection) => {
      connection.on('message', (frame) => send(connection, { id: JSON.parse(String(frame)).id, data: 7 }));
    });
    expect(await waiting).toBe(7);
    expect(server.received).toHaveLength(2);
  });

  it('answers what the server asks', async () => {
    const server = await serve();
    const replies: unknown[] = [];
    onFrames(server, (message) => replies.push(message));
    const { ws } = connect(server.url, client, { answers: true });
    ws.on('ws:error', () => {});
    ws.bind(Object.assign({}, Backbone.Events), {
      'ws:message:double': async (n: number) => n * 2,
      'ws:message:refuse': () => {
        throw new Error('no');
      },
    });
    const connection = await server.nextConnection();
    send(connection, { type: 'double', id: 1, data: 21 });
    send(connection, { type: 'refuse', id: 2 });
    send(connection, { type: 'unknown', id: 3 });
    send(connection, { type: 'double', id: 4, data: 4 });
    await until(() => replies.length === 3);
    expect(replies).toEqual(
      expect.arrayContaining([
        { id: 1, data: 42 },
        { id: 2, error: { message: 'no' } },
        { id: 4, data: 8 },
      ]),
    );
  });
});
