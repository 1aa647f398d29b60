import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { recordedNames } from '../support/resources.js';
import { flush } from '../support/until.js';
import { connect } from '../support/wire.js';
import { callbacks, endOf, requesting, requestingList } from './requesting.js';

/** A model of a class with these members, which saves by requests. */
function requestingOf(members: object, attributes: object = { id: 1, price: 7 }) {
  const far = requesting();
  const model = new (Backbone.Model.extend(members))(attributes) as typeof far.model;
  far.ws.bind(model, {});
  return { ...far, model };
}

describe('a model', () => {
  it.each<[string, object, unknown]>([
    ['what parse makes of it', {}, 10],
    ['the reply as it is with parse: false', { parse: false }, 9],
  ])('gets %s', async (_name, options, price) => {
    const parse = (resp: any) => ({ ...resp, price: resp.price + 1 });
    const { model, reply } = requestingOf({ parse });
    const promise = model.fetch(options);
    reply({ price: 9 });
    expect(await promise).toEqual({ price: 9 });
    expect(model.get('price')).toBe(price);
  });

  it.each([false, true])('that validate refuses is not sent, with wait: %s', (wait) => {
    const { model, sent } = requestingOf({ validate: (): string => 'bad' });
    const events = recordedNames(model);
    expect(model.save({ price: 8 }, { wait })).toBe(false);
    expect([sent(), events, model.get('price')]).toEqual([[], ['invalid'], 7]);
  });

  it('whose validate refuses the reply keeps what it had', async () => {
    const { model, reply } = requestingOf({
      validate: ({ price }: any): string | undefined => (price > 8 ? 'too much' : undefined),
    });
    const events = recordedNames(model);
    const told = callbacks();
    const promise = model.save({ price: 8 }, { ...told, wait: true });
    reply({ price: 9 });
    await promise;
    expect(model.get('price')).toBe(7);
    expect(events).toEqual(['request', 'invalid']);
    expect([told.success.mock.calls.length, told.complete.mock.calls.length]).toEqual([0, 1]);
  });

  it.each([
    [{ id: 1 }, false, 'update'],
    [{ id: 1 }, true, 'create'],
    [{}, false, 'update'],
  ])('with %o, whose isNew says %s, is sent as %s', (attributes, isNew, type) => {
    const { model, asked } = requestingOf({ isNew: () => isNew }, attributes);
    model.save();
    expect(asked()).toEqual([[type, attributes]]);
  });

  it('that is new and destroyed asks for nothing', async () => {
    const { model, sent } = requesting({ price: 7 });
    const success = vi.fn();
    expect(model.destroy({ success })).toBe(false);
    await flush();
    expect([sent(), success.mock.calls.length]).toEqual([[], 1]);
  });

  it('with wait is changed by the reply only, and not by an error', async () => {
    const { model, reply, refuse } = requesting();
    const failed = model.save({ price: 8 }, { wait: true });
    refuse();
    expect(await endOf(failed)).toBe('remote');
    expect(model.get('price')).toBe(7);
    const saved = model.save({ price: 8 }, { wait: true });
    expect(model.get('price')).toBe(7);
    reply();
    await saved;
    expect(model.get('price')).toBe(8);
  });

  it.each<[string, object, string[]]>([
    ['goes at once', {}, ['request', 'destroy', 'sync']],
    ['goes with the reply, with wait', { wait: true }, ['request', 'destroy', 'sync']],
  ])('that is destroyed %s', async (_name, options, order) => {
    const { ws, model, reply } = requesting();
    const events = recordedNames(model);
    const promise = model.destroy(options);
    expect(ws.resources).toEqual('wait' in options ? [model] : []);
    reply({ done: true });
    expect(await promise).toEqual({ done: true });
    expect(events).toEqual(order);
    expect(ws.resources).toEqual([]);
  });

  it('stays when the server refuses to destroy it, with wait', async () => {
    const { ws, model, refuse } = requesting();
    const events = recordedNames(model);
    const promise = model.destroy({ wait: true });
    refuse();
    expect(await endOf(promise)).toBe('remote');
    expect(events).toEqual(['request', 'error']);
    expect(ws.resources).toEqual([model]);
  });

  it('that was unbound meanwhile gets its reply', async () => {
    const { ws, model, reply } = requesting();
    const promise = model.save({ price: 8 });
    ws.unbind(model);
    reply({ price: 9 });
    await promise;
    expect(model.get('price')).toBe(9);
    expect(model.sync).toBe(Backbone.Model.prototype.sync);
  });

  it('takes a reply apart from the messages of the same type', async () => {
    const { ws, model, receive, reply } = requesting();
    const heard = vi.fn();
    ws.on('ws:message:update', heard);
    const promise = model.save();
    receive('update', { price: 1 });
    expect(await endOf(promise)).toBe('waiting');
    reply({ price: 9 });
    expect(await endOf(promise)).toEqual({ price: 9 });
    expect(heard).toHaveBeenCalledTimes(1);
  });
});

