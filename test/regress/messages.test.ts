import Backbone from 'backbone';
import { expect, it } from 'vitest';
import { record } from '../support/play.js';
import { flush } from '../support/until.js';
import { open } from './connect.js';

it('fault 06: a type with white space raises no other event', () => {
  const { ws, receive } = open();
  const [bound, unhashed] = [new Backbone.Model(), new Backbone.Model()];
  ws.bind(bound, {
    'ws:close': () => bound.set('told', 'close'),
    'ws:noretries': () => bound.set('told', 'noretries'),
  });
  ws.bind(unhashed);
  const events = [record(ws), record(unhashed)];
  for (const type of ['x ws:close ws:noretries', ' ws:close', 'x\nws:close', 'x\tdestroy', 'all', 'x all']) {
    receive({ type, data: type });
  }
  expect(bound.attributes).toEqual({});
  for (const seen of events) {
    expect(seen.filter(([name]) => name === 'ws:message')).toHaveLength(6);
    expect(seen.map(([name]) => name).filter((name) => name !== 'ws:message')).toEqual(['ws:message:all']);
  }
});

it('fault 07: a type that is no string names no event', () => {
  const { ws, receive } = open();
  const events = record(ws);
  const types = [{ a: 1 }, {}, ['x'], 5, true];
  for (const type of types) receive({ type, data: 1 });
  expect(events.map(([name, data, type]) => [name, data, type])).toEqual(
    types.map((type) => ['ws:message', { type, data: 1 }, undefined]),
  );
});

it('fault 22: handlers of a typed message without a data field get the message', () => {
  const { ws, receive } = open();
  const model = new Backbone.Model();
  const events = record(model);
  ws.bind(model);
  receive({ type: 'ping', at: 7 });
  expect(events.map(([name, data]) => [name, data])).toEqual([
    ['ws:message:ping', { type: 'ping', at: 7 }],
    ['ws:message', { type: 'ping', at: 7 }],
  ]);
});

it('fault 23: the catch-all gets the envelope as well as the payload', () => {
  const { ws, receive } = open();
  const seen: unknown[] = [];
  ws.bind(new Backbone.Model(), { 'ws:message': (...args) => seen.push(args) });
  const message = { type: 'reply', id: 7, data: { ok: true } };
  receive(message);
  expect(seen).toEqual([[message.data, 'reply', expect.objectContaining({ type: 'reply', raw: message })]]);
});

it("fault 24: __proto__ in a message does not change the prototype of a model's attributes", () => {
  const { ws, sockets } = open();
  const model = new Backbone.Model();
  ws.bind(model, {
    'ws:message'(this: Backbone.Model, data) {
      this.set(data);
    },
  });
  sockets.last.server.send('{"type":"user","data":{"__proto__":{"admin":true},"name":"Robert"}}');
  sockets.last.server.send('{"__proto__":{"admin":true},"id":7}');
  expect(Object.getPrototypeOf(model.attributes)).toBe(Object.prototype);
  expect(model.get('admin')).toBeUndefined();
  expect(model.attributes).toEqual({ name: 'Robert', id: 7 });

  const collection = new Backbone.Collection();
  ws.bind(collection, { 'ws:message:users': 'add' });
  sockets.last.server.send('{"type":"users","data":[{"__proto__":{"admin":true},"id":8}]}');
  expect(collection.map((row) => [row.attributes, row.get('admin')])).toEqual([[{ id: 8 }, undefined]]);
});

it('fault 28: bad JSON is reported as invalid before it is delivered, and binary frames are decoded', async () => {
  const { ws, sockets } = open();
  const { server } = sockets.last;
  const events = record(ws);
  server.send('{"type":"quote"');
  server.send(new TextEncoder().encode('{"type":"quote","data":1}'));
  server.send(new Blob(['{"type":"quote","data":2}']));
  server.send(new Uint8Array([0xff, 0xfe]));
  await flush();
  expect(events.map(([name, data]) => [name, data])).toEqual([
    ['ws:invalid', { type: undefined, issues: [{ message: expect.any(String) }], data: '{"type":"quote"' }],
    ['ws:message', '{"type":"quote"'],
    ['ws:message:quote', 1],
    ['ws:message', 1],
    ['ws:message:quote', 2],
    ['ws:message', 2],
    ['ws:invalid', expect.objectContaining({ data: expect.any(ArrayBuffer) })],
    ['ws:message', expect.any(ArrayBuffer)],
  ]);
  expect(ws.isOpen).toBe(true);
});
