import Backbone from 'backbone';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { WS } from '../../src/index.js';
import { play, record } from '../support/play.js';
import { flush } from '../support/until.js';
import { connect, open } from './connect.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('fault 15: what is sent while there is no open connection waits, and leaves in order when there is one', () => {
  const { ws, accept, drop, sent } = connect();
  expect(ws.send({ n: 1 })).toBe(false);
  expect(ws.send({ n: 2 })).toBe(false);
  accept();
  expect(sent()).toEqual([{ n: 1 }, { n: 2 }]);
  drop();
  expect(ws.send({ n: 3 })).toBe(false);
  vi.advanceTimersByTime(3000);
  expect(ws.send({ n: 4 })).toBe(false);
  accept();
  expect(ws.send({ n: 5 })).toBe(true);
  expect(sent()).toEqual([{ n: 3 }, { n: 4 }, { n: 5 }]);
});

it('fault 16: a destroyed connection is not open, and frames that come late are not dispatched', async () => {
  // The end of the socket is held back, and it goes on delivering, as the package ws does.
  const { ws, sockets, receive } = open({}, { lateMessages: true, autoClose: false });
  const model = new Backbone.Model();
  ws.bind(model);
  ws.destroy();
  expect(ws.isOpen).toBe(false);
  expect(ws.socket).toBeNull();
  const events = [record(ws), record(model)];
  receive({ type: 'late' });
  sockets.last.server.finishClose();
  await flush();
  vi.advanceTimersByTime(60_000);
  expect(events).toEqual([[], []]);
  expect(sockets.sockets).toHaveLength(1);
});

it('fault 17: opening again does not make a second socket', () => {
  const { ws, sockets, accept, drop } = connect();
  ws.open();
  accept();
  ws.open();
  expect(sockets.sockets).toHaveLength(1);
  drop();
  ws.open();
  vi.advanceTimersByTime(10_000);
  expect(sockets.sockets).toHaveLength(2);
  expect(sockets.live).toEqual([ws.socket]);
});

it('fault 18: a connection that fails without anyone awaiting ready causes no unhandled rejection', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  onTestFinished(() => {
    process.off('unhandledRejection', unhandled);
  });
  const { ws, sockets } = connect({ reopen: false });
  sockets.last.server.refuse();
  await flush();
  expect(unhandled).not.toHaveBeenCalled();
  await expect(ws.ready).rejects.toMatchObject({ code: 'connect-failed' });
});

it('fault 19: a server that accepts and closes at once is given up after the retries', () => {
  const { ws, sockets } = connect({ retries: 3 });
  const noretries = vi.fn();
  ws.on('ws:noretries', noretries);
  for (let attempt = 0; attempt < 20; attempt++) {
    sockets.last.server.accept();
    sockets.last.server.close(1011);
    vi.advanceTimersByTime(3000);
  }
  expect(sockets.sockets).toHaveLength(4);
  expect(noretries).toHaveBeenCalledOnce();
});

it('fault 20: 0 means 0 in reopenTimeout, expectSeconds and expect()', async () => {
  const { ws, sockets, drop } = open({ reopenTimeout: 0, expectSeconds: 0 });
  const late: string[] = [];
  ws.expect('reply').promise.catch((error) => late.push(`by option: ${error.code}`));
  const other = open();
  other.ws.expect('reply', 0).promise.catch((error) => late.push(`by argument: ${error.code}`));
  await vi.advanceTimersByTimeAsync(1);
  expect(late.sort()).toEqual(['by argument: timeout', 'by option: timeout']);

  drop();
  vi.advanceTimersByTime(1);
  expect(sockets.sockets).toHaveLength(2);
});

it("fault 21: the caller's options and events are left as they are", () => {
  const resource = new Backbone.Model();
  const events = { 'ws:message:quote': 'set' };
  const options = { routes: {}, resources: [[resource, events]], outbox: { limit: 7 } } as const;
  const before = structuredClone({ ...options, resources: [] });
  const { ws, sockets, accept, drop } = play((WebSocket) => {
    vi.stubGlobal('WebSocket', WebSocket);
    return new WS('ws://server/', options);
  });
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  accept();
  drop();
  vi.advanceTimersByTime(3000);
  ws.retries = 7;
  ws.destroy();
  expect(sockets.sockets).toHaveLength(2);
  expect({ ...options, resources: [] }).toStrictEqual(before);
  expect(options.resources).toStrictEqual([[resource, { 'ws:message:quote': 'set' }]]);
});
