import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connecting } from './traced.js';

// Node 22's own WebSocket fires error and no close when no connection comes about, and stays at readyState 0.

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it.each([20_000, 0])(
  'an attempt that ends in an error alone is followed by the next (deadline %s)',
  (connectTimeoutMs) => {
    const { ws, FakeWebSocket, trace } = connecting({ reopenTimeout: 100, connectTimeoutMs });
    FakeWebSocket.last.onerror?.({ type: 'error' });
    vi.advanceTimersByTime(2000);
    expect(trace.slice(0, 3)).toEqual(['error socket', expect.stringMatching(/^close 1006/), 'reopening 1 in 100']);
    expect(FakeWebSocket.sockets).toHaveLength(2);
    expect(FakeWebSocket.live).toEqual([ws.socket]);
  },
);

it('the close of an attempt is told although its socket tells an error alone', () => {
  const { ws, FakeWebSocket, trace } = connecting();
  const { last } = FakeWebSocket;
  last.close = () => last.onerror?.({ type: 'error' });
  ws.close();
  vi.advanceTimersByTime(2000);
  expect(trace).toEqual(['error socket', expect.stringMatching(/^close 1006/)]);
  expect(ws).toMatchObject({ state: 'closed', socket: null });
});

it('an error with a close is one failure', () => {
  const { FakeWebSocket, trace } = connecting({ reopen: false });
  FakeWebSocket.last.server.refuse();
  vi.advanceTimersByTime(2000);
  expect(trace).toEqual(['error socket', 'close 1006']);
});
