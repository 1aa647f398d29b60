import Backbone from 'backbone';
import { expect, it, onTestFinished, vi } from 'vitest';
import { WS } from '../../src/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';
import { url, visit } from './page.js';

it('is found as Backbone.WS, the class that is exported by name', () => {
  const { ws } = visit();
  expect(ws).toBeInstanceOf(Backbone.WS);
  expect(ws).toBeInstanceOf(WS);
});

it('can be called without new', () => {
  const sockets = createFakeWebSocket();
  vi.stubGlobal('WebSocket', sockets);
  const ws = Backbone.WS(url, { keepOpen: true });
  onTestFinished(() => {
    ws.destroy();
    vi.unstubAllGlobals();
  });
  expect(ws).toBeInstanceOf(Backbone.WS);
  expect(ws.url).toBe(url);
  expect(sockets.sockets).toHaveLength(1);
});

it('refuses to be made without a URL, by either way of calling', () => {
  const Untyped = Backbone.WS as any;
  expect(() => new Untyped()).toThrow('URL not provided.');
  expect(() => Untyped('')).toThrow('URL not provided.');
});

it('opens the global WebSocket as it is constructed', () => {
  const { ws, sockets, accept } = visit();
  expect(sockets.last.url).toBe(url);
  expect(ws.socket).toBe(sockets.last);
  expect(ws.isOpen).toBe(false);
  accept();
  expect(ws.isOpen).toBe(true);
});

it('has Promise and Expectation on the class and on every instance', () => {
  const { ws } = visit();
  expect(Backbone.WS.Promise).toBe(Promise);
  const expectation = ws.expect('pong');
  expect(expectation).toBeInstanceOf(Backbone.WS.Expectation);
  expect(expectation.promise).toBeInstanceOf(Backbone.WS.Promise);
  expect(ws).toMatchObject({ Promise: Backbone.WS.Promise, Expectation: Backbone.WS.Expectation });
});

it('is an emitter of events as everything in Backbone is', () => {
  const { ws, accept, receive } = visit();
  const view: Backbone.Events = Object.assign({} as any, Backbone.Events);
  const opened = vi.fn();
  const said = vi.fn();
  const never = vi.fn();
  ws.once('ws:open', opened).on('ws:open', never).off('ws:open', never);
  view.listenTo(ws, 'ws:message:say', said);
  accept();
  receive({ type: 'say', data: 'hello' });
  view.stopListening(ws);
  receive({ type: 'say', data: 'anybody?' });
  expect(opened).toHaveBeenCalledOnce();
  expect(said.mock.calls.map(([data]) => data)).toEqual(['hello']);
  expect(never).not.toHaveBeenCalled();
});

it('gives all instances what is added to its prototype', () => {
  const { ws, accept, sent } = visit();
  const added = Backbone.WS.prototype as any;
  added.shout = function (this: typeof ws, text: string) {
    return this.send({ text: text.toUpperCase() });
  };
  onTestFinished(() => {
    delete added.shout;
  });
  accept();
  (ws as any).shout('hello');
  expect(sent()).toEqual([{ text: 'HELLO' }]);
});
