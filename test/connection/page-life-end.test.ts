import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WS } from '../../src/index.js';
import type { LifeSignal } from '../../types/resilience.js';
import { createLife } from './life.js';
import { codeOf, connected } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const all: LifeSignal[] = ['offline', 'online', 'hidden', 'visible', 'suspend', 'resume'];

function onPage(options: object = {}) {
  const life = createLife();
  return { ...connected({ lifecycle: { source: life.source, hiddenMs: 5 }, ...options }), ...life };
}

const ends: [name: string, end: (page: ReturnType<typeof onPage>) => unknown, options?: object][] = [
  ['close()', ({ ws }) => ws.close()],
  ['destroy()', ({ ws }) => ws.destroy()],
  ['noretries', ({ server }) => server.drop(), { retries: 0 }],
  ['a fatal close', ({ server }) => server.close(4403), { resilient: true }],
  ['a no of shouldReopen', ({ server }) => server.drop(), { shouldReopen: () => false }],
  ['a close without reopen', ({ server }) => server.drop(), { reopen: false }],
  ['the last unbind', ({ ws }) => ws.bind(model).unbind(model)],
];
const model = new Backbone.Model();

describe.each(ends)('after %s', (_, end, options) => {
  it.each([undefined, 'offline', 'suspend'] as const)(
    'nothing follows the page, nor opens again (%s before)',
    async (before) => {
      const page = onPage(options);
      if (before === 'offline') page.tell('offline');
      if (before === 'suspend') {
        page.tell('suspend', 'resume');
        page.FakeWebSocket.last.server.accept();
      }
      end({ ...page, server: page.FakeWebSocket.last.server });
      await vi.advanceTimersByTimeAsync(10);
      expect(page.followers()).toBe(0);
      const sockets = page.FakeWebSocket.sockets.length;
      page.tell(...all);
      await vi.advanceTimersByTimeAsync(1_000_000);
      expect([page.FakeWebSocket.sockets.length, vi.getTimerCount()]).toEqual([sockets, 0]);
    },
  );

  it('open() follows it again, and has forgotten what was', async () => {
    const page = onPage(options);
    page.tell('offline', 'hidden');
    end(page);
    await vi.advanceTimersByTimeAsync(10);
    page.ws.open();
    expect(page.followers()).toBe(1);
    page.ws.retries = 5;
    page.FakeWebSocket.last.server.refuse();
    expect(page.trace.filter((line) => line.endsWith('Infinity'))).toEqual([]);
    // Two of them let nothing follow.
    const { state } = page.ws;
    page.tell('hidden');
    vi.advanceTimersByTime(5);
    page.tell('visible');
    expect(page.ws.state).toBe(state === 'waiting' ? 'connecting' : 'closed');
    page.ws.destroy();
  });
});

it.each(['close', 'destroy'] as const)('%s while the page is away is the end', async (way) => {
  for (const signal of ['offline', 'suspend'] as const) {
    const { ws, server, tell, FakeWebSocket, followers } = onPage();
    tell(signal);
    if (signal === 'offline') server.drop();
    ws[way]();
    tell('online', 'resume');
    await vi.advanceTimersByTimeAsync(100_000);
    expect([FakeWebSocket.sockets.length, followers(), vi.getTimerCount()]).toEqual([1, 0, 0]);
  }
});

it('the page is followed once, however often open() is called', () => {
  const { ws, server, followers } = onPage();
  ws.open().open();
  server.drop();
  ws.open();
  expect(followers()).toBe(1);
  ws.destroy();
});

it('an open() that throws leaves nothing behind', () => {
  const life = createLife();
  const urls = ['ws://server/', 'mailto:nobody'];
  const { ws, server } = connected({ lifecycle: { source: life.source } }, { url: () => urls.shift()! });
  server.drop();
  expect(codeOf(() => ws.open())).toBe('bad-url');
  expect([ws.state, life.followers(), vi.getTimerCount()]).toEqual(['closed', 0, 0]);
});

it('a source that tells at once what ends the connection is left', () => {
  const life = createLife('suspend');
  const { ws } = connected({ reopen: false, lifecycle: { source: life.source } });
  expect(ws.state).toBe('closed');
  expect(life.followers()).toBe(0);
});

it('a source that goes on after its end is not heard', () => {
  let tell!: (signal: LifeSignal) => void;
  const source = (take: typeof tell) => {
    tell = take;
    return () => {};
  };
  const { ws, FakeWebSocket, trace } = connected({ lifecycle: { source } });
  const first = tell;
  ws.destroy();
  ws.open();
  FakeWebSocket.last.server.accept();
  trace.length = 0;
  for (const signal of all) first(signal);
  FakeWebSocket.last.server.drop({ error: false });
  expect(trace).toEqual(['close 1006', 'reopening 1 in 3000']);
  ws.destroy();
});

it('a connection that ends another one in its close handler leaves that as it should be', () => {
  const life = createLife();
  const first = connected({ lifecycle: { source: life.source } });
  const second = connected({ lifecycle: { source: life.source } });
  first.ws.on('ws:close', () => void second.ws.destroy());
  life.tell('suspend');
  second.ws.open();
  second.FakeWebSocket.last.server.refuse();
  expect(second.trace.at(-1)).toBe('reopening 1 in 3000');
  for (const { ws } of [first, second]) ws.destroy();
  expect([life.followers(), vi.getTimerCount()]).toEqual([0, 0]);
});

it.each<[string, (ws: WS) => unknown]>([
  ['close', (ws) => ws.close()],
  ['destroy', (ws) => ws.destroy()],
])('%s in the handlers of what the page tells is the end', async (_, end) => {
  for (const event of ['ws:close', 'ws:reopening']) {
    const { ws, tell, FakeWebSocket, followers } = onPage();
    ws.on(event, () => void end(ws));
    tell('suspend', 'resume', 'online');
    await vi.advanceTimersByTimeAsync(100_000);
    expect([event, FakeWebSocket.live, followers(), vi.getTimerCount()]).toEqual([event, [], 0, 0]);
  }
});
