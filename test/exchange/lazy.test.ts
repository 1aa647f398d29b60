import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import type { WS } from '../../src/index.js';
import { start, toSymbol, turn } from './subscribing.js';

const { Model } = Backbone;
const IDLE_MS = 1000;
const lazy = (options: object = {}) => start({ lazy: { idleMs: IDLE_MS }, requestTimeoutMs: 0, ...options });

/** Open, because something was sent, at the time 0. */
function awake(options: object = {}) {
  const t = lazy(options);
  t.ws.send('wake', 1);
  t.socket.server.accept();
  return t;
}

/** How many milliseconds it is until the connection has gone to rest. */
async function untilRest(ws: WS<any>, atMostMs = 5 * IDLE_MS): Promise<number> {
  for (let ms = 0; ms <= atMostMs; ms += 10) {
    if (ws.state === 'idle') return ms;
    await vi.advanceTimersByTimeAsync(10);
  }
  return Infinity;
}

const uses: [string, (ws: WS<any>) => unknown][] = [
  ['a resource is bound', (ws) => ws.bind(new Model(), {})],
  ['something is subscribed to', (ws) => ws.subscribe('A', toSymbol('A'))],
  ['a message is sent', (ws) => ws.send('x', 1)],
  ['a request is made', (ws) => ws.request('ask', 1)],
  ['a message is expected', (ws) => ws.expect('x')],
  ['a model is saved', (ws) => ws.sync('create', new Model(), { sync: 'request' })],
  ['it is opened', (ws) => ws.open()],
];

describe('a connection that is lazy', () => {
  it.each(uses)('opens when %s, and not before', async (_name, use) => {
    const t = lazy();
    await vi.advanceTimersByTimeAsync(10 * IDLE_MS);
    expect([t.ws.state, t.FakeWebSocket.sockets.length, vi.getTimerCount()]).toEqual(['idle', 0, 0]);
    use(t.ws);
    expect([t.ws.state, t.FakeWebSocket.sockets.length]).toEqual(['connecting', 1]);
  });

  it('does not open for who only listens or looks', () => {
    const t = lazy();
    t.ws.on('ws:message', () => {});
    t.ws.unbind(new Model()).unbindAll();
    expect([t.ws.state, t.ws.isOpen, t.ws.resources]).toEqual(['idle', false, []]);
  });

  it('opens at once with the option resources', () => {
    expect(lazy({ resources: [[new Model(), {}]] }).ws.state).toBe('connecting');
  });

  it('has sent what it was opened for, once it is open', async () => {
    const t = lazy();
    t.ws.subscribe('A', toSymbol('A'));
    t.ws.send('x', 1);
    t.socket.server.accept();
    expect(t.sent().map(({ type }) => type)).toEqual(['subscribe', 'x']);
  });

  it('closes when it has not been used for a while: no attempt follows, and no timer is left', async () => {
    const t = awake();
    const closes: any[] = [];
    t.ws.on('all', (event) => closes.push(event));
    expect(await untilRest(t.ws)).toBe(IDLE_MS);
    expect(closes).toEqual(['ws:close']);
    await vi.advanceTimersByTimeAsync(10 * IDLE_MS);
    expect([t.ws.state, t.FakeWebSocket.sockets.length, vi.getTimerCount()]).toEqual(['idle', 1, 0]);
  });

  it('counts from the last use', async () => {
    const t = awake();
    await vi.advanceTimersByTimeAsync(IDLE_MS - 1);
    t.ws.send('x', 1);
    expect(await untilRest(t.ws)).toBe(IDLE_MS);
  });

  it('wakes again, and says that it was open before', async () => {
    const t = awake();
    await untilRest(t.ws);
    const opens: unknown[] = [];
    t.ws.on('ws:open', (info) => opens.push(info));
    expect(t.ws.send('again', 2)).toBe(false);
    t.socket.server.accept();
    expect([opens, t.sent()]).toEqual([[{ reopened: true }], [{ type: 'again', data: 2 }]]);
    expect(await untilRest(t.ws)).toBe(IDLE_MS);
  });

  it('wakes again for who is told of its rest', async () => {
    const t = awake();
    t.ws.once('ws:close', () => t.ws.send('again', 1));
    await vi.advanceTimersByTimeAsync(IDLE_MS);
    expect([t.ws.state, t.FakeWebSocket.sockets.length]).toEqual(['connecting', 2]);
  });

  it('does not open by itself after close(), and opens by open()', async () => {
    const t = awake();
    t.ws.close();
    await turn();
    for (const [, use] of uses.slice(0, -1)) use(t.ws);
    await vi.advanceTimersByTimeAsync(10 * IDLE_MS);
    expect([t.ws.state, t.FakeWebSocket.sockets.length]).toEqual(['closed', 1]);
    t.ws.open();
    expect(t.ws.state).toBe('connecting');
  });

  it('goes on with its attempts while it is needed, and gives them up when it is not', async () => {
    const t = awake();
    const model = new Model();
    t.ws.bind(model, {});
    for (let i = 0; i < 5; i++) {
      t.socket.server.drop();
      await vi.advanceTimersByTimeAsync(IDLE_MS);
    }
    expect(t.FakeWebSocket.sockets).toHaveLength(6);
    t.ws.unbind(model);
    expect(await untilRest(t.ws)).toBe(IDLE_MS);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is destroyed like any other: no timer is left, and what would use it throws', () => {
    const t = awake();
    t.ws.destroy();
    expect(vi.getTimerCount()).toBe(0);
    expect(() => t.ws.send('x', 1)).toThrow(expect.objectContaining({ code: 'destroyed' }));
    expect([t.ws.state, vi.getTimerCount()]).toEqual(['idle', 0]);
  });

  it('has 30 seconds, where it is just true', async () => {
    const t = start({ lazy: true });
    t.ws.send('x', 1);
    t.socket.server.accept();
    expect(await untilRest(t.ws, 60_000)).toBe(30_000);
  });

  it('never rests with an endless while, and costs no timer that fires at once', async () => {
    const t = awake({ lazy: { idleMs: Infinity } });
    await vi.advanceTimersByTimeAsync(1_000_000);
    expect([t.ws.state, vi.getTimerCount()]).toEqual(['open', 1]);
  });
});

