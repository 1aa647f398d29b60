import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogEntry } from '../../src/index.js';
import { type Connected, connect, connecting } from '../support/wire.js';
import { ask, errorOf, standing, within } from './asking.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const quick = { reopenTimeout: 10, retries: 100 };
const lose = ({ socket }: Connected<'ws'>): void => socket.server.drop();
const attempt = (): unknown => vi.advanceTimersByTime(10);
function comeBack(connected: Connected<'ws'>): void {
  attempt();
  connected.socket.server.accept();
}
const types = ({ sent }: Connected<'ws'>): string[] => sent().map(({ type }) => type);

describe('a request with retry', () => {
  it('is sent again, as it was, with the same id, when the connection opens again', async () => {
    const connected = connect(quick);
    const request = ask(connected.ws, 'order.place', { qty: 1 }, { retry: true });
    const [first] = connected.socket.sent;
    for (let n = 0; n < 5; n++) {
      lose(connected);
      expect(await standing(request)).toBe('waiting');
      comeBack(connected);
      expect(connected.socket.sent).toEqual([first]);
    }
    connected.receiveRaw({ id: connected.sent()[0].id, data: 7 });
    expect(await request).toBe(7);
  });

  it('is sent as it was, whatever has become of its payload', async () => {
    const connected = connect(quick);
    const order: any = { qty: 1 };
    const request = ask(connected.ws, 'order', order, { retry: true });
    order.qty = 2;
    order.me = order;
    lose(connected);
    comeBack(connected);
    expect(connected.sent().map(({ data }) => data)).toEqual([{ qty: 1 }]);
    expect(await standing(request)).toBe('waiting');
  });

  it('goes before all that waits, and before what the open handlers send, in the order of the calls', () => {
    const connected = connect(quick);
    const { ws } = connected;
    for (const type of ['r1', 'r2']) ask(ws, type, 1, { retry: true });
    ask(ws, 'not again');
    ask(ws, 'r3', 1, { retry: true });
    lose(connected);
    ws.send('m1', 1);
    ask(ws, 'r4', 1, { retry: true });
    ws.send('m2', 1);
    ws.once('ws:open', () => ws.send('m3', 1));
    comeBack(connected);
    expect(types(connected)).toEqual(['r1', 'r2', 'r3', 'm1', 'r4', 'm2', 'm3']);
    lose(connected);
    comeBack(connected);
    expect(types(connected)).toEqual(['r1', 'r2', 'r3', 'r4']);
  });

  it('waits in the outbox like any other as long as it has not been sent', () => {
    const connected = connecting(quick);
    ask(connected.ws, 'ask', 1, { retry: true });
    for (let n = 0; n < 3; n++) {
      connected.socket.server.refuse();
      attempt();
    }
    connected.socket.server.accept();
    expect(types(connected)).toEqual(['ask']);
  });

  it.each([1, 2, 3])('is sent again %i times if it is told so, and then lost', async (attempts) => {
    const connected = connect(quick);
    const request = ask(connected.ws, 'ask', 1, { retry: { attempts } });
    for (let n = 0; n < attempts; n++) {
      lose(connected);
      expect(await standing(request)).toBe('waiting');
      comeBack(connected);
      expect(types(connected)).toEqual(['ask']);
    }
    lose(connected);
    expect(await standing(request)).toEqual(['connection-lost', true]);
    comeBack(connected);
    expect(types(connected)).toEqual([]);
  });

  it('does not count attempts to connect as attempts to send', async () => {
    const connected = connect(quick);
    const request = ask(connected.ws, 'ask', 1, { retry: { attempts: 1 } });
    lose(connected);
    for (let n = 0; n < 5; n++) {
      attempt();
      connected.socket.server.refuse();
    }
    expect(await standing(request)).toBe('waiting');
    comeBack(connected);
    expect(types(connected)).toEqual(['ask']);
  });

  it.each<[any]>([[true], [{}], [{ attempts: undefined }], [{ attempts: Infinity }]])(
    'has no limit with %j',
    async (retry) => {
      const connected = connect(quick);
      const request = ask(connected.ws, 'ask', 1, { retry, timeoutMs: 0 });
      for (let n = 0; n < 50; n++) {
        lose(connected);
        comeBack(connected);
      }
      expect([await standing(request), types(connected)]).toEqual(['waiting', ['ask']]);
    },
  );

  it('ends, as sent, when no attempt to connect follows', async () => {
    const connected = connect({ reopen: false });
    const { ws, socket, FakeWebSocket, sent } = connected;
    const request = ask(ws, 'ask', 1, { retry: true });
    socket.server.drop();
    expect(await standing(request)).toEqual(['connection-lost', true]);
    ws.open();
    FakeWebSocket.last.server.accept();
    expect(sent()).toEqual([]);
  });

  it('is late by the time of its first call, also between two connections', async () => {
    const connected = connect({ ...quick, reopenTimeout: 1000 });
    const request = ask(connected.ws, 'ask', 1, { retry: true, timeoutMs: 500 });
    lose(connected);
    vi.advanceTimersByTime(499);
    expect(await standing(request)).toBe('waiting');
    vi.advanceTimersByTime(1);
    expect(await standing(request)).toEqual(['timeout', true]);
    vi.advanceTimersByTime(500);
    connected.socket.server.accept();
    expect(types(connected)).toEqual([]);
  });

  it.each<[string, string, (connected: Connected<'ws'>, controller: AbortController) => void]>([
    ['aborted', 'aborted', (_connected, controller) => controller.abort()],
    ['closed', 'closed', ({ ws }) => ws.close()],
    ['destroyed', 'destroyed', ({ ws }) => ws.destroy()],
  ])('%s between two connections is not sent again', async (_name, code, end) => {
    const connected = connect(quick);
    const controller = new AbortController();
    const { signal } = controller;
    const request = ask(connected.ws, 'ask', 1, { retry: true, signal });
    lose(connected);
    end(connected, controller);
    expect(await standing(request)).toEqual([code, true]);
    connected.ws.open();
    comeBack(connected);
    expect(types(connected)).toEqual([]);
  });

  it('that has its reply is not sent again', async () => {
    const connected = connect(quick);
    const request = ask(connected.ws, 'ask', 1, { retry: true });
    connected.receiveRaw({ id: connected.sent()[0].id, error: 'no' });
    lose(connected);
    comeBack(connected);
    expect([await standing(request), types(connected)]).toEqual([['remote', true], []]);
  });

  it('is in the debug log each time, with its type', () => {
    const lines: LogEntry[] = [];
    const connected = connect({ ...quick, logger: (entry) => void lines.push(entry) });
    ask(connected.ws, 'order.place', 1, { retry: true });
    lose(connected);
    comeBack(connected);
    const [frame] = connected.socket.sent;
    const entry = { direction: 'out', type: 'order.place', data: frame, bytes: String(frame).length };
    expect(lines.filter(({ direction }) => direction === 'out')).toMatchObject([entry, entry]);
  });

  it('that the next socket refuses ends; those behind it are sent', async () => {
    const connected = connect(quick);
    const { ws } = connected;
    const [first, second] = ['first', 'second'].map((type) => ask(ws, type, 1, { retry: true }));
    lose(connected);
    attempt();
    const { socket } = connected;
    const send = socket.send.bind(socket);
    const cause = new Error('refused');
    socket.send = (frame) => {
      if (String(frame).includes('first')) throw cause;
      send(frame);
    };
    socket.server.accept();
    expect(await errorOf(first!)).toMatchObject({ code: 'dropped', sent: true, cause });
    expect([await standing(second!), types(connected)]).toEqual(['waiting', ['second']]);
  });

  it('gets a reply that comes while it is being sent again', async () => {
    const connected = connect(quick);
    const { ws } = connected;
    const requests = [1, 2, 3].map((n) => ask(ws, 'double', n, { retry: true }));
    lose(connected);
    attempt();
    within(connected.socket, ({ id, data }) => connected.receiveRaw({ id, data: data * 2 }));
    connected.socket.server.accept();
    expect(await Promise.all(requests)).toEqual([2, 4, 6]);
    expect(types(connected)).toHaveLength(3);
  });

  it('is not sent again if that of one before it ends it', async () => {
    const connected = connect(quick);
    const { ws } = connected;
    const controller = new AbortController();
    const first = ask(ws, 'first', 1, { retry: true });
    const second = ask(ws, 'second', 1, { retry: true, signal: controller.signal });
    lose(connected);
    attempt();
    within(connected.socket, ({ type }) => type === 'first' && controller.abort());
    connected.socket.server.accept();
    expect(await Promise.all([first, second].map(standing))).toEqual(['waiting', ['aborted', true]]);
    expect(types(connected)).toEqual(['first']);
  });

  it('is lost and sent again if the connection goes while all are sent again, each within its limit', async () => {
    const connected = connect(quick);
    const { ws } = connected;
    const [first, second] = ['first', 'second'].map((type) => ask(ws, type, 1, { retry: { attempts: 1 } }));
    lose(connected);
    attempt();
    within(connected.socket, () => lose(connected));
    connected.socket.server.accept();
    expect(types(connected)).toEqual(['first']);
    expect(await standing(first!)).toEqual(['connection-lost', true]);
    // The second has not been sent again yet, whatever becomes of the next attempt.
    attempt();
    connected.socket.server.refuse();
    expect(await standing(second!)).toBe('waiting');
    comeBack(connected);
    expect(types(connected)).toEqual(['second']);
  });
});
