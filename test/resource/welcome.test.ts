import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { recorded } from '../support/resources.js';
import { flush } from '../support/until.js';
import { connect, connecting } from '../support/wire.js';

const { Model } = Backbone;
const first = { reopened: false };

describe('a resource that is bound while the connection is open', () => {
  it('is told so in a microtask, as this', async () => {
    const { ws } = connect();
    const open = vi.fn();
    const model = new Model();
    ws.bind(model, { 'ws:open': open });
    expect(open).not.toHaveBeenCalled();
    await Promise.resolve();
    expect(open.mock.calls).toEqual([[first]]);
    expect(open.mock.contexts).toEqual([model]);
  });

  it.each([
    ['without a hash', undefined, 'ws:open'],
    ['by true', { 'ws:open': true as const }, 'ws:open'],
    ['by the name of an event', { 'ws:open': 'ready' }, 'ready'],
  ])('has the event triggered on it, bound %s', async (_name, events, event) => {
    const { ws } = connect();
    const model = new Model();
    const seen = recorded(model);
    ws.bind(model, events);
    await flush();
    expect(seen).toEqual([[event, first]]);
  });

  it('is the only one to be told', async () => {
    const { ws } = connect();
    const [earlier, listener] = [vi.fn(), vi.fn()];
    ws.bind(new Model(), { 'ws:open': earlier });
    await flush();
    earlier.mockClear();
    ws.on('ws:open', listener);
    ws.bind(new Model(), { 'ws:open': () => {} });
    await flush();
    expect(earlier).not.toHaveBeenCalled();
    expect(listener).not.toHaveBeenCalled();
  });

  it('is told at those handlers only that it has not had yet', async () => {
    const { ws } = connect();
    const [one, two] = [vi.fn(), vi.fn()];
    const model = new Model();
    ws.bind(model, { 'ws:open': one });
    await flush();
    ws.bind(model, { 'ws:open': one, 'ws:close': one });
    ws.bind(model, { 'ws:open': two });
    await flush();
    expect([one.mock.calls, two.mock.calls]).toEqual([[[first]], [[first]]]);
  });

  it.each<[string, (ws: any, model: Backbone.Model) => void]>([
    ['it is unbound', (ws, model) => ws.unbind(model)],
    ['it stops listening to that', (ws, model) => model.stopListening(ws, 'ws:open')],
    ['the connection is closed', (ws) => ws.close()],
    ['the connection is destroyed', (ws) => ws.destroy()],
    ['the connection is lost', (ws) => ws.socket.server.drop({ error: false })],
  ])('is not told when %s before', async (_name, act) => {
    const { ws } = connect();
    const open = vi.fn();
    const model = new Model();
    ws.bind(model, { 'ws:open': open });
    act(ws, model);
    await flush();
    expect(open).not.toHaveBeenCalled();
  });

  it('is told once by a handler that throws, and the error event hears of it', async () => {
    const { ws } = connect();
    const broken = new Error('a broken handler');
    const [error, after] = [vi.fn(), vi.fn()];
    ws.on('ws:error', error);
    ws.bind(new Model(), {
      'ws:open': () => {
        throw broken;
      },
    });
    ws.bind(new Model(), { 'ws:open': after });
    await flush();
    expect(error.mock.calls).toEqual([[broken, true]]);
    expect(after).toHaveBeenCalledTimes(1);
  });
});

describe('a resource hears of each opening once', () => {
  it('when it was bound before the connection opened', async () => {
    const open = vi.fn();
    const inOptions = vi.fn();
    const { ws, socket } = connecting({ resources: [[new Model(), { 'ws:open': inOptions }]] });
    ws.bind(new Model(), { 'ws:open': open });
    await flush();
    expect(open).not.toHaveBeenCalled();
    socket.server.accept();
    await flush();
    expect([open.mock.calls, inOptions.mock.calls]).toEqual([[[first]], [[first]]]);
  });

  it('when it was bound in the open event of another', async () => {
    const { ws, socket } = connecting();
    const open = vi.fn();
    ws.bind(new Model(), { 'ws:open': () => void ws.bind(new Model(), { 'ws:open': open }) });
    socket.server.accept();
    await flush();
    expect(open.mock.calls).toEqual([[first]]);
  });

  it('when it was bound as soon as the connection was ready', async () => {
    const { ws, socket } = connecting();
    const open = vi.fn();
    const bound = ws.ready.then(() => ws.bind(new Model(), { 'ws:open': open }));
    socket.server.accept();
    await bound;
    await flush();
    expect(open.mock.calls).toEqual([[first]]);
  });

  it('and of the next one as a reopening', async () => {
    vi.useFakeTimers();
    const { ws, socket, FakeWebSocket } = connect();
    const open = vi.fn();
    ws.bind(new Model(), { 'ws:open': open });
    await flush();
    socket.server.drop({ error: false });
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.accept();
    await flush();
    expect(open.mock.calls).toEqual([[first], [{ reopened: true }]]);
    vi.useRealTimers();
  });
});
