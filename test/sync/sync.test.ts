import Backbone from 'backbone';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { recorded } from '../support/resources.js';
import { flush } from '../support/until.js';
import { connect } from '../support/wire.js';
import { saving } from './saving.js';

const { Model, Collection } = Backbone;

afterEach(() => {
  vi.restoreAllMocks();
});

describe('what goes over the wire', () => {
  it.each<[string, object, (model: any) => unknown, object]>([
    ['create, for a new model', { price: 7 }, (model) => model.save(), { price: 7, method: 'create' }],
    [
      'update, for one with an id',
      { id: 1 },
      (model) => model.save({ price: 8 }),
      { id: 1, price: 8, method: 'update' },
    ],
    [
      'patch, with what has changed alone',
      { id: 1, price: 7, symbol: 'A' },
      (model) => model.save({ price: 8 }, { patch: true }),
      { price: 8, method: 'patch' },
    ],
    ['delete', { id: 1, price: 7 }, (model) => model.destroy(), { id: 1, price: 7, method: 'delete' }],
    ['read', { id: 1 }, (model) => model.fetch(), { id: 1, method: 'read' }],
    ['given attributes', { id: 1 }, (model) => model.save(null, { attrs: { a: 1 } }), { a: 1, method: 'update' }],
    ['given data', { id: 1 }, (model) => model.save(null, { data: { a: 1 } }), { a: 1, method: 'update' }],
    [
      'a list',
      { id: 1 },
      (model) => model.save(null, { data: [{ a: 1 }, 2] }),
      { method: 'update', data: [{ a: 1 }, 2] },
    ],
    ['an empty list', { id: 1 }, (model) => model.save(null, { data: [] }), { method: 'update', data: [] }],
    ['a text', { id: 1 }, (model) => model.fetch({ data: 'now' }), { method: 'read', data: 'now' }],
    ['a method of the data', { id: 1, method: 'own' }, (model) => model.save(), { id: 1, method: 'own' }],
  ])('is %s', (_name, attributes, act, message) => {
    const { model, sent } = saving(attributes);
    act(model);
    expect(sent()).toEqual([message]);
  });

  it('is what toJSON makes of the model, told the options', () => {
    const { model, sent } = saving();
    const toJSON = vi.spyOn(model, 'toJSON').mockReturnValue({ made: 1 });
    model.save(null, { extra: 1 });
    expect(sent()).toEqual([{ made: 1, method: 'update' }]);
    expect(toJSON.mock.calls[0]?.[0]).toMatchObject({ extra: 1 });
  });

  it('is a list with its method, for a collection', () => {
    const { ws, sent } = connect({ sync: true });
    const collection: Backbone.Collection & { sync?: any } = new Collection([{ id: 1 }, { id: 2 }]);
    ws.bind(collection, {});
    collection.fetch();
    collection.sync('update', collection);
    const data = [{ id: 1 }, { id: 2 }];
    expect(sent()).toEqual([
      { method: 'read', data },
      { method: 'update', data },
    ]);
  });

  it.each([
    ['d', { method: 'read', d: [] }],
    [null, { method: 'read', data: [] }],
  ])('has lists in the data field %s', (dataAttribute, message) => {
    const { ws, sent } = connect({ sync: true, dataAttribute });
    const collection = new Collection();
    ws.bind(collection, {});
    collection.fetch();
    expect(sent()).toEqual([message]);
  });

  it('leaves all that the caller passed as it was', () => {
    const { model } = saving({ id: 1, price: 7, deep: { a: 1 } });
    const [attrs, data, list] = [{ a: 1 }, { b: 1 }, [{ c: 1 }]];
    const options = { attrs, extra: 1 };
    const { attributes } = model;
    model.save(null, options);
    model.save(null, { data });
    model.save(null, { data: list });
    model.sync('update', model, Object.freeze({ data: Object.freeze({ d: 1 }) }));
    expect([attrs, data, list, options]).toEqual([{ a: 1 }, { b: 1 }, [{ c: 1 }], { attrs, extra: 1 }]);
    expect(model.attributes).toBe(attributes);
    expect(attributes).toEqual({ id: 1, price: 7, deep: { a: 1 } });
  });
});

