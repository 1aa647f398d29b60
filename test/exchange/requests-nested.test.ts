import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { connect, connecting } from '../support/wire.js';
import { ask, errorOf, standing, watchMaps, within } from './asking.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const quick = { reopenTimeout: 10, retries: 100 };

describe('within the send of the socket', () => {
  it.each([
    ['at once', connect],
    ['from the outbox', connecting],
  ])('a reply to a request that is sent %s is one', async (_name, make) => {
    const { result: connected, left } = watchMaps(make);
    const { ws, socket, receiveRaw } = connected;
    within(socket, ({ id, type }) => receiveRaw(type === 'good' ? { id, data: 7 } : { id, error: 'no' }));
    const [good, bad] = [ask(ws, 'good', 1, { retry: true }), ask(ws, 'bad', 1, { retry: true })];
    if (make === connecting) socket.server.accept();
    expect(await good).toBe(7);
    expect(await errorOf(bad)).toMatchObject({ code: 'remote', sent: true, cause: 'no' });
    expect([left(), vi.getTimerCount()]).toEqual([0, 0]);
  });

  it.each([
    ['at once', connect],
    ['from the outbox', connecting],
  ])('a connection that is lost takes the request that is sent %s with it', async (_name, make) => {
    const connected = make(quick);
    const { ws, socket, FakeWebSocket, sent } = connected;
    within(socket, () => socket.server.drop());
    const [once, again] = [ask(ws, 'once'), ask(ws, 'again', 1, { retry: true })];
    if (make === connecting) socket.server.accept();
    expect(await standing(once)).toEqual(['connection-lost', true]);
    expect(await standing(again)).toBe('waiting');
    vi.advanceTimersByTime(10);
    FakeWebSocket.last.server.accept();
    expect(sent().map(({ type }) => type)).toEqual(['again']);
  });

  it('a connection that is lost takes a request with it that is sent again by its own retry', async () => {
    const { ws, socket, FakeWebSocket, sent } = connect(quick);
    within(socket, () => socket.server.drop());
    const request = ask(ws, 'ask', 1, { retry: { attempts: 1 } });
    expect(await standing(request)).toBe('waiting');
    vi.advanceTimersByTime(10);
    FakeWebSocket.last.server.accept();
    expect(sent()).toHaveLength(1);
    FakeWebSocket.last.server.drop();
    expect(await standing(request)).toEqual(['connection-lost', true]);
  });

  it('destroy() ends it', async () => {
    const { result, left } = watchMaps(connect);
    const { ws, socket, FakeWebSocket, sent } = result;
    within(socket, () => ws.destroy());
    const request = ask(ws, 'ask', 1, { retry: true });
    expect(await standing(request)).toMatchObject(['destroyed', expect.any(Boolean)]);
    expect([left(), vi.getTimerCount()]).toEqual([0, 0]);
    ws.open();
    FakeWebSocket.last.server.accept();
    expect(sent()).toEqual([]);
  });
});

