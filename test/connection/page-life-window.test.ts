import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WS, type WSOptions } from '../../src/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';

/** What a page or worker has of events, with the listeners counted. */
function createTarget() {
  const listeners = new Map<string, Set<(event: { type: string }) => void>>();
  const of = (type: string) => listeners.get(type) ?? listeners.set(type, new Set()).get(type)!;
  return {
    addEventListener: vi.fn((type: string, listener: () => void) => void of(type).add(listener)),
    removeEventListener: vi.fn((type: string, listener: () => void) => void of(type).delete(listener)),
    fire(type: string): void {
      for (const listener of [...of(type)]) listener({ type });
    },
    types: (): string[] => [...listeners].flatMap(([type, of]) => Array(of.size).fill(type)).sort(),
  };
}

type Page = ReturnType<typeof createPage>;

function createPage({ isWorker = false, onLine = true } = {}) {
  const window = createTarget();
  const document = { ...createTarget(), visibilityState: 'visible' };
  vi.stubGlobal('addEventListener', window.addEventListener);
  vi.stubGlobal('removeEventListener', window.removeEventListener);
  vi.stubGlobal('navigator', { onLine });
  if (!isWorker) vi.stubGlobal('document', document);
  return { window, document };
}

const FakeWebSocket = () => createFakeWebSocket({ script: ({ server }) => server.accept() });
const connect = async (options: WSOptions = {}) => {
  const Socket = FakeWebSocket();
  const ws: WS = new WS('ws://server/', { WebSocket: Socket, keepOpen: true, lifecycle: true, ...options });
  await vi.advanceTimersByTimeAsync(0);
  const delays: number[] = [];
  ws.on('ws:reopening', ({ delayMs }) => void delays.push(delayMs));
  return { ws, Socket, delays };
};

const onWindow = ['offline', 'online', 'pagehide', 'pageshow'];
const onDocument = ['freeze', 'resume', 'visibilitychange'];
const listening = ({ window, document }: Page) => [window.types(), document.types()];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the listeners on the page', () => {
  it('are one for each event, however many connections there are, and go with the last one', async () => {
    const page = createPage();
    const all: WS[] = [];
    for (let n = 0; n < 5; n++) all.push((await connect()).ws);
    expect(listening(page)).toEqual([onWindow, onDocument]);
    for (const ws of all.slice(1)) ws.destroy();
    expect(listening(page)).toEqual([onWindow, onDocument]);
    all[0]!.destroy();
    expect(listening(page)).toEqual([[], []]);
    for (const { addEventListener, removeEventListener } of [page.window, page.document]) {
      expect(removeEventListener.mock.calls).toEqual(addEventListener.mock.calls);
      expect(addEventListener.mock.calls.length).toBeLessThanOrEqual(4);
    }
  });

  const model = new Backbone.Model();
  it.each<[string, (ws: WS, Socket: ReturnType<typeof FakeWebSocket>) => unknown, WSOptions?]>([
    ['close()', (ws) => ws.close()],
    ['destroy()', (ws) => ws.destroy()],
    ['noretries', (_, { last }) => last.server.drop(), { retries: 0 }],
    ['a fatal close', (_, { last }) => last.server.close(1008), { resilient: true }],
    ['the last unbind', (ws) => ws.bind(model).unbind(model), { keepOpen: false }],
    ['the end of a lazy connection', () => vi.advanceTimersByTime(100), { lazy: { idleMs: 20 } }],
  ])('go after %s, and are back with open()', async (_, end, options) => {
    const page = createPage();
    const { ws, Socket } = await connect(options);
    if (options?.lazy) await vi.advanceTimersByTimeAsync(0 * ws.open().retries);
    expect(listening(page)).toEqual([onWindow, onDocument]);
    end(ws, Socket);
    await vi.advanceTimersByTimeAsync(10);
    expect(listening(page)).toEqual([[], []]);
    ws.open();
    expect(listening(page)).toEqual([onWindow, onDocument]);
    ws.destroy();
    expect([listening(page), vi.getTimerCount()]).toEqual([[[], []], 0]);
  });

  it('go when a signal aborts', async () => {
    const page = createPage();
    const controller = new AbortController();
    await connect({ signal: controller.signal });
    controller.abort();
    expect(listening(page)).toEqual([[], []]);
  });

  it.each<[WSOptions, boolean]>([
    [{ lifecycle: undefined as never }, false],
    [{ lifecycle: false, resilient: true }, false],
    [{ lifecycle: undefined as never, resilient: true }, true],
    [{ lifecycle: { hiddenMs: 5 } }, true],
    [{ lifecycle: { source: () => () => {} } }, false],
  ])('are there, or not, with %o: %s', async (options, isThere) => {
    const page = createPage();
    const { ws } = await connect(options);
    expect(page.window.types()).toEqual(isThere ? onWindow : []);
    ws.destroy();
  });
});

