import Backbone from 'backbone';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { visitOpen } from './page.js';

const Quote = Backbone.Model.extend({ urlRoot: '/quotes' });

/** Stands for jQuery: what `Backbone.sync` over XHR ends in. */
const ajax = vi.fn((_settings: any): any => 'an XHR');
const { ajax: original } = Backbone;

afterEach(() => {
  Backbone.ajax = original;
  ajax.mockClear();
});

describe('the option sync', () => {
  it.each([
    ['create', { n: 1 }, (model: Backbone.Model) => model.save(), { n: 1 }],
    ['update', { id: 7, n: 1 }, (model: Backbone.Model) => model.save(), { id: 7, n: 1 }],
    ['read', { id: 7 }, (model: Backbone.Model) => model.fetch(), { id: 7 }],
    ['delete', { id: 7 }, (model: Backbone.Model) => model.destroy(), { id: 7 }],
    ['patch', { id: 7 }, (model: Backbone.Model) => model.save({ n: 2 }, { patch: true }), { n: 2 }],
  ])('sends the attributes and the method %s', (method, attributes, act, data) => {
    const { ws, sent } = visitOpen({ sync: true });
    const model = new Quote(attributes);
    ws.bind(model);
    act(model);
    expect(sent()).toEqual([{ ...data, method }]);
    expect(ajax).not.toHaveBeenCalled();
  });

  it('sends options.data in place of the attributes', () => {
    const { ws, sent } = visitOpen({ sync: true });
    const model = new Quote({ id: 7 });
    ws.bind(model);
    model.fetch({ data: { from: 'yesterday' } });
    expect(sent()).toEqual([{ from: 'yesterday', method: 'read' }]);
  });

  it('leaves a method that the data has already', () => {
    const { ws, sent } = visitOpen({ sync: true });
    const model = new Quote({ id: 7 });
    ws.bind(model);
    model.fetch({ data: { method: 'subscribe' } });
    expect(sent()).toEqual([{ method: 'subscribe' }]);
  });

  it('raises request with model, socket and options', () => {
    const { ws } = visitOpen({ sync: true });
    const model = new Quote();
    const requested = vi.fn();
    model.on('request', requested);
    ws.bind(model);
    model.save({ n: 1 }, { wait: true });
    expect(requested).toHaveBeenCalledExactlyOnceWith(model, ws.socket, expect.objectContaining({ wait: true }));
  });

  it('calls beforeSend on the model, with what sync was called with, before anything is sent', () => {
    const { ws, sent } = visitOpen({ sync: true });
    const model = new Quote({ n: 1 });
    ws.bind(model);
    const calls: unknown[] = [];
    model.save(null, {
      beforeSend(this: unknown, ...args: unknown[]) {
        calls.push([this, args, sent()]);
      },
    } as any);
    expect(calls).toEqual([[model, ['create', model, expect.objectContaining({ validate: true })], []]]);
  });

  it('covers a collection as well', () => {
    const { ws, sent } = visitOpen({ sync: true });
    const collection = new (Backbone.Collection.extend({ model: Quote, url: '/quotes' }))() as Backbone.Collection;
    ws.bind(collection);
    collection.fetch({ data: { all: true } });
    expect(sent()).toEqual([{ all: true, method: 'read' }]);
  });

  it('lets a model that is destroyed tell the server and go', async () => {
    const { ws, sent } = visitOpen({ sync: true, keepOpen: true });
    const model = new Quote({ id: 7 });
    ws.bind(model);
    model.destroy();
    await flush();
    expect(sent()).toEqual([{ id: 7, method: 'delete' }]);
    expect(ws.resources).toEqual([]);
  });

  it('is opted out of by { xhr: true }', () => {
    Backbone.ajax = ajax;
    const { ws, sent } = visitOpen({ sync: true });
    const model = new Quote({ n: 1 });
    ws.bind(model);
    expect(model.save(null, { xhr: true } as any)).toBe('an XHR');
    expect(sent()).toEqual([]);
    expect(ajax.mock.calls).toEqual([[expect.objectContaining({ type: 'POST', url: '/quotes', data: '{"n":1}' })]]);
  });

  it('is off by default', () => {
    Backbone.ajax = ajax;
    const { ws, sent } = visitOpen();
    const model = new Quote({ n: 1 });
    ws.bind(model);
    model.save();
    expect(sent()).toEqual([]);
    expect(ajax).toHaveBeenCalledOnce();
  });

  it('ends when the resource is unbound', () => {
    Backbone.ajax = ajax;
    const { ws, sent } = visitOpen({ sync: true, keepOpen: true });
    const model = new Quote({ n: 1 });
    ws.bind(model).unbind(model);
    model.save();
    expect(sent()).toEqual([]);
    expect(ajax).toHaveBeenCalledOnce();
  });
});

describe('sync()', () => {
  it('can be called on the connection itself', () => {
    const { ws, sent } = visitOpen();
    ws.sync('read', new Quote({ id: 7 }), {});
    expect(sent()).toEqual([{ id: 7, method: 'read' }]);
  });
});
