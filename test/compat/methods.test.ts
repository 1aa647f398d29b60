import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { record } from '../support/play.js';
import { flush } from '../support/until.js';
import { visit, visitOpen } from './page.js';

/** An application's class, as 0.4.0's users wrote them. */
const Chat = Backbone.Model.extend({
  said: [] as string[],
  initialize(this: any) {
    this.said = [];
  },
  say(this: any, text: string) {
    this.said.push(text);
  },
});

describe('bind()', () => {
  it('triggers every event on the resource when it is given no hash', () => {
    const { ws, accept, receive, drop } = visit({ retries: 0 });
    const model = new Backbone.Model();
    const events = record(model);
    ws.bind(model);
    accept();
    receive({ type: 'say', data: 'hello' });
    receive({ name: 'Robert Paulson' });
    drop();
    expect(events.map(([name, first]) => [name, first])).toEqual([
      ['ws:open', expect.anything()],
      ['ws:message:say', 'hello'],
      ['ws:message', 'hello'],
      ['ws:message', { name: 'Robert Paulson' }],
      ['ws:error', expect.objectContaining({ type: 'error' })],
      ['ws:close', expect.objectContaining({ code: 1006 })],
      ['ws:noretries', expect.objectContaining({ code: 1006 })],
    ]);
  });

  it('calls a function with the resource as this', () => {
    const { ws, receive } = visitOpen();
    const model = new Backbone.Model();
    const contexts: unknown[] = [];
    ws.bind(model, {
      'ws:message:say'() {
        contexts.push(this);
      },
    });
    receive({ type: 'say' });
    expect(contexts).toEqual([model]);
  });

  it('triggers the same event on the resource for true', () => {
    const { ws, receive } = visitOpen();
    const model = new Backbone.Model();
    const events = record(model);
    ws.bind(model, { 'ws:message:say': true });
    receive({ type: 'say', data: 'hello' });
    expect(events.map(([name, data]) => [name, data])).toEqual([['ws:message:say', 'hello']]);
  });

  it('calls the method that a string names', () => {
    const { ws, receive } = visitOpen();
    const chat = new Chat() as any;
    ws.bind(chat, { 'ws:message:say': 'say' });
    receive({ type: 'say', data: 'hello' });
    expect(chat.said).toEqual(['hello']);
  });

  it('triggers the event that a string names when no method has that name', () => {
    const { ws, receive } = visitOpen();
    const chat = new Chat() as any;
    const heard = vi.fn();
    chat.on('heard', heard);
    ws.bind(chat, { 'ws:message:say': 'heard' });
    receive({ type: 'say', data: 'hello' });
    expect(heard.mock.calls.map(([text]) => text)).toEqual(['hello']);
  });

  it('leaves out the events that the hash does not name', () => {
    const { ws, accept, receive } = visit();
    const model = new Backbone.Model();
    const events = record(model);
    ws.bind(model, { 'ws:open': true });
    accept();
    receive({ type: 'say' });
    expect(events.map(([name]) => name)).toEqual(['ws:open']);
  });

  it.each([
    ['a collection', () => new Backbone.Collection()],
    ['a router', () => new Backbone.Router()],
    ['an object with Backbone.Events', () => Object.assign({} as any, Backbone.Events)],
  ])('takes %s', (_what, make) => {
    const { ws, receive, sent } = visitOpen();
    const resource = make();
    const events = record(resource);
    ws.bind(resource);
    receive({ n: 1 });
    resource.send({ n: 2 });
    expect(events.map(([name, data]) => [name, data])).toContainEqual(['ws:message', { n: 1 }]);
    expect(sent()).toEqual([{ n: 2 }]);
  });

  it('lists the resource and returns the connection', () => {
    const { ws } = visit();
    const model = new Backbone.Model();
    expect(ws.bind(model)).toBe(ws);
    expect(ws.resources).toEqual([model]);
  });
});

describe('unbind()', () => {
  it('takes everything from one resource and nothing from the others', () => {
    const { ws, receive } = visitOpen();
    const [gone, kept] = [new Backbone.Model(), new Backbone.Model()];
    ws.bind(gone, { 'ws:message': gone.set }).bind(kept, { 'ws:message': kept.set });
    expect(ws.unbind(gone)).toBe(ws);
    receive({ n: 1 });
    expect(ws.resources).toEqual([kept]);
    expect(gone.attributes).toEqual({});
    expect(kept.attributes).toEqual({ n: 1 });
    expect(gone).not.toHaveProperty('send');
  });

  it("leaves the resource's other bindings in place", () => {
    const { ws } = visitOpen();
    const [model, other] = [new Backbone.Model(), new Backbone.Model()];
    const changed = vi.fn();
    model.listenTo(other, 'change', changed);
    ws.bind(model).unbind(model);
    other.set('n', 1);
    expect(changed).toHaveBeenCalledOnce();
  });

  it('happens by itself when a model is destroyed', () => {
    const { ws } = visitOpen({ keepOpen: true });
    const model = new Backbone.Model();
    ws.bind(model);
    model.destroy();
    expect(ws.resources).toEqual([]);
  });
});

describe('send()', () => {
  it.each([
    ['an object', { type: 'say', data: 'hello' }],
    ['a list', [1, 2]],
    ['a string', 'hello'],
    ['a number', 0],
    ['null', null],
  ])('sends %s as JSON', (_what, message) => {
    const { ws, sockets } = visitOpen();
    ws.send(message);
    expect(sockets.last.sent).toEqual([JSON.stringify(message)]);
  });

  it('takes one message and no expectation, as since 0.3.0', () => {
    const { ws, sent } = visitOpen();
    const untyped = ws as { send(...args: unknown[]): unknown };
    untyped.send({ topic: 'world' }, true, 1);
    expect(sent()).toEqual([{ topic: 'world' }]);
  });
});

describe('destroy()', () => {
  it('closes the socket, lets go of it and unbinds all', async () => {
    const { ws, sockets } = visitOpen();
    const model = new Backbone.Model();
    const closed = vi.fn();
    ws.bind(model, { 'ws:close': closed });
    ws.destroy();
    expect(sockets.live).toEqual([]);
    expect(ws.socket).toBeNull();
    expect(ws.resources).toEqual([]);
    await flush();
    expect(closed).toHaveBeenCalledOnce();
  });

  it('stops the attempts to open again', () => {
    vi.useFakeTimers();
    const { ws, sockets, drop } = visitOpen();
    drop();
    ws.destroy();
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    expect(sockets.sockets).toHaveLength(1);
  });

  it('can be called from a handler', () => {
    const { ws, accept } = visit();
    ws.bind(new Backbone.Model(), { 'ws:open': () => ws.destroy() });
    accept();
    expect(ws.socket).toBeNull();
    expect(ws.isOpen).toBe(false);
  });
});