describe('the events of a page', () => {
  const away: [target: 'window' | 'document', away: string, back: string][] = [
    ['window', 'pagehide', 'pageshow'],
    ['document', 'freeze', 'resume'],
  ];

  it.each(away)('%s: %s puts it away, %s brings it back', async (target, hide, show) => {
    const page = createPage();
    const { ws, Socket, delays } = await connect();
    page[target].fire(hide);
    expect([ws.state, Socket.live, delays]).toEqual(['waiting', [], [Infinity]]);
    page[target].fire(show);
    await vi.advanceTimersByTimeAsync(0);
    expect([ws.isOpen, Socket.live.length]).toEqual([true, 1]);
    ws.destroy();
  });

  it('come in the order of a page that goes to the back-forward cache and returns', async () => {
    const page = createPage();
    const { ws, Socket } = await connect();
    const show = (state: string) => {
      page.document.visibilityState = state;
      page.document.fire('visibilitychange');
    };
    page.window.fire('pagehide');
    show('hidden');
    page.document.fire('freeze');
    await vi.advanceTimersByTimeAsync(1_000_000);
    expect(Socket.sockets).toHaveLength(1);
    page.document.fire('resume');
    show('visible');
    page.window.fire('pageshow');
    await vi.advanceTimersByTimeAsync(0);
    expect([ws.isOpen, Socket.sockets.length]).toEqual([true, 2]);
    ws.destroy();
  });

  it('offline and online hold up and bring the next attempt', async () => {
    const page = createPage();
    const { ws, Socket, delays } = await connect();
    page.window.fire('offline');
    Socket.last.server.drop();
    page.window.fire('online');
    await vi.advanceTimersByTimeAsync(0);
    expect([ws.isOpen, delays]).toEqual([true, [Infinity]]);
    ws.destroy();
  });

  it('visibilitychange is hidden or visible', async () => {
    const page = createPage();
    const { ws, Socket, delays } = await connect({ lifecycle: { hiddenMs: 50 } });
    page.document.visibilityState = 'hidden';
    page.document.fire('visibilitychange');
    vi.advanceTimersByTime(50);
    Socket.last.server.drop();
    expect([ws.state, delays]).toEqual(['waiting', [Infinity]]);
    page.document.visibilityState = 'visible';
    page.document.fire('visibilitychange');
    expect(ws.state).toBe('connecting');
    ws.destroy();
  });

  it('that came before the connection count', async () => {
    const page = createPage({ onLine: false });
    page.document.visibilityState = 'hidden';
    const { ws, Socket, delays } = await connect({ lifecycle: { hiddenMs: 50 } });
    page.window.fire('online');
    vi.advanceTimersByTime(50);
    Socket.last.server.drop();
    expect(delays).toEqual([Infinity]);
    ws.destroy();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('where there is no page', () => {
  it('a worker has the network, and no document', async () => {
    const page = createPage({ isWorker: true, onLine: false });
    const { ws, Socket, delays } = await connect();
    expect(listening(page)).toEqual([onWindow, []]);
    Socket.last.server.drop();
    page.window.fire('online');
    expect([ws.state, delays]).toEqual(['connecting', [Infinity]]);
    ws.destroy();
    expect(listening(page)).toEqual([[], []]);
  });

  it.each([
    ['Node, with nothing of it', () => vi.stubGlobal('navigator', undefined)],
    ['Node, with a navigator that says nothing of the network', () => vi.stubGlobal('navigator', { userAgent: 'x' })],
    ['a document that is none', () => vi.stubGlobal('document', {})],
    ['a document that is null', () => vi.stubGlobal('document', null)],
  ])('it works: %s', async (_, stub) => {
    stub();
    const { ws, Socket, delays } = await connect({ resilient: true, random: () => 0.5, backoff: { baseMs: 100 } });
    Socket.last.server.drop();
    await vi.advanceTimersByTimeAsync(50);
    expect([ws.isOpen, delays]).toEqual([true, [50]]);
    ws.destroy();
    expect(vi.getTimerCount()).toBe(0);
  });
});
