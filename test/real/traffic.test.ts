import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { clients, connect, serve } from './clients.js';

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

describe.each(clients)('over %s', (_, client) => {
  it('delivers many messages in the order in which they were sent', async () => {
    const server = await serve();
    const { ws } = connect(server.url, client);
    const heard: number[] = [];
    const model = new Backbone.Model();
    ws.bind(model, { 'ws:message:tick': ({ n }: { n: number }) => heard.push(n) });
    const connection = await server.nextConnection();
    for (const n of numbers(2000)) connection.send(JSON.stringify({ type: 'tick', data: { n } }));
    await until(() => heard.length === 2000);
    expect(heard).toEqual(numbers(2000));
  });

  it('delivers text and binary frames in the order in which they were sent', async () => {
    const server = await serve();
    const { ws } = connect(server.url, client);
    const heard: number[] = [];
    ws.on('ws:message:tick', ({ n }: { n: number }) => void heard.push(n));
    const connection = await server.nextConnection();
    for (const n of numbers(200)) {
      const text = JSON.stringify({ type: 'tick', data: { n } });
      connection.send(n % 2 ? text : Buffer.from(text));
    }
    await until(() => heard.length === 200);
    expect(heard).toEqual(numbers(200));
  });

  it('sends what waited and what comes then in one order', async () => {
    const server = await serve();
    const { ws } = connect(server.url, client);
    for (const n of numbers(500)) ws.send({ n });
    ws.on('ws:open', () => {
      for (const n of numbers(500)) ws.send({ n: 500 + n });
    });
    await until(() => server.received.length === 1000);
    expect(server.received.map((frame) => JSON.parse(String(frame)).n)).toEqual(numbers(1000));
  });

  it.each([
    ['an ArrayBuffer', () => new Uint8Array([1, 2, 255]).buffer],
    ['a part of a buffer', () => new Uint8Array([0, 1, 2, 255, 0]).subarray(1, 4)],
    ['a DataView', () => new DataView(new Uint8Array([1, 2, 255]).buffer)],
    ['a Blob', () => new Blob([new Uint8Array([1, 2, 255])])],
  ])('sends %s as a binary frame', async (_, make) => {
    const server = await serve();
    const { ws } = connect(server.url, client);
    await ws.ready;
    expect(ws.send(make())).toBe(true);
    await until(() => server.received.length);
    expect(server.received).toEqual([Buffer.from([1, 2, 255])]);
  });

  it('delivers binary rubbish as it came, and stays', async () => {
    const server = await serve();
    const { ws } = connect(server.url, client);
    const told: unknown[] = [];
    ws.on('ws:invalid', ({ data }) => void told.push(data));
    ws.on('ws:message', (data) => void told.push(data));
    const connection = await server.nextConnection();
    connection.send(Buffer.from([0xff, 0, 1]));
    connection.send('{"type":"quote","data":1}');
    await until(() => told.length === 3);
    expect(told).toEqual([new Uint8Array([0xff, 0, 1]).buffer, new Uint8Array([0xff, 0, 1]).buffer, 1]);
    expect(ws.isOpen).toBe(true);
  });

  it('takes 10 MB in one frame', async () => {
    const server = await serve();
    const { ws } = connect(server.url, client);
    const waiting = ws.expect<string>('big');
    const text = 'é'.repeat(5_000_000);
    (await server.nextConnection()).send(JSON.stringify({ type: 'big', data: text }));
    const answer = await waiting;
    expect(answer === text).toBe(true);
  });

  it('delivers each message once and in order over connections that are dropped again and again', async () => {
    const server = await serve();
    server.wss.on('connection', (connection) => {
      let left = 10;
      connection.on('message', () => {
        if (--left === 0) connection.terminate();
      });
    });
    const { ws } = connect(server.url, client, { minUptimeMs: 0, reopenTimeout: 1 });
    let n = 0;
    await until(() => {
      for (let burst = 0; burst < 4; burst++) ws.send({ n: n++ });
      return server.connections.length >= 5;
    });
    // A socket may have taken messages that its server read no more. Those are lost, but none comes twice or late.
    const seen = server.received.map((frame) => JSON.parse(String(frame)).n);
    expect(seen.length).toBeGreaterThanOrEqual(40);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
  });
});