describe('a request made in a handler', () => {
  it('of open goes behind what waited', () => {
    const { ws, socket, sent } = connecting();
    ws.on('ws:open', () => void ask(ws, 'of open'));
    ask(ws, 'waited');
    socket.server.accept();
    expect(sent().map(({ type }) => type)).toEqual(['waited', 'of open']);
  });

  it.each(['close', 'error', 'reopening'])('of %s waits for the next connection', async (event) => {
    const { ws, socket, FakeWebSocket, sent } = connect(quick);
    let request: Promise<unknown> | undefined;
    ws.once(`ws:${event}` as 'ws:close', () => {
      request = ask(ws, 'of the handler');
    });
    const lost = ask(ws, 'lost');
    socket.server.drop();
    expect(await standing(lost)).toEqual(['connection-lost', true]);
    expect(await standing(request!)).toEqual('waiting');
    vi.advanceTimersByTime(10);
    FakeWebSocket.last.server.accept();
    expect(sent().map(({ type }) => type)).toEqual(['of the handler']);
  });

  it('of noretries ends, for nothing follows', async () => {
    const { ws, socket } = connect({ retries: 0 });
    let request: Promise<unknown> | undefined;
    ws.once('ws:noretries', () => {
      request = ask(ws);
    });
    socket.server.drop();
    expect(await standing(request!)).toEqual(['connection-lost', false]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of a close that destroy() raises is refused', () => {
    const { ws } = connect();
    const caught = vi.fn();
    ws.once('ws:close', () => {
      try {
        ws.request('ask', 1);
      } catch (error) {
        caught((error as { code: string }).code);
      }
    });
    ws.destroy();
    expect(caught.mock.calls).toEqual([['destroyed']]);
  });

  it('of a message goes out at once', () => {
    const { ws, receive, sent } = connect();
    ws.on('ws:message:quote', (data) => void ask(ws, 'more', data));
    receive('quote', 7);
    expect(sent()).toMatchObject([{ type: 'more', data: 7 }]);
  });

  it('of dropped, which it may cause itself, ends with a code, and no loop', async () => {
    const { ws } = connecting({ outbox: { limit: 1 } });
    const requests: Promise<unknown>[] = [];
    let left = 5;
    ws.on('ws:dropped', () => {
      if (left-- > 0) requests.push(ask(ws));
    });
    ws.send('first', 1);
    const request = ask(ws);
    expect(await standing(request)).toEqual(['outbox-full', false]);
    expect(await Promise.all(requests.map(standing))).toEqual(Array(5).fill(['outbox-full', false]));
  });
});

describe('when a reply comes', () => {
  it('the next request may be made of it, and so on', async () => {
    const { ws, socket, receiveRaw } = connect();
    within(socket, ({ id, data }) => queueMicrotask(() => receiveRaw({ id, data: data + 1 })));
    let n = 0;
    while (n < 100) n = await ws.request('next', n);
    expect(n).toBe(100);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('who handles it may destroy the connection: the others end, and replies that come then are nobody’s', async () => {
    const { ws, sent, receiveRaw, socket } = connect();
    const [first, second] = [ask(ws, 'first'), ask(ws, 'second')];
    const destroyed = first.then(() => ws.destroy());
    const heard = vi.fn();
    ws.on('ws:message', heard);
    const [one, two] = sent();
    receiveRaw({ id: one.id });
    await destroyed;
    if (socket.readyState === 1) receiveRaw({ id: two.id });
    expect(await standing(second)).toEqual(['destroyed', true]);
    expect(heard).not.toHaveBeenCalled();
  });

  it('after close() it changes nothing: the request has ended', async () => {
    const { ws, socket, sent } = connect();
    const request = ask(ws);
    const [{ id }] = sent();
    ws.close();
    socket.onmessage?.({ type: 'message', data: JSON.stringify({ id, data: 7 }) } as any);
    expect(await standing(request)).toEqual(['closed', true]);
  });
});

describe('a handler that ends what is going on', () => {
  it.each<[string, string, (ws: any) => void]>([
    ['destroys the connection', 'destroyed', (ws) => ws.destroy()],
    ['closes it', 'closed', (ws) => ws.close()],
  ])('of close %s: what waits for the next one ends', async (_name, code, end) => {
    const { result, left } = watchMaps(() => connect(quick));
    const { ws, socket } = result;
    const [lost, again] = [ask(ws), ask(ws, 'again', 1, { retry: true })];
    ws.once('ws:close', () => end(ws));
    socket.server.drop();
    expect(await standing(lost)).toEqual(['connection-lost', true]);
    expect(await standing(again)).toEqual([code, true]);
    await flush();
    expect([left(), vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('of open destroys the connection: what was sent again ends', async () => {
    const { ws, socket, FakeWebSocket } = connect(quick);
    const again = ask(ws, 'again', 1, { retry: true });
    socket.server.drop();
    vi.advanceTimersByTime(10);
    ws.once('ws:open', () => ws.destroy());
    FakeWebSocket.last.server.accept();
    expect(await standing(again)).toEqual(['destroyed', true]);
  });

  it('of error destroys it when an attempt fails', async () => {
    const { ws, socket } = connecting();
    const request = ask(ws);
    ws.once('ws:error', () => ws.destroy());
    socket.server.refuse();
    expect(await standing(request)).toEqual(['destroyed', false]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of a bound resource unbinds the last one: the requests end', async () => {
    const { ws, receive } = connect({ keepOpen: false });
    const resource = Object.assign({}, Backbone.Events);
    ws.bind(resource, { 'ws:message:enough': () => ws.unbind(resource) });
    const request = ask(ws);
    receive('enough');
    expect(await standing(request)).toEqual(['destroyed', true]);
  });

  it('of an abort makes the next request, which is another one', async () => {
    const { ws, sent } = connect();
    const controller = new AbortController();
    const { signal } = controller;
    const first = ask(ws, 'first', 1, { signal });
    signal.addEventListener('abort', () => void ask(ws, 'second'));
    controller.abort();
    expect(await standing(first)).toEqual(['aborted', true]);
    expect(sent().map(({ type }) => type)).toEqual(['first', 'second']);
    expect(new Set(sent().map(({ id }) => id)).size).toBe(2);
  });
});
