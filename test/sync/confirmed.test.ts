import Backbone from 'backbone';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WS, wsResource } from '../../src/index.js';
import type { SyncMode } from '../../types/policies.js';
import { connect } from '../support/wire.js';
import { requesting, requestingList } from './requesting.js';
import { saving } from './saving.js';

const watchAjax = () => vi.spyOn(Backbone, 'ajax').mockReturnValue('the xhr' as never);

afterEach(() => {
  vi.restoreAllMocks();
});

describe('what is asked for', () => {
  it.each<[string, object, (model: any) => unknown, string, unknown]>([
    ['a new model', { price: 7 }, (model) => model.save(), 'create', { price: 7 }],
    ['a model with an id', { id: 1 }, (model) => model.save({ price: 8 }), 'update', { id: 1, price: 8 }],
    [
      'a patch',
      { id: 1, symbol: 'A' },
      (model) => model.save({ price: 8 }, { patch: true }),
      'patch',
      { id: 1, price: 8 },
    ],
    ['destroying', { id: 1, price: 7 }, (model) => model.destroy(), 'delete', { id: 1 }],
    ['fetching', { id: 1, price: 7 }, (model) => model.fetch(), 'read', { id: 1 }],
    ['fetching a model without id', { price: 7 }, (model) => model.fetch(), 'read', {}],
    ['attrs', { id: 1, price: 7 }, (model) => model.save(null, { attrs: { a: 1 } }), 'update', { id: 1, a: 1 }],
    ['data', { id: 1, price: 7 }, (model) => model.save(null, { data: { a: 1 } }), 'update', { id: 1, a: 1 }],
    ['data with an id', { id: 1 }, (model) => model.fetch({ data: { id: 2 } }), 'read', { id: 2 }],
    ['data that is a list', { id: 1 }, (model) => model.fetch({ data: [1, 2] }), 'read', [1, 2]],
    ['data that is a text', { id: 1 }, (model) => model.fetch({ data: 'now' }), 'read', 'now'],
    ['data that is nothing much', { id: 1 }, (model) => model.fetch({ data: 0 }), 'read', 0],
    ['data that is null', { id: 1 }, (model) => model.fetch({ data: null }), 'read', { id: 1 }],
    ['attributes that wait', { id: 1 }, (model) => model.save({ a: 1 }, { wait: true }), 'update', { id: 1, a: 1 }],
    ['an id that waits', { a: 1 }, (model) => model.save({ id: 2 }, { wait: true }), 'update', { a: 1, id: 2 }],
  ])('for %s', (_name, attributes, act, type, data) => {
    const { model, sent } = requesting(attributes);
    act(model);
    expect(sent()).toEqual([{ type, data, id: expect.any(String) }]);
  });

  it('has the id under the name that the model gives it', () => {
    const { ws, sent } = connect({ sync: 'request' });
    const Order = Backbone.Model.extend({ idAttribute: 'number' });
    const order = ws.bind(new Order({ number: 5, price: 7 }), {}).resources[0] as Backbone.Model;
    order.fetch();
    order.save({ price: 8 }, { patch: true });
    expect(sent().map(({ data }) => data)).toEqual([{ number: 5 }, { number: 5, price: 8 }]);
  });

  it('is what toJSON makes of the model, told the options', () => {
    const { model, asked } = requesting();
    const toJSON = vi.spyOn(model, 'toJSON').mockReturnValue({ made: 1 });
    model.save(null, { extra: 1 });
    expect(asked()).toEqual([['update', { id: 1, made: 1 }]]);
    expect(toJSON.mock.calls[0]?.[0]).toMatchObject({ extra: 1 });
  });

  it('for a collection is nothing, or data', () => {
    const { list, asked } = requestingList();
    list.fetch();
    list.fetch({ data: { page: 2 } });
    expect(asked()).toEqual([
      ['read', {}],
      ['read', { page: 2 }],
    ]);
  });

  it('leaves what the caller passed as it was', () => {
    const { model } = requesting();
    const [attrs, data, options] = [{ a: 1 }, { b: 1 }, { extra: 1 }];
    model.save(null, { attrs });
    model.fetch({ data });
    model.save(null, options);
    expect([attrs, data, options]).toEqual([{ a: 1 }, { b: 1 }, { extra: 1 }]);
  });
});