describe('it is kept by', () => {
  const kept: [string, (t: ReturnType<typeof awake>) => () => unknown][] = [
    [
      'what is bound',
      ({ ws }) => {
        const model = new Model();
        ws.bind(model, {});
        return () => ws.unbind(model);
      },
    ],
    [
      'what is subscribed to',
      ({ ws }) => {
        const one = ws.subscribe('A', toSymbol('A'));
        return () => one.dispose();
      },
    ],
    [
      'a request',
      (t) => {
        t.ws.request('ask', 1);
        const { id } = t.sent().at(-1);
        return () => t.receiveRaw({ id, data: 1 });
      },
    ],
    [
      'an expectation',
      (t) => {
        t.ws.expect('x', 1000).catch(() => {});
        return () => t.receive('x', 1);
      },
    ],
    [
      'what waits to be sent',
      (t) => {
        t.socket.server.stall();
        t.ws.send('long', 'x'.repeat(100));
        t.ws.send('waits', 1);
        return () => t.socket.server.resume();
      },
    ],
  ];
  it.each(kept)('%s; the while begins when that ends, give or take a tenth', async (_name, use) => {
    const t = awake({ outbox: { highWaterMark: 10 } });
    const end = use(t);
    await vi.advanceTimersByTimeAsync(5 * IDLE_MS + 30);
    expect(t.ws.state).toBe('open');
    end();
    const ms = await untilRest(t.ws);
    expect([ms >= IDLE_MS, ms <= 1.15 * IDLE_MS]).toEqual([true, true]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
