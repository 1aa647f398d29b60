import Backbone from 'backbone';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { codeOf, connected, connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('destroys the connection when it aborts', () => {
  const { signal, abort } = control();
  const { ws, trace } = connected({ signal });
  ws.bind(new Backbone.Model());
  abort();
  expect(trace).toEqual(['close 1000']);
  expect(ws).toMatchObject({ state: 'idle', resources: [] });
  expect(codeOf(() => ws.send('x'))).toBe('destroyed');
});

it('ends the attempt, and the waiting for one', () => {
  const { signal, abort } = control();
  const attempts = [connecting({ signal }), connecting({ signal }, { url: () => new Promise<string>(() => {}) })];
  const waiting = connected({ signal });
  waiting.server.drop();
  abort();
  for (const { ws, FakeWebSocket } of [...attempts, waiting]) {
    expect(ws.state).toBe('idle');
    expect(FakeWebSocket.live).toEqual([]);
  }
});

it('that has aborted already lets nothing begin', async () => {
  const { ws, FakeWebSocket, trace } = connecting({ signal: AbortSignal.abort() });
  await flush();
  expect(ws).toMatchObject({ state: 'idle', socket: null });
  expect(FakeWebSocket.sockets).toEqual([]);
  expect(trace).toEqual([]);
  expect(codeOf(() => ws.send('x'))).toBe('destroyed');
});

it('destroys once, and the connection that was destroyed before is left alone', () => {
  const { signal, abort } = control();
  const { ws, trace } = connected({ signal });
  ws.destroy();
  abort();
  expect(trace).toEqual(['close 1000']);
});

it('has as many listeners as there are connections to destroy', () => {
  const { signal, abort } = control();
  const listeners = new Set<unknown>();
  vi.spyOn(signal, 'addEventListener').mockImplementation((_, listener) => void listeners.add(listener));
  vi.spyOn(signal, 'removeEventListener').mockImplementation((_, listener) => void listeners.delete(listener));
  const { ws } = connected({ signal });
  expect(listeners.size).toBe(1);
  ws.close().open();
  expect(listeners.size).toBe(1);
  ws.destroy();
  expect(listeners.size).toBe(0);
  ws.open();
  expect(listeners.size).toBe(1);
  abort();
});

it('destroys what open has brought back', () => {
  const { signal, abort } = control();
  const { ws, trace } = connected({ signal });
  ws.destroy().open();
  abort();
  expect(ws.state).toBe('idle');
  expect(trace).toEqual(['close 1000', 'close 1006']);
});

function control(): { signal: AbortSignal; abort(): void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
