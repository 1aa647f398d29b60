import Backbone from 'backbone';
import { expect, it, vi } from 'vitest';
import { record } from '../support/play.js';
import { open } from './connect.js';

it('fault 02: unbinding a stranger changes nothing', () => {
  const { ws, receive } = open();
  const [bound, stranger] = [new Backbone.Model(), new Backbone.Model()];
  ws.bind(bound, { 'ws:message': bound.set });
  ws.unbind(stranger);
  receive({ n: 1 });
  expect(ws.resources).toEqual([bound]);
  expect(ws.isOpen).toBe(true);
  expect(bound.get('n')).toBe(1);
  expect(stranger).not.toHaveProperty('send');
});

it('fault 12: unbind gives back the send and the sync that a resource had', () => {
  const { ws } = open({ sync: true, keepOpen: true });
  const ownSend = () => 'own send';
  const ownSync = () => 'own sync';
  const inherited = Backbone.Model.extend({ send: () => 'inherited', sync: () => 'inherited' });
  const owner = Object.assign(new Backbone.Model(), { send: ownSend, sync: ownSync });
  const heir = new inherited() as any;
  const plain = new Backbone.Model();
  for (const resource of [owner, heir, plain]) ws.bind(resource).unbind(resource);

  expect(owner.send).toBe(ownSend);
  expect(owner.sync).toBe(ownSync);
  expect([heir.send(), heir.sync()]).toEqual(['inherited', 'inherited']);
  expect(plain.sync).toBe(Backbone.Model.prototype.sync);
  for (const resource of [heir, plain]) {
    expect(Object.keys(resource)).not.toContain('send');
    expect(Object.keys(resource)).not.toContain('sync');
  }
});

it('fault 13: after unbind nothing listens for the end of the resource', () => {
  const { ws } = open({ keepOpen: true });
  const model = new Backbone.Model() as any;
  const own = vi.fn();
  model.on('destroy', own);
  const before = { ...model._events, destroy: [...model._events.destroy] };
  ws.bind(model).unbind(model);
  expect(model._events).toEqual(before);

  const bare = new Backbone.Model() as any;
  ws.bind(bare).unbind(bare);
  expect(Object.keys(bare._events ?? {})).toEqual([]);
});

it('fault 14: binding twice runs handlers once', () => {
  const { ws, receive } = open();
  const [model, unhashed] = [new Backbone.Model(), new Backbone.Model()];
  const handler = vi.fn();
  const events = { 'ws:message:quote': handler };
  ws.bind(model, events)
    .bind(model, events)
    .bind(model, { ...events });
  const seen = record(unhashed);
  ws.bind(unhashed).bind(unhashed);
  receive({ type: 'quote', data: 1 });
  expect(handler).toHaveBeenCalledOnce();
  expect(seen.map(([name]) => name)).toEqual(['ws:message:quote', 'ws:message']);
  expect(ws.resources).toEqual([model, unhashed]);
});

it('fault 25: a string that names a method of the resource calls that method on it', () => {
  const { ws, receive } = open();
  const Quote = Backbone.Model.extend({
    tick(this: Backbone.Model, quote: { price: number }) {
      this.set('price', quote.price);
    },
  });
  const model = new Quote();
  const reported = vi.fn();
  ws.on('ws:error', reported);
  ws.bind(model, { 'ws:message:quote': 'tick' });
  receive({ type: 'quote', data: { price: 101 } });
  expect(model.get('price')).toBe(101);
  expect(reported).not.toHaveBeenCalled();
});

it('fault 26: a resource bound without a hash gets the typed events too', () => {
  const { ws, receive } = open();
  const model = new Backbone.Model();
  const events = record(model);
  ws.bind(model);
  receive({ type: 'quote', data: 1 });
  receive({ type: 'halted', data: 2 });
  expect(events.map(([name, data]) => [name, data])).toEqual([
    ['ws:message:quote', 1],
    ['ws:message', 1],
    ['ws:message:halted', 2],
    ['ws:message', 2],
  ]);
});
