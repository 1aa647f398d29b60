import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { connected, connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const lose = ({ server }: ReturnType<typeof connected>) => server.drop();
const noReopen = { reopen: false };

it('is one promise for as long as the attempt lasts, and the opening fulfils it with the connection', async () => {
  const { ws, FakeWebSocket } = connecting();
  const { ready } = ws;
  expect(ws.open().ready).toBe(ready);
  FakeWebSocket.last.server.accept();
  expect(ws.ready).toBe(ready);
  expect(await ready).toBe(ws);
});

it('is settled before the open event', async () => {
  const { ws, FakeWebSocket } = connecting();
  const order: string[] = [];
  ws.ready.then(() => order.push('ready'));
  ws.on('ws:open', () => Promise.resolve().then(() => order.push('after open')));
  FakeWebSocket.last.server.accept();
  await flush();
  expect(order).toEqual(['ready', 'after open']);
});

it('is rejected when the attempt is refused, with what the socket said as the cause', async () => {
  const { ws, FakeWebSocket } = connecting(noReopen);
  FakeWebSocket.last.server.refuse();
  await expect(ws.ready).rejects.toMatchObject({ code: 'connect-failed', cause: { type: 'error' } });
});

it('is rejected already when the error event comes', async () => {
  const { ws, FakeWebSocket } = connecting();
  const { ready } = ws;
  const order: string[] = [];
  ready.catch(() => order.push('ready'));
  ws.on('ws:error', () => Promise.resolve().then(() => order.push('after error')));
  FakeWebSocket.last.server.refuse();
  await flush();
  expect(order).toEqual(['ready', 'after error']);
});

it.each([
  ['connect-timeout', () => connecting({ ...noReopen, connectTimeoutMs: 50 }), () => vi.advanceTimersByTime(50)],
  ['closed', () => connecting(), ({ ws }) => ws.close()],
  ['destroyed', () => connecting(), ({ ws }) => ws.destroy()],
  ['connection-lost', () => connected(noReopen), lose],
  ['closed', () => connected(), ({ ws }) => ws.close()],
  ['destroyed', () => connected(), ({ ws }) => ws.destroy()],
] as [string, () => any, (connection: any) => unknown][])('is rejected: %s', async (code, begin, act) => {
  const connection = begin();
  act(connection);
  await expect(connection.ws.ready).rejects.toMatchObject({ name: 'WSError', code });
});

it('is the next attempt’s while that is waited for', async () => {
  const { ws, server, FakeWebSocket } = connected();
  const before = ws.ready;
  server.drop();
  const next = ws.ready;
  expect(next).not.toBe(before);
  vi.advanceTimersByTime(3000);
  expect(ws.ready).toBe(next);
  FakeWebSocket.last.server.accept();
  expect(await Promise.all([before, next])).toEqual([ws, ws]);
});

it('of a refused attempt stays rejected when the next one succeeds', async () => {
  const { ws, FakeWebSocket } = connecting();
  const first = ws.ready;
  FakeWebSocket.last.server.refuse();
  vi.advanceTimersByTime(3000);
  FakeWebSocket.last.server.accept();
  await expect(first).rejects.toMatchObject({ code: 'connect-failed' });
  expect(await ws.ready).toBe(ws);
});

it('is rejected when there are no more retries', async () => {
  const { ws, FakeWebSocket } = connecting({ retries: 0 });
  FakeWebSocket.last.server.refuse();
  await expect(ws.ready).rejects.toMatchObject({ code: 'connect-failed' });
});

it('is pending again after open', async () => {
  const { ws, FakeWebSocket } = connecting();
  ws.close();
  await flush();
  const { ready } = ws.open();
  FakeWebSocket.last.server.accept();
  expect(await ready).toBe(ws);
});

it('never is an unhandled rejection', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const failing = () => Promise.reject(new Error('no token'));
  for (const { ws, FakeWebSocket } of [connecting(), connecting({ retries: 0 }), connecting({}, { url: failing })]) {
    void ws.ready;
    if (FakeWebSocket.sockets.length) FakeWebSocket.last.server.refuse();
    await flush();
    ws.close();
    void ws.ready;
    ws.open().destroy();
    void ws.ready;
  }
  await flush();
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});
