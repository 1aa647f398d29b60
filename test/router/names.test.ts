import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { recordedNames } from '../support/resources.js';
import { connect } from '../support/wire.js';

/** What a message raises: on who listens to everything, and on something bound without a hash. */
function raised(message: unknown, prefix = 'ws') {
  const connection = connect({ prefix });
  const { ws, receiveRaw } = connection;
  const model = new Backbone.Model();
  const all = vi.fn();
  ws.bind(model);
  const heard = recordedNames(ws as never);
  const bound = recordedNames(model);
  ws.on(prefix ? `${prefix}:message` : 'message', all);
  receiveRaw(message);
  expect(ws.isOpen).toBe(true);
  return { ...connection, heard, bound, model, all };
}

const spaced = ['x ws:close', 'x ws:close ws:noretries', ' ', 'a\tb', 'a\nb', ' lead', 'x all', 'a\u00a0b'];
const odd = ['all', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'message', 'close', 'destroy', ':', 'é'];

describe('a type on the wire', () => {
  it.each(spaced)('with white space in it, %j, is the name of no event', (type) => {
    const { heard, bound, all } = raised({ type, data: 7 });
    expect(heard).toEqual(['ws:message']);
    expect(bound).toEqual(['ws:message']);
    expect(all.mock.calls).toEqual([[7, type, expect.objectContaining({ type })]]);
  });

  it.each(odd)('like %j is a type as any other', (type) => {
    const { ws, heard, bound, all, model } = raised({ type, data: 7 });
    expect(heard).toEqual([`ws:message:${type}`, 'ws:message']);
    expect(bound).toEqual([`ws:message:${type}`, 'ws:message']);
    expect(all.mock.calls).toEqual([[7, type, expect.objectContaining({ type })]]);
    expect(ws.resources).toEqual([model]);
  });

  it.each([...odd, ...spaced])('is safe where events have no prefix: %j', (type) => {
    const { heard } = raised({ type, data: 7 }, '');
    expect(heard).toEqual(/\s/.test(type) ? ['message'] : [`message:${type}`, 'message']);
  });

  it.each(odd)('can be bound and listened to by its name: %j', (type) => {
    const { ws, receive } = connect();
    const [handler, listener, other] = [vi.fn(), vi.fn(), vi.fn()];
    ws.bind(new Backbone.Model(), { [`ws:message:${type}`]: handler, 'ws:message:other': other });
    ws.on(`ws:message:${type}`, listener);
    receive('unheard of');
    expect(handler).not.toHaveBeenCalled();
    receive(type, 7);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(listener).toHaveBeenCalledTimes(1);
    expect(other).not.toHaveBeenCalled();
  });

  it.each([...odd, ...spaced])('can be expected: %j', async (type) => {
    const { ws, receive } = connect();
    const expectation = ws.expect(type);
    receive(type, 7);
    expect(await expectation).toBe(7);
  });

  it.each(
    [0, 1, -1.5, true, false, null, '', {}, { toString: 'x' }, [], ['quote'], [['all']]].map(
      (type) => [type] as [unknown],
    ),
  )('that is no type, %j, is data', (type) => {
    const message = { type, data: 7 };
    const { heard, bound, all } = raised(message);
    expect(heard).toEqual(['ws:message']);
    expect(bound).toEqual(['ws:message']);
    expect(all.mock.calls).toEqual([[message, undefined, expect.objectContaining({ type: undefined })]]);
  });

  it('that an object would become as a string meets no handler of that name', () => {
    const { ws, receiveRaw } = connect();
    const handler = vi.fn();
    ws.bind(new Backbone.Model(), {
      'ws:message:[object': handler,
      'ws:message:1': handler,
      'ws:message:quote': handler,
    });
    receiveRaw({ type: {}, data: 7 });
    receiveRaw({ type: 1, data: 7 });
    receiveRaw({ type: ['quote'], data: 7 });
    expect(handler).not.toHaveBeenCalled();
  });

  it('leaves no trace on the prototype of all objects', () => {
    const { ws, socket } = connect();
    const before = Object.getOwnPropertyNames(Object.prototype);
    ws.bind(new Backbone.Model());
    socket.server.send('{"type":"__proto__","data":{"polluted":1},"__proto__":{"polluted":1}}');
    socket.server.send('{"__proto__":{"type":"close"}}');
    socket.server.send('{"type":"constructor","data":{"prototype":{"polluted":1}}}');
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('is not taken from the prototype of a message', () => {
    const { heard } = raised(JSON.parse('{"__proto__":{"type":"close","data":1}}'));
    expect(heard).toEqual(['ws:message']);
  });
});

describe('a payload', () => {
  it('with __proto__ in it leaves the prototype of the attributes alone', () => {
    const { ws, socket } = connect();
    const model = new Backbone.Model();
    ws.bind(model, { 'ws:message:quote': 'set' });
    socket.server.send('{"type":"quote","data":{"price":7,"__proto__":{"polluted":1}}}');
    expect(model.attributes).toEqual({ price: 7 });
    expect(Object.getPrototypeOf(model.attributes)).toBe(Object.prototype);
    expect(model.get('polluted')).toBeUndefined();
  });

  it('of rows with __proto__ in them leaves the prototypes of the models alone', () => {
    const { ws, socket } = connect();
    const collection = new Backbone.Collection();
    ws.bind(collection, { 'ws:message:rows': 'reset' });
    socket.server.send('{"type":"rows","data":[{"id":1,"__proto__":{"polluted":1}}]}');
    expect(collection.toJSON()).toEqual([{ id: 1 }]);
    expect(collection.first().get('polluted')).toBeUndefined();
  });
});
