import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connected } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it.each([
  ['destroy', 'idle'],
  ['close', 'closed'],
] as const)('who hears of the close that `open()` tells may %s: it stays so', (end, state) => {
  const { ws, server, FakeWebSocket } = connected();
  server.silence();
  ws.close();
  ws.once('ws:close', () => void ws[end]());
  ws.open();
  expect([ws.state, FakeWebSocket.sockets.length, vi.getTimerCount()]).toEqual([state, 1, 0]);
});

it('leaves no timer of the outbox when who hears of a dropped message sends another', () => {
  const { ws } = connected({ outbox: { ttlMs: 1000 } });
  ws.close();
  ws.once('ws:dropped', () => void ws.send('again', 1));
  ws.send('a', 1);
  vi.advanceTimersByTime(500);
  ws.send('b', 1);
  vi.advanceTimersByTime(500);
  ws.destroy();
  expect(vi.getTimerCount()).toBe(0);
});

it('leaves the page alone when who hears of the close that `open()` tells closes it', () => {
  let listeners = 0;
  const source = () => {
    listeners++;
    return () => void listeners--;
  };
  const { ws, server } = connected({ lifecycle: { source } });
  server.silence();
  ws.close();
  ws.once('ws:close', () => void ws.close());
  ws.open();
  expect([ws.state, listeners]).toEqual(['closed', 0]);
});

it('keeps the order of messages when who hears of one that was dropped sends another', () => {
  const { ws, FakeWebSocket } = connected({ outbox: { limit: 2, overflow: 'drop-oldest' }, reopenTimeout: 1 });
  FakeWebSocket.last.server.drop();
  ws.once('ws:dropped', () => void ws.send('within'));
  for (const message of ['a', 'b', 'c']) ws.send(message);
  vi.advanceTimersByTime(1);
  FakeWebSocket.last.server.accept();
  expect(FakeWebSocket.last.sent).toEqual(['"c"', '"within"']);
});