describe('saving is done', () => {
  it('when the message is on the socket, and not before the call returns', async () => {
    const { model } = saving();
    const success = vi.fn();
    const promise = model.save({ price: 8 }, { success });
    expect(success).not.toHaveBeenCalled();
    expect(await promise).toBeUndefined();
    await flush();
    expect(success.mock.calls).toEqual([[model, undefined, expect.anything()]]);
    expect(model.get('price')).toBe(8);
  });

  it('with the events and in the order of Backbone', async () => {
    const { ws, model, socket } = saving();
    const events = recorded(model);
    const sentBefore: unknown[] = [];
    model.on('request', () => sentBefore.push(...socket.sent));
    await model.save(null, { extra: 1 });
    await flush();
    expect(events).toEqual([
      ['request', model, ws.socket, expect.objectContaining({ extra: 1 })],
      ['sync', model, undefined, expect.objectContaining({ extra: 1 })],
    ]);
    expect(sentBefore).toHaveLength(1);
  });

  it('with the attributes that waited for it', async () => {
    const { model, sent } = saving();
    model.save({ price: 8 }, { wait: true });
    expect(model.get('price')).toBe(7);
    expect(sent()).toEqual([{ id: 1, price: 8, method: 'update' }]);
    await flush();
    expect(model.get('price')).toBe(8);
  });

  it('and a model that waited for it is destroyed and unbound', async () => {
    const { ws, model } = saving();
    model.destroy({ wait: true });
    expect(ws.resources).toEqual([model]);
    await flush();
    expect(ws.resources).toEqual([]);
  });

  it('but reading is not: what it brings comes as a message', async () => {
    const { model } = saving();
    const [success, synced] = [vi.fn(), vi.fn()];
    model.on('sync', synced);
    expect(await model.fetch({ success })).toBeUndefined();
    await flush();
    expect(success).not.toHaveBeenCalled();
    expect(synced).not.toHaveBeenCalled();
    expect(model.attributes).toEqual({ id: 1, price: 7 });
  });

  it('even if a callback throws, which the error event is told', async () => {
    const { ws, model } = saving();
    const broken = new Error('a broken callback');
    const error = vi.fn();
    ws.on('ws:error', error);
    const success = (): never => {
      throw broken;
    };
    await model.save(null, { success });
    await flush();
    expect(error.mock.calls).toEqual([[broken, true]]);
  });
});

describe('beforeSend', () => {
  it('runs before the message goes, with the model as this', () => {
    const { model, sent } = saving();
    const seen: unknown[] = [];
    const options = {
      beforeSend(this: unknown, ...args: unknown[]) {
        seen.push(this, ...args, sent().length);
      },
    };
    model.sync('update', model, options);
    expect(seen).toEqual([model, 'update', model, options, 0]);
    expect(sent()).toHaveLength(1);
  });
});

describe('by XHR', () => {
  it.each([
    ['asks for it', true, { xhr: true }],
    ['is bound without the option sync', false, {}],
  ])('goes what %s', (_name, sync, options) => {
    const ajax = vi.spyOn(Backbone, 'ajax').mockReturnValue('the xhr' as never);
    const { model, sent } = saving({ id: 1 }, { sync });
    model.urlRoot = '/quotes';
    expect(model.save(null, options)).toBe('the xhr');
    expect(ajax.mock.calls[0]?.[0]).toMatchObject({ type: 'PUT', url: '/quotes/1' });
    expect(sent()).toEqual([]);
  });
});

describe('sync of the connection', () => {
  it('serves what is not bound, as Backbone.sync does', async () => {
    const { ws, sent } = connect();
    const model = new Model({ id: 1 });
    const success = vi.fn();
    await ws.sync('update', model, { success });
    await flush();
    expect(sent()).toEqual([{ id: 1, method: 'update' }]);
    expect(success.mock.calls).toEqual([[undefined]]);
  });

  it('throws after destroy()', () => {
    const { ws } = connect();
    ws.destroy();
    expect(() => ws.sync('update', new Model())).toThrow(expect.objectContaining({ code: 'destroyed' }));
  });
});
