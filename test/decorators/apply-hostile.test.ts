import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { WSError } from '../../src/index.js';
import { quote, room } from './applied.js';

describe('a collection', () => {
  it.each<[string, unknown]>([
    ['a cid', { cid: 'CID', x: 1 }],
    ['a cid for an id', { id: 'CID', x: 1 }],
    ['the name of a method of objects', { id: 'constructor', x: 1 }],
    ['__proto__ for an id', { id: '__proto__', x: 1 }],
    ['undefined for an id', { id: 'undefined', x: 1 }],
    ['no id', { x: 1 }],
    ['null for an id', { id: null, x: 1 }],
    ['another id', { id: 7, x: 1 }],
  ])('reaches none of its models by %s', (_name, payload) => {
    const { collection, receive, names, errors } = room({}, [{ id: 1 }, { name: 'new' }]);
    const { cid } = collection.at(0);
    const item = JSON.parse(JSON.stringify(payload).replace('CID', cid));
    receive('edit', item);
    receive('edit', [item, item]);
    receive('gone', item);
    receive('gone', [item.id ?? item.cid ?? 'x', cid]);
    expect([names, errors]).toEqual([[], []]);
    expect(collection.toJSON()).toEqual([{ id: 1 }, { name: 'new' }]);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('is whole after %s came for an id', (id) => {
    const { collection, receive } = room({}, [{ id: 1 }]);
    receive('new', [{ id }, { id: 2 }]);
    receive('list', [{ id: 3 }, { id }, { id: 4 }]);
    receive('edit', [
      { id, x: 1 },
      { id: 4, x: 1 },
    ]);
    receive('gone', [id, 3]);
    expect(collection.models.every((model) => model instanceof Backbone.Model)).toBe(true);
    expect([collection.length, collection.get(4)!.attributes, 'x' in {}]).toEqual([1, { id: 4, x: 1 }, false]);
  });

  it('takes no prototype from a message', () => {
    const { collection, socket, errors } = room({}, [{ id: 1 }]);
    const bring = (type: string, data: string) => socket.server.send(`{"type":"${type}","data":${data}}`);
    bring('new', '{"id":2,"__proto__":{"admin":true}}');
    bring('edit', '[{"id":1,"__proto__":{"admin":true}}]');
    bring('list', '[{"id":1,"__proto__":{"admin":true}},{"id":2,"__proto__":null}]');
    expect(errors).toEqual([]);
    for (const { attributes } of collection.models) {
      expect([Object.getPrototypeOf(attributes), Object.keys(attributes)]).toEqual([Object.prototype, ['id']]);
    }
    expect('admin' in {}).toBe(false);
  });

  it.each([
    ['x'],
    [7],
    [true],
    [[1]],
    [['x', { id: 2 }]],
    [[{ id: 2 }, null]],
    [[[{ id: 2 }]]],
    [[{ id: 1, x: 1 }, 7]],
  ])('refuses %o as its models, changes nothing and says so', (payload) => {
    const { collection, receive, names, codes, errors } = room({}, [{ id: 1 }]);
    for (const type of ['new', 'edit', 'list']) receive(type, payload);
    expect(codes()).toEqual(['bad-payload', 'bad-payload', 'bad-payload']);
    expect(errors[0]).toBeInstanceOf(WSError);
    expect(errors[1].message).toMatch(/^apply "edit": expected an object or an array of objects, got /);
    expect([names, collection.toJSON()]).toEqual([[], [{ id: 1 }]]);
  });

  it.each(['new', 'edit'])('refuses null for "%s"', (type) => {
    const { receive, names, codes } = room({}, [{ id: 1 }]);
    receive(type, null);
    expect([names, codes()]).toEqual([[], ['bad-payload']]);
  });
});

describe('a model', () => {
  it.each([['price'], [7], [null], [false], [[]], [[{ price: 1 }]]])('refuses %o as attributes', (payload) => {
    const { model, receive, names, codes, errors } = quote({ price: 7 });
    receive('quote', payload);
    expect([codes(), names, model.attributes]).toEqual([['bad-payload'], [], { price: 7 }]);
    expect(errors[0].message).toMatch(/^apply "quote": expected an object/);
  });

  it('keeps its prototype, whatever a message names', () => {
    const { model, receive, socket } = quote({ price: 7 });
    receive('drop', ['__proto__', 'constructor', 'toString']);
    socket.server.send('{"type":"quote","data":{"__proto__":{"admin":true},"constructor":1}}');
    socket.server.send('{"type":"drop","data":{"__proto__":null,"price":1}}');
    expect(Object.getPrototypeOf(model.attributes)).toBe(Object.prototype);
    expect(model.attributes).toEqual({ constructor: 1 });
  });
});