describe('the way is chosen', () => {
  const map = { create: 'profile.save', update: 'profile.save', read: 'profile.load' };

  it('by the connection: a map names the types', () => {
    const { model, sent } = requesting({ id: 1 }, { sync: map });
    model.save();
    model.fetch();
    expect(sent().map(({ type }) => type)).toEqual(['profile.save', 'profile.load']);
  });

  it('by the connection: what the map lacks goes by XHR', () => {
    const ajax = watchAjax();
    const { model, sent } = requesting({ id: 1 }, { sync: map });
    model.urlRoot = '/profiles';
    expect(model.save({ a: 1 }, { patch: true })).toBe('the xhr');
    expect(model.destroy()).toBe('the xhr');
    expect(ajax.mock.calls.map(([{ type, url }]: any) => [type, url])).toEqual([
      ['PATCH', '/profiles/1'],
      ['DELETE', '/profiles/1'],
    ]);
    expect(sent()).toEqual([]);
  });

  it('by a function, which is told the method, the model and the options', () => {
    const choose = vi.fn((method: string) => ({ type: `my-${method}`, data: [method] }));
    const { model, asked } = requesting({ id: 1 }, { sync: choose });
    model.save({ a: 1 }, { extra: 1 });
    expect(asked()).toEqual([['my-update', ['update']]]);
    expect(choose.mock.calls[0]).toEqual(['update', model, expect.objectContaining({ extra: 1 })]);
  });

  it('by a function that gives a type alone', () => {
    const { model, asked } = requesting({ id: 1 }, { sync: () => ({ type: 'save' }) });
    model.save({ a: 1 });
    expect(asked()).toEqual([['save', { id: 1, a: 1 }]]);
  });

  it.each([undefined, null, false as const])('by a function that gives %s: by XHR', (nothing) => {
    const ajax = watchAjax();
    const { model, sent } = requesting({ id: 1 }, { sync: () => nothing });
    model.urlRoot = '/profiles';
    model.save();
    expect([ajax.mock.calls.length, sent()]).toEqual([1, []]);
  });

  it('by the class, before the connection', () => {
    const { ws, sent } = connect({ sync: true });
    const Order: any = wsResource(ws, { sync: { update: 'order.save' } })(class Order extends Backbone.Model {} as any);
    new Order({ id: 1 }).save();
    expect(sent()).toEqual([expect.objectContaining({ type: 'order.save' })]);
  });

  it('by the call, before the class and the connection', () => {
    const { model, asked } = requesting({ id: 1 }, { sync: map });
    model.save(null, { sync: 'request' });
    model.fetch({ sync: { read: 'other' } });
    expect(asked().map(([type]) => type)).toEqual(['update', 'other']);
  });

  it('by the call: without a reply', async () => {
    const { model, sent } = requesting();
    await model.save(null, { sync: true });
    expect(sent()).toEqual([{ id: 1, price: 7, method: 'update' }]);
  });

  it('by the call: with a reply, over a connection that otherwise has none', async () => {
    const { model, sent, receiveRaw } = saving();
    const promise = model.save(null, { sync: 'request' });
    receiveRaw({ id: sent()[0].id, data: { price: 9 } });
    expect(await promise).toEqual({ price: 9 });
  });

  it.each([{ xhr: true }, { sync: false }])('by the call: by XHR with %o', (options) => {
    const ajax = watchAjax();
    const { model, sent } = requesting();
    model.urlRoot = '/quotes';
    expect(model.save(null, options)).toBe('the xhr');
    expect(ajax.mock.calls[0]?.[0]).toMatchObject({ type: 'PUT', url: '/quotes/1', xhr: undefined });
    expect(sent()).toEqual([]);
  });

  it('by the call: by XHR with the XMLHttpRequest that it makes', () => {
    const ajax = watchAjax();
    const { model } = requesting({ id: 1 }, { sync: {} });
    model.urlRoot = '/quotes';
    const xhr = () => 'an XMLHttpRequest';
    model.save(null, { xhr });
    expect(ajax.mock.calls[0]?.[0]).toMatchObject({ xhr });
  });

  it.each(['requests', 1])('and not by %o', (sync) => {
    const { model } = requesting();
    expect(() => model.save(null, { sync })).toThrow(expect.objectContaining({ code: 'bad-option' }));
    expect(() => new WS('ws://server/', { sync: sync as SyncMode })).toThrow(
      expect.objectContaining({ code: 'bad-option' }),
    );
  });

  it('by hand, for what is not bound', async () => {
    const { ws, sent, receiveRaw } = connect();
    const success = vi.fn();
    const promise = ws.sync('update', new Backbone.Model({ id: 1 }), { sync: 'request', success });
    receiveRaw({ id: sent()[0].id, data: 'saved' });
    expect(await promise).toBe('saved');
    expect(success.mock.calls).toEqual([['saved', 'success', promise]]);
  });
});
