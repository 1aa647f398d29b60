import Backbone from 'backbone';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WSOptions } from '../../src/index.js';
import { startProxy } from '../support/proxy.js';
import { until } from '../support/until.js';
import { clients, connect, serve } from './clients.js';

const heartbeat = { intervalMs: 150, timeoutMs: 250 };
/** What a busy machine may take longer. */
const SLACK_MS = 300;

describe.each(clients)('over %s and a network that breaks', (_, client) => {
  /** A connection through a proxy to a server that answers, with a model that is subscribed. */
  const start = async (options: WSOptions<any, 'ws'> = {}) => {
    const server = await serve();
    const subscribed = new Map<unknown, Set<string>>();
    server.wss.on('connection', (socket) => {
      const mine = new Set<string>();
      subscribed.set(socket, mine);
      socket.on('message', (frame) => {
        const { type, data, id } = JSON.parse(String(frame));
        if (type === 'ping') socket.send('{"type":"pong"}');
        if (type === 'subscribe') mine.add(data);
        if (id !== undefined) socket.send(JSON.stringify({ id, data }));
      });
    });
    const proxy = await startProxy(Number(new URL(server.url).port));
    onTestFinished(() => proxy.close());
    const { ws, trace } = connect(proxy.url, client, { heartbeat, retries: Infinity, keepOpen: true, ...options });
    const model = new Backbone.Model();
    ws.bind(model, { 'ws:message:quote': 'set' }, { subscribe: () => ['subscribe', 'ACME'] });
    await ws.ready;

    /** The screen is right again: what is sent arrives, what is asked is answered, and the server tells what it was asked for. */
    const isRight = async (value: number): Promise<void> => {
      await until(() => ws.isOpen);
      expect(await ws.request('echo', value, { retry: true })).toBe(value);
      await until(() => server.wss.clients.size === 1);
      const [socket] = server.wss.clients;
      expect([...subscribed.get(socket)!]).toEqual(['ACME']);
      socket!.send(JSON.stringify({ type: 'quote', data: { value } }));
      await until(() => model.get('value') === value);
    };
    await isRight(1);
    return { server, proxy, ws, trace, isRight };
  };

  it('finds a half-open link in time, without waiting for its close', async () => {
    const { proxy, ws, isRight } = await start();
    const closed = new Promise<number>((resolve) => ws.once('ws:close', () => resolve(performance.now())));
    const brokenAt = performance.now();
    proxy.halfOpen();
    ws.send('lost', 1);
    const foundMs = (await closed) - brokenAt;
    expect(foundMs).toBeLessThan(heartbeat.intervalMs + heartbeat.timeoutMs + SLACK_MS);
    // The dead link is still there, for the operating system.
    proxy.cut();
    await isRight(2);
  });

  it.each(['cut', 'reset'] as const)('comes back after the link was %s', async (how) => {
    const { proxy, ws, trace, isRight } = await start({ heartbeat: false });
    const answer = ws.request('echo', 'asked before', { retry: true });
    proxy[how]();
    expect(await answer).toBe('asked before');
    await isRight(2);
    expect(trace.filter((line) => line.startsWith('close'))).toEqual(['close 1006']);
  });

  it('comes back when the network is there again', async () => {
    const { proxy, ws, trace, isRight } = await start();
    proxy.isDown = true;
    proxy.reset();
    await until(() => trace.filter((line) => line.startsWith('close')).length > 3);
    ws.send('meanwhile', 1);
    proxy.isDown = false;
    await isRight(2);
  });

  it('keeps a slow link, and what is sent on it arrives in order', async () => {
    const { server, proxy, ws, trace, isRight } = await start({ heartbeat: { intervalMs: 200, timeoutMs: 2000 } });
    proxy.latencyMs = 30;
    proxy.trickleBytes = 50;
    for (let n = 0; n < 40; n++) ws.send('note', n);
    await isRight(2);
    const notes = server.received.map((frame) => JSON.parse(String(frame))).filter(({ type }) => type === 'note');
    expect(notes.map(({ data }) => data)).toEqual(Array.from({ length: 40 }, (_, n) => n));
    expect(trace).not.toContain('close 1006');
  });

  it('ends attempts that nobody answers, and opens when somebody does', async () => {
    const { proxy, trace, isRight } = await start({ connectTimeoutMs: 60 });
    proxy.latencyMs = 1000;
    proxy.cut();
    await until(() => trace.filter((line) => line.includes('connect-timeout')).length > 1);
    proxy.latencyMs = 0;
    await isRight(2);
  });
});
