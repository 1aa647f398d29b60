import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { type Connected, connect, connecting } from '../support/wire.js';
import { ask, errorOf, standing, watchMaps } from './asking.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** The ways to have no connection: each gives one that opens with `accept`. */
const absences: [name: string, make: (options?: object) => Connected<'ws'>][] = [
  ['is opening', connecting],
  [
    'waits for the next attempt',
    (options) => {
      const connected = connect({ reopenTimeout: 10, ...options });
      connected.socket.server.drop();
      return connected;
    },
  ],
  [
    'opens again',
    (options) => {
      const connected = connect({ reopenTimeout: 10, ...options });
      connected.socket.server.drop();
      vi.advanceTimersByTime(10);
      return connected;
    },
  ],
  [
    'is closing',
    (options) => {
      const connected = connect(options);
      connected.ws.close();
      return connected;
    },
  ],
];

function accept({ ws, FakeWebSocket }: Connected<'ws'>): void {
  ws.open();
  if (ws.state === 'waiting') vi.advanceTimersByTime(10);
  FakeWebSocket.last.server.accept();
}

describe.each(absences)('while the connection %s', (_name, make) => {
  it('a request waits in the outbox, in line with messages, and is sent when it opens', async () => {
    const connected = make();
    const { ws, sent, receiveRaw } = connected;
    ws.send('first', 1);
    const request = ask(ws, 'second', 2);
    ws.send('third', 3);
    expect(await standing(request)).toBe('waiting');
    accept(connected);
    expect(sent().map(({ type }) => type)).toEqual(['first', 'second', 'third']);
    receiveRaw({ id: sent()[1].id, data: 7 });
    expect(await request).toBe(7);
  });

  it('one that is told to fail does so, is not sent, and takes no place from what waits', async () => {
    const connected = make({ outbox: { limit: 1, overflow: 'drop-oldest' } });
    connected.ws.send('first', 1);
    const request = ask(connected.ws, 'ask', 1, { offline: 'fail', retry: true });
    expect(await standing(request)).toEqual(['not-open', false]);
    accept(connected);
    expect(connected.sent()).toEqual([{ type: 'first', data: 1 }]);
  });

  it('one that may wait is told so', async () => {
    const connected = make();
    const request = ask(connected.ws, 'ask', 1, { offline: 'wait' });
    accept(connected);
    expect(await standing(request)).toBe('waiting');
    expect(connected.sent()).toHaveLength(1);
  });

  it('there is none without an outbox', async () => {
    const connected = make({ outbox: false });
    const request = ask(connected.ws);
    expect(await standing(request)).toEqual(['not-open', false]);
    accept(connected);
    expect(connected.sent()).toEqual([]);
  });

  it('it is late by the time of its call', async () => {
    const connected = make();
    const request = ask(connected.ws, 'ask', 1, { timeoutMs: 5 });
    await vi.advanceTimersByTimeAsync(5);
    expect(await standing(request)).toEqual(['timeout', false]);
    accept(connected);
    expect(connected.sent()).toEqual([]);
  });

  it('one that is aborted goes out of the line without a word', async () => {
    const dropped = vi.fn();
    const connected = make({ outbox: { limit: 3, maxBytes: 300, ttlMs: 60_000 } });
    const { ws, sent } = connected;
    ws.on('ws:dropped', dropped);
    const controller = new AbortController();
    ws.send('first', 1);
    ask(ws, 'second', 'x'.repeat(150), { signal: controller.signal });
    ws.send('third', 3);
    controller.abort();
    // Its place is free again.
    ws.send('fourth', 'x'.repeat(150));
    expect(dropped).not.toHaveBeenCalled();
    accept(connected);
    expect(sent().map(({ type }) => type)).toEqual(['first', 'third', 'fourth']);
  });
});

