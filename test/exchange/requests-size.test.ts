import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEngine } from '../../src/engine/engine.js';
import type { Face } from '../../src/engine/face.js';
import { resolve } from '../../src/options.js';
import { createFakeWebSocket } from '../../src/testing/index.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** An engine without its public face: it alone tells how many requests wait, which is what every message costs. */
function start() {
  const WebSocket = createFakeWebSocket();
  const owner: Face = {
    get isOpen(): boolean {
      return engine.connection.state === 'open';
    },
    destroy: (): void => engine.destroy(),
    send: () => false,
    sync: () => {},
  };
  const engine = createEngine(owner, 'ws://server/', resolve({ WebSocket, keepOpen: true, reopen: false }));
  engine.start();
  WebSocket.last.server.accept();
  const socket = WebSocket.last;
  const controller = new AbortController();
  const ask = (options?: object): unknown => engine.request('ask', 1, options).catch(() => {});
  const ids = (): string[] => socket.sent.map((frame) => JSON.parse(String(frame)).id);
  const reply = (message: object): void => socket.server.send(JSON.stringify(message));
  return { engine, requests: engine.requests, socket, controller, ask, ids, reply };
}

it('no request waits of those that have ended, in whichever way', () => {
  const { requests, controller, ask, ids, reply } = start();
  const { signal } = controller;
  for (const options of [{}, {}, { timeoutMs: 5 }, { signal }, { signal, retry: true }]) ask(options);
  expect(requests.size).toBe(5);
  const [first, second] = ids();
  reply({ id: first });
  reply({ id: first });
  reply({ id: 'unknown' });
  expect(requests.size).toBe(4);
  reply({ id: second, error: 'no' });
  expect(requests.size).toBe(3);
  vi.advanceTimersByTime(5);
  expect(requests.size).toBe(2);
  controller.abort();
  expect(requests.size).toBe(0);
});

it.each<[string, (played: ReturnType<typeof start>) => void]>([
  ['a connection that is lost', ({ socket }) => socket.server.drop()],
  ['close()', ({ engine }) => engine.close()],
  ['destroy()', ({ engine }) => engine.destroy()],
])('no request waits after %s', (_name, end) => {
  const played = start();
  for (const retry of [false, true, { attempts: 2 }]) played.ask({ retry });
  expect(played.requests.size).toBe(3);
  end(played);
  expect(played.requests.size).toBe(0);
});

it('no request waits that was refused at once', () => {
  const { engine, requests, controller, ask } = start();
  controller.abort();
  ask({ signal: controller.signal });
  expect(() => engine.request('ask', 7n)).toThrow();
  expect(() => engine.request('', 7)).toThrow();
  expect(() => engine.request('ask', 7, { timeoutMs: -1 })).toThrow();
  expect(requests.size).toBe(0);
});
