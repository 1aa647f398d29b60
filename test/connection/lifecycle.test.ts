import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { type Connected, codeOf, connected, connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('open', () => {
  it('happens at once, in the constructor', () => {
    const { ws, FakeWebSocket } = connecting();
    expect(FakeWebSocket.live).toEqual([FakeWebSocket.last]);
    expect(ws).toMatchObject({ state: 'connecting', isOpen: false, socket: FakeWebSocket.last });
  });

  it('is told once the server has accepted', () => {
    const { ws, FakeWebSocket, trace } = connecting();
    FakeWebSocket.last.server.accept();
    expect(ws).toMatchObject({ state: 'open', isOpen: true });
    expect(trace).toEqual(['open']);
  });

  it('does nothing while connecting or open', () => {
    const { ws, FakeWebSocket, trace } = connecting();
    expect(ws.open()).toBe(ws);
    FakeWebSocket.last.server.accept();
    ws.open();
    vi.advanceTimersByTime(60_000);
    expect(FakeWebSocket.sockets).toHaveLength(1);
    expect(trace).toEqual(['open']);
  });

  it('takes the place of the attempt that is waited for', () => {
    const { ws, server, FakeWebSocket } = connected();
    server.drop();
    expect(ws.state).toBe('waiting');
    ws.open();
    expect(ws.state).toBe('connecting');
    FakeWebSocket.last.server.accept();
    vi.advanceTimersByTime(60_000);
    expect(FakeWebSocket.sockets).toHaveLength(2);
  });
});

describe('close', () => {
  it.each([
    { given: [], handed: { code: undefined, reason: undefined }, event: 'close 1005' },
    { given: [4001, 'bye'], handed: { code: 4001, reason: 'bye' }, event: 'close 4001 bye' },
    { given: [undefined, 'bye'], handed: { code: 1000, reason: 'bye' }, event: 'close 1000 bye' },
  ])('given $given says so to the server and stays closed', async ({ given, handed, event }) => {
    const { ws, socket, trace } = connected();
    ws.close(...(given as [number?, string?]));
    expect(ws).toMatchObject({ state: 'closed', isOpen: false });
    expect(trace).toEqual([]);
    await flush();
    expect(socket.closeCalls).toEqual([handed]);
    expect(trace).toEqual([event]);
    expect(ws.socket).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['the code 1005', [1005]],
    ['the code 999', [999]],
    ['the code 5000', [5000]],
    ['a code that is no number', ['1000']],
    ['a reason of 124 bytes', [1000, `${'é'.repeat(61)}xx`]],
  ] as [string, [any, any]][])('refuses %s and stays open', (_, given) => {
    const { ws, socket } = connected();
    expect(codeOf(() => ws.close(...given))).toBe('bad-argument');
    expect(ws.isOpen).toBe(true);
    expect(socket.closeCalls).toEqual([]);
  });

  it('ends the attempt while connecting', async () => {
    const { ws, FakeWebSocket, trace } = connecting();
    ws.close();
    expect(ws.state).toBe('closed');
    await flush();
    FakeWebSocket.last.server.accept();
    expect(trace).toEqual(['error socket', 'close 1006']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends the waiting for the next attempt', () => {
    const { ws, server, FakeWebSocket, trace } = connected();
    server.drop({ error: false });
    ws.close();
    vi.advanceTimersByTime(60_000);
    expect(ws.state).toBe('closed');
    expect(FakeWebSocket.sockets).toHaveLength(1);
    expect(trace).toEqual(['close 1006', 'reopening 1 in 3000']);
  });

  it('does nothing the second time', async () => {
    const { ws, socket, trace } = connected();
    ws.close(4001).close(4002);
    await flush();
    ws.close(4003);
    expect(socket.closeCalls).toHaveLength(1);
    expect(trace).toEqual(['close 4001']);
  });

  it('keeps out the messages that come before the server has answered', () => {
    const { ws, server, trace } = connected({}, { autoClose: false, lateMessages: true });
    ws.close();
    server.send('{"type":"late"}');
    server.finishClose();
    expect(trace).toEqual(['close 1005']);
  });

  it('is told before the next beginning when open comes first', () => {
    const { ws, server, FakeWebSocket, trace } = connected({}, { autoClose: false });
    ws.close(4001);
    ws.open();
    expect(trace).toEqual(['close 1006']);
    FakeWebSocket.last.server.accept();
    server.finishClose();
    expect(trace).toEqual(['close 1006', 'open again']);
    expect(ws).toMatchObject({ isOpen: true, socket: FakeWebSocket.last });
    expect(FakeWebSocket.live).toHaveLength(1);
  });

  it('is no end: open begins again', async () => {
    const { ws, FakeWebSocket, trace } = connected();
    ws.close();
    await flush();
    ws.open();
    FakeWebSocket.last.server.accept();
    expect(trace).toEqual(['close 1005', 'open again']);
  });
});

describe('destroy', () => {
  it.each([
    ['open', () => connected(), ['close 1000']],
    ['connecting', () => connecting(), ['close 1006']],
  ])('tells the close at once while %s, and nothing afterwards', async (_, begin, expected) => {
    const { ws, FakeWebSocket, trace } = begin();
    expect(ws.destroy()).toBe(ws);
    expect(trace).toEqual(expected);
    expect(ws).toMatchObject({ state: 'idle', isOpen: false, socket: null });
    ws.destroy();
    await flush();
    expect(trace).toEqual(expected);
    expect(FakeWebSocket.live).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends the waiting for the next attempt without another close', () => {
    const { ws, server, trace } = connected();
    server.drop({ error: false });
    ws.destroy();
    expect(ws.state).toBe('idle');
    expect(trace).toEqual(['close 1006', 'reopening 1 in 3000']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tells the close that close() was still waiting for', () => {
    const { ws, server, trace } = connected({}, { autoClose: false });
    ws.close(4001);
    ws.destroy();
    server.finishClose();
    expect(trace).toEqual(['close 1006']);
  });

  it('leaves nothing usable but what does nothing, until open', () => {
    const { ws, FakeWebSocket, trace } = connected();
    const model: any = { on() {}, off() {}, listenTo() {}, stopListening() {}, trigger() {} };
    ws.destroy();
    const uses = [() => ws.send('x'), () => ws.bind(model), () => ws.expect('x'), () => ws.sync('create', model)];
    expect(uses.map(codeOf)).toEqual(['destroyed', 'destroyed', 'destroyed', 'destroyed']);
    ws.close().unbind(model).unbindAll();
    ws.open();
    FakeWebSocket.last.server.accept();
    expect(trace).toEqual(['close 1000', 'open']);
    expect(ws.send('x')).toBe(true);
  });

  it('is what Symbol.dispose does', () => {
    const { ws, trace } = connected();
    ws[Symbol.dispose]();
    expect(trace).toEqual(['close 1000']);
    expect(codeOf(() => ws.send('x'))).toBe('destroyed');
  });
});

describe('a socket that is history', () => {
  it.each([
    ['dropped and opened again', ({ ws, server }: Connected) => [server.drop(), ws.open()]],
    ['closed and opened again', ({ ws }: Connected) => ws.close().open()],
    ['destroyed and opened again', ({ ws }: Connected) => ws.destroy().open()],
  ])('changes nothing once the connection was %s', (_, renew) => {
    const connection = connected();
    const { ws, socket, FakeWebSocket, trace } = connection;
    const { onopen, onmessage, onerror, onclose } = socket;
    renew(connection);
    FakeWebSocket.last.server.accept();
    trace.length = 0;
    onopen?.({ type: 'open' });
    onmessage?.({ type: 'message', data: '{"type":"late"}' });
    onerror?.({ type: 'error' });
    onclose?.({ type: 'close', code: 1006, reason: '', wasClean: false });
    expect(trace).toEqual([]);
    expect(ws).toMatchObject({ state: 'open', socket: FakeWebSocket.last });
  });
});
