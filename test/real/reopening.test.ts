import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { clients, connect, serve } from './clients.js';

describe.each(clients)('over %s', (_, client) => {
  it('opens again when the connection is dropped, and what waited meanwhile is sent', async () => {
    const server = await serve();
    const { ws, trace } = connect(server.url, client);
    await ws.ready;
    ws.send('before', 1);
    await until(() => server.received.length === 1);
    (await server.nextConnection()).terminate();
    await until(() => ws.state === 'waiting');
    expect(ws.send('meanwhile', 2)).toBe(false);
    await ws.ready;
    await until(() => server.received.length === 2);
    expect(server.received).toEqual(['{"type":"before","data":1}', '{"type":"meanwhile","data":2}']);
    const withoutErrors = trace.filter((line) => !line.startsWith('error'));
    expect(withoutErrors).toEqual(['open', 'close 1006', 'reopening 1 in 10', 'open again']);
  });

  it('comes back to a server that was killed and started again', async () => {
    const server = await serve();
    const { ws, trace } = connect(server.url, client);
    const model = new Backbone.Model();
    ws.bind(model, { 'ws:message:quote': 'set' });
    await ws.ready;
    await server.kill();
    await until(() => trace.filter((line) => line.startsWith('close')).length > 2, { timeoutMs: 4500 });
    expect(ws.isOpen).toBe(false);
    await server.restart();
    await until(() => ws.isOpen);
    server.connections.at(-1)!.send('{"type":"quote","data":{"price":7}}');
    await until(() => model.get('price') === 7);
    expect(trace.filter((line) => line.startsWith('open'))).toEqual(['open', 'open again']);
    expect(server.wss.clients.size).toBe(1);
  }, 15_000);

  it('asks the url anew for each attempt', async () => {
    const server = await serve();
    const paths: (string | undefined)[] = [];
    server.wss.on('connection', (_, { url }) => paths.push(url));
    let token = 0;
    const url = async () => `${server.url}?token=${++token}`;
    const { ws } = connect(url as any, client);
    await ws.ready;
    (await server.nextConnection()).close(1012);
    await until(() => paths.length === 2);
    expect(paths).toEqual(['/?token=1', '/?token=2']);
  });

  it('has one connection at a time, however often it is opened and closed', async () => {
    const server = await serve();
    const { ws } = connect(server.url, client);
    let most = 0;
    server.wss.on('connection', () => {
      const open = [...server.wss.clients].filter(({ readyState }) => readyState === 1);
      most = Math.max(most, open.length);
    });
    for (let n = 0; n < 10; n++) {
      await ws.open().open().ready;
      if (n % 3 === 0) server.connections.at(-1)!.terminate();
      else if (n % 3 === 1) ws.close();
      else ws.destroy();
      await until(() => server.wss.clients.size === 0);
    }
    await ws.open().ready;
    await until(() => server.wss.clients.size === 1);
    expect(most).toBe(1);
    expect(ws.isOpen).toBe(true);
  });
});