describe('a request that waits', () => {
  it('does not fail with an attempt while another follows', async () => {
    const { ws, FakeWebSocket, sent } = connecting({ retries: 2, reopenTimeout: 10 });
    const request = ask(ws);
    for (let n = 0; n < 2; n++) {
      FakeWebSocket.last.server.refuse();
      vi.advanceTimersByTime(10);
      expect(await standing(request)).toBe('waiting');
    }
    FakeWebSocket.last.server.accept();
    expect(sent()).toHaveLength(1);
  });

  it.each<[string, object]>([
    ['no retries are left', { retries: 0 }],
    ['it does not reopen', { reopen: false }],
    ['it should not reopen', { shouldReopen: () => false }],
  ])('ends when %s', async (_name, options) => {
    const { ws, FakeWebSocket, sent } = connecting(options);
    const dropped = vi.fn();
    ws.on('ws:dropped', dropped);
    const request = ask(ws, 'ask', 1, { retry: true });
    FakeWebSocket.last.server.refuse();
    expect(await standing(request)).toEqual(['connection-lost', false]);
    ws.open();
    FakeWebSocket.last.server.accept();
    expect(sent()).toEqual([]);
    expect(dropped).not.toHaveBeenCalled();
  });

  it('goes on waiting if a handler opens the connection again', async () => {
    const { ws, FakeWebSocket, sent } = connecting({ retries: 0 });
    ws.once('ws:noretries', () => ws.open());
    const request = ask(ws);
    FakeWebSocket.last.server.refuse();
    expect(await standing(request)).toBe('waiting');
    FakeWebSocket.last.server.accept();
    expect(sent()).toHaveLength(1);
  });

  it('may have been made after close(), at whatever time the socket is closed', async () => {
    const { ws } = connect();
    ws.close();
    const early = ask(ws);
    await flush();
    expect(ws.socket).toBeNull();
    const late = ask(ws);
    expect(await Promise.all([early, late].map(standing))).toEqual(['waiting', 'waiting']);
  });

  it('is not sent over a socket that is closing, nor lost with it', async () => {
    const { ws, socket, FakeWebSocket, sent } = connect({ reopenTimeout: 10 });
    socket.close();
    const [request, impatient] = [ask(ws), ask(ws, 'ask', 2, { offline: 'fail' })];
    expect(await standing(impatient)).toEqual(['not-open', false]);
    vi.advanceTimersByTime(10);
    expect(await standing(request)).toBe('waiting');
    FakeWebSocket.last.server.accept();
    expect(sent().map(({ data }) => data)).toEqual([1]);
  });

  it('sends what it was when it was made, not what became of it', () => {
    const { ws, FakeWebSocket, sent } = connecting();
    const order = { qty: 1 };
    ask(ws, 'order', order);
    order.qty = 2;
    FakeWebSocket.last.server.accept();
    expect(sent()[0].data).toEqual({ qty: 1 });
  });
});

describe('what the outbox gives up', () => {
  const cases: [string, object, (ws: any) => void, string, string][] = [
    ['is full', { limit: 1 }, (ws) => ws.send('x', 1), 'outbox-full', 'overflow'],
    ['has no bytes left', { maxBytes: 10 }, () => {}, 'outbox-full', 'overflow'],
    ['drops the newest', { limit: 1, overflow: 'drop-newest' }, (ws) => ws.send('x', 1), 'dropped', 'overflow'],
  ];

  it.each(cases)('because it %s ends the request with a code', async (_name, outbox, before, code, reason) => {
    const { result: connected, left } = watchMaps(() => connecting({ outbox }));
    const { ws, FakeWebSocket, sent } = connected;
    const dropped: any[] = [];
    ws.on('ws:dropped', ({ message, reason }: any) => void dropped.push([message.type, reason]));
    before(ws);
    const request = ask(ws, 'ask', 1, { retry: true });
    expect(await standing(request)).toEqual([code, false]);
    expect((await errorOf(request)).message).toMatch(/^Request "ask": .*[^.]\.$/);
    expect(dropped).toEqual([['ask', reason]]);
    FakeWebSocket.last.server.accept();
    expect(sent().filter(({ type }) => type === 'ask')).toEqual([]);
    expect([left(), vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('to make room ends the oldest request', async () => {
    const { ws, FakeWebSocket, sent } = connecting({ outbox: { limit: 1, overflow: 'drop-oldest' } });
    const [first, second] = [ask(ws, 'first'), ask(ws, 'second')];
    expect(await standing(first)).toEqual(['dropped', false]);
    expect(await standing(second)).toBe('waiting');
    FakeWebSocket.last.server.accept();
    expect(sent().map(({ type }) => type)).toEqual(['second']);
  });

  it('after its time ends the request, which had more', async () => {
    const { ws } = connecting({ outbox: { ttlMs: 50 } });
    const request = ask(ws, 'ask', 1, { timeoutMs: 100 });
    vi.advanceTimersByTime(50);
    expect(await standing(request)).toEqual(['dropped', false]);
    ws.close();
    await flush();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('because the socket refuses the frame ends the request, and those behind it are sent', async () => {
    const { ws, socket } = connecting();
    const [refused, sent] = [ask(ws, 'refused'), ask(ws, 'sent')];
    const send = socket.send.bind(socket);
    const cause = new Error('too big');
    socket.send = (frame) => {
      if (String(frame).includes('refused')) throw cause;
      send(frame);
    };
    socket.server.accept();
    expect(await standing(refused)).toEqual(['dropped', false]);
    expect(await standing(sent)).toBe('waiting');
    expect(socket.sent).toHaveLength(1);
    // The same, without the outbox.
    expect(await errorOf(ask(ws, 'refused'))).toMatchObject({ code: 'dropped', sent: false, cause: { cause } });
  });
});
