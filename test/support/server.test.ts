import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type TestServer } from './server.js';
import { until } from './until.js';

async function start(): Promise<TestServer> {
  const server = await startServer();
  onTestFinished(() => server.close());
  return server;
}

it('hands out every connection once, come before or after the call', async () => {
  const server = await start();
  const early = server.nextConnection();
  new WebSocket(server.url);
  expect(await early).toBe(server.connections[0]);
  new WebSocket(server.url);
  await until(() => server.connections.length === 2);
  expect(await server.nextConnection()).toBe(server.connections[1]);
});

it('records frames, text as strings', async () => {
  const server = await start();
  const client = new WebSocket(server.url);
  await once(client, 'open');
  client.send('text');
  client.send(new Uint8Array([1, 2]));
  await until(() => server.received.length === 2);
  expect(server.received).toEqual(['text', Buffer.from([1, 2])]);
});

it('kills sockets, silent ones too, and comes back on the same port', async () => {
  const server = await start();
  const { url, wss } = server;
  const client = new WebSocket(url);
  const mute = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
  await Promise.all([once(client, 'open'), once(mute, 'connect')]);
  const closed = once(client, 'close');
  await Promise.all([server.kill(), once(mute, 'close')]);
  expect((await closed)[0]).toBe(1006);
  const refused = new WebSocket(url);
  expect((await once(refused, 'error'))[0]).toMatchObject({ code: 'ECONNREFUSED' });
  await server.restart();
  expect(server.url).toBe(url);
  expect(server.wss).not.toBe(wss);
  await once(new WebSocket(url), 'open');
});

it('tells whoever still waits for a connection that none will come', async () => {
  const server = await start();
  const waiting = server.nextConnection();
  await Promise.all([expect(waiting).rejects.toThrow('nobody connected'), server.close()]);
  await server.close();
});