describe('a collection', () => {
  const [old, other] = [
    { id: 1, price: 1 },
    { id: 2, price: 2 },
  ];
  const answer = [
    { id: 1, price: 9 },
    { id: 3, price: 3 },
  ];

  it.each<[object, object[]]>([
    [{}, answer],
    [{ reset: true }, answer],
    [{ add: false }, [answer[0]!]],
    [{ merge: false }, [old, answer[1]!]],
    [{ remove: false }, [answer[0]!, other, answer[1]!]],
  ])('fetched with %o becomes what Backbone makes of the reply', async (options, models) => {
    const { list, reply } = requestingList([old, other]);
    const events = recordedNames(list as any);
    const told = callbacks();
    const promise = list.fetch({ ...options, ...told });
    reply(answer);
    expect(await promise).toEqual(answer);
    expect(list.toJSON()).toEqual(models);
    expect([events[0], events.includes('reset'), events.at(-1)]).toEqual(['request', 'reset' in options, 'sync']);
    expect(told.success.mock.calls).toEqual([[list, answer, expect.objectContaining(options)]]);
  });

  it('parses what it fetches', async () => {
    const { list, reply } = requestingList();
    (list as any).parse = ({ items }: any) => items;
    const promise = list.fetch();
    reply({ items: answer });
    await promise;
    expect(list.length).toBe(2);
  });

  it('keeps its models when the server refuses', async () => {
    const { list, refuse } = requestingList([old]);
    const failed = vi.fn();
    (list as any).on('error', failed);
    const promise = list.fetch({ reset: true });
    refuse('later');
    expect(await endOf(promise)).toBe('remote');
    expect(list.toJSON()).toEqual([old]);
    expect(failed.mock.calls).toEqual([[list, 'later', expect.anything()]]);
  });

  it.each([
    [{}, ['add', 'update', 'request', 'sync']],
    [{ wait: true }, ['add', 'update', 'sync']],
  ])('creates a model with %o', async (options, names) => {
    const { list, asked, reply } = requestingList();
    const events = recordedNames(list as any);
    const model = list.create({ price: 7 }, options);
    expect(list.length).toBe('wait' in options ? 0 : 1);
    reply({ id: 5 });
    await flush();
    expect(asked()).toEqual([['create', { price: 7 }]]);
    expect(list.models).toEqual([model]);
    expect(list.get(5)).toBe(model);
    expect(events.filter((name) => !/^change/.test(String(name)))).toEqual(names);
  });

  it.each([
    [{}, 1],
    [{ wait: true }, 0],
  ])('hears of the error when the server refuses a model, with %o', async (options, length) => {
    const { list, refuse } = requestingList();
    const failed = vi.fn();
    (list as any).on('error', failed);
    const model = list.create({ price: 7 }, options);
    refuse('no');
    await flush();
    expect(failed.mock.calls).toEqual([[model, 'no', expect.anything()]]);
    expect(list.length).toBe(length);
  });

  it.each([
    [{}, 0],
    [{ wait: true }, 1],
  ])('loses a model that is destroyed with %o', async (options, meanwhile) => {
    const { list, reply } = requestingList([old]);
    const promise = list.get(1)!.destroy(options) as any;
    expect(list.length).toBe(meanwhile);
    reply();
    await promise;
    expect(list.length).toBe(0);
  });

  it('leaves models that are not bound to their own sync', () => {
    const ajax = vi.spyOn(Backbone, 'ajax').mockReturnValue('the xhr' as never);
    const { ws, sent } = connect({ sync: 'request' });
    const list = new Backbone.Collection();
    ws.bind(Object.assign(list, { url: '/items' }), {});
    list.create({ price: 7 });
    expect([ajax.mock.calls.length, sent()]).toEqual([1, []]);
    ajax.mockRestore();
  });
});
