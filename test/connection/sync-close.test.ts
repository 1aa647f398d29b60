import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { connecting } from './traced.js';

// Node 24's own WebSocket fires error and close inside close() while connecting.
const begin = (options = {}) => connecting(options, { syncClose: true });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('takes the events that come inside close()', async () => {
  const { ws, trace } = begin();
  ws.close();
  expect(trace).toEqual(['error socket', 'close 1006']);
  expect(ws).toMatchObject({ state: 'closed', socket: null });
  await flush();
  expect(trace).toHaveLength(2);
  await expect(ws.ready).rejects.toMatchObject({ code: 'closed' });
});

it('tells one close when it is destroyed', async () => {
  const { ws, trace } = begin();
  ws.destroy();
  await flush();
  expect(trace).toEqual(['close 1006']);
  expect(ws.state).toBe('idle');
});

it('tells one failure when the attempt takes too long', () => {
  const { ws, FakeWebSocket, trace } = begin({ connectTimeoutMs: 500 });
  vi.advanceTimersByTime(500);
  expect(trace).toEqual(['error connect-timeout', expect.stringMatching(/^close 1006/), 'reopening 1 in 3000']);
  expect(FakeWebSocket.live).toEqual([]);
  expect(ws.state).toBe('waiting');
});

it('opens again from within the close event', () => {
  const { ws, FakeWebSocket, trace } = begin();
  ws.once('ws:close', () => ws.open());
  ws.close();
  expect(ws.state).toBe('connecting');
  FakeWebSocket.last.server.accept();
  expect(trace).toEqual(['error socket', 'close 1006', 'open']);
  expect(FakeWebSocket.live).toEqual([ws.socket]);
});

it('is destroyed from within the error event', () => {
  const { ws, FakeWebSocket, trace } = begin();
  ws.once('ws:error', () => ws.destroy());
  ws.close();
  expect(trace).toEqual(['error socket', 'close 1006']);
  expect(ws.state).toBe('idle');
  expect(FakeWebSocket.live).toEqual([]);
});
