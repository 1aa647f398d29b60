import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { BareView, kinds, ownProperties } from '../support/resources.js';
import { connect } from '../support/wire.js';

const { Model } = Backbone;
const events = { 'ws:message:quote': 'tick', 'ws:open': true } as const;
const ends: [string, (ws: any, resource: any) => void][] = [
  ['unbind', (ws, resource) => ws.unbind(resource)],
  ['unbindAll', (ws) => ws.unbindAll()],
  ['destroy of the connection', (ws) => ws.destroy()],
  ['stopListening', (_ws, resource) => resource.stopListening()],
  ['stopListening of its one event', (_ws, resource) => resource.stopListening(null, Object.keys(events).join(' '))],
  ['its destroy event', (_ws, resource) => resource.trigger('destroy', resource)],
];

describe.each(ends)('after %s', (_name, end) => {
  it.each(kinds)('%s has exactly the properties that it had', (_kind, make) => {
    const { ws } = connect({ sync: true });
    const resource = make();
    const [before, keys] = [ownProperties(resource), Object.keys(resource)];
    ws.bind(resource, events);
    expect(Object.keys(resource)).toEqual(expect.arrayContaining(['send', 'sync']));
    end(ws, resource);
    expect(ownProperties(resource)).toEqual(before);
    expect(Object.keys(resource)).toEqual(keys);
  });

  it('the send, sync and stopListening of its own are back, hidden ones still hidden', () => {
    const { ws } = connect({ sync: true });
    const { prototype } = Model;
    const stopListening = vi.fn(prototype.stopListening);
    const resource = Object.assign(new Model(), { sync: vi.fn(), stopListening });
    const send = () => 'own';
    Object.defineProperty(resource, 'send', { value: send, enumerable: false, writable: true, configurable: true });
    const before = ownProperties(resource);
    ws.bind(resource, events);
    expect(resource).not.toHaveProperty('send', send);
    end(ws, resource);
    expect(ownProperties(resource)).toEqual(before);
  });

  it('the methods of its class are in force again', () => {
    const { ws, sent } = connect({ sync: true });
    class Quote extends Model {
      send() {
        return 'of the class';
      }
      override sync() {
        return 'of the class' as any;
      }
      override stopListening(...args: any[]) {
        return super.stopListening(...(args as [any]));
      }
    }
    const quote = new Quote({ id: 1 });
    ws.bind(quote, events);
    quote.save();
    expect(sent()).toHaveLength(1);
    end(ws, quote);
    expect([quote.send(), quote.save(), quote.stopListening()]).toEqual(['of the class', 'of the class', quote]);
    expect(sent()).toHaveLength(1);
  });

  it('its own listeners still listen', () => {
    const { ws } = connect();
    const [changed, destroyed] = [vi.fn(), vi.fn()];
    const model = new Model({ symbol: 'A' });
    model.on('change:symbol', changed).on('destroy', destroyed);
    ws.bind(model, events, { match: 'symbol' });
    end(ws, model);
    destroyed.mockClear();
    model.set('symbol', 'B').trigger('destroy', model);
    expect([changed.mock.calls.length, destroyed.mock.calls.length]).toEqual([1, 1]);
  });
});

describe('while bound', () => {
  it('its own stopListening runs, with what it is given', () => {
    const { ws } = connect();
    const ofTheClass = vi.fn();
    class Quote extends Model {
      override stopListening(...args: any[]) {
        ofTheClass(...args);
        return super.stopListening(...(args as [any]));
      }
    }
    const own = vi.fn();
    const [quote, model] = [new Quote(), Object.assign(new Model(), { stopListening: own })];
    ws.bind(quote).bind(model);
    const [other, callback] = [new Model(), () => {}];
    quote.stopListening(other, 'change', callback);
    model.stopListening();
    expect(ofTheClass.mock.calls).toEqual([[other, 'change', callback]]);
    expect(own).toHaveBeenCalledTimes(1);
    expect(own.mock.contexts).toEqual([model]);
    expect(ws.resources).toEqual([quote]);
  });

  it('what the application puts in the place of send or sync is its own', () => {
    const { ws } = connect({ sync: true });
    const resource: any = new Model();
    ws.bind(resource, events);
    const [send, sync] = [() => 'mine', () => 'mine'];
    Object.assign(resource, { send, sync });
    ws.unbind(resource);
    expect([resource.send, resource.sync]).toEqual([send, sync]);
  });

  it('what the application puts in the place of stopListening is its own', () => {
    const { ws } = connect();
    const resource: any = new BareView();
    ws.bind(resource, events);
    const mine = () => resource;
    resource.stopListening = mine;
    ws.unbind(resource);
    expect(resource.stopListening).toBe(mine);
  });

  it('a resource that has thrown all its listeners away is still let go as it came', () => {
    const { ws } = connect();
    const model = new Model({ symbol: 'A' });
    const before = ownProperties(model);
    ws.bind(model, events, { match: 'symbol' });
    model.off();
    ws.unbind(model);
    expect(ownProperties(model)).toEqual(before);
  });

  it('a listener that the application adds stays, and nothing else', () => {
    const { ws } = connect();
    const model: any = new Model();
    const heard = vi.fn();
    ws.bind(model, events);
    model.on('change', heard);
    ws.unbind(model);
    expect(Object.keys(model._events)).toEqual(['change']);
    model.trigger('change');
    expect(heard).toHaveBeenCalledTimes(1);
  });
});

describe('a resource of two connections', () => {
  it.each([
    ['in the order of binding', [0, 1]],
    ['in the other order', [1, 0]],
  ])('is as it was once both have let it go, %s', (_name, order) => {
    const connections = [connect({ sync: true }), connect({ sync: true })];
    const resource: any = Object.assign(new Model(), { send: () => 'own' });
    const before = ownProperties(resource);
    for (const { ws } of connections) ws.bind(resource, events, { match: 'symbol' });
    for (const i of order) connections[i]?.ws.unbind(resource);
    expect(ownProperties(resource)).toEqual(before);
    expect(resource.send()).toBe('own');
  });

  it.each([
    ['first', 0, 1],
    ['second', 1, 0],
  ])('sends by the other once the %s has let it go', (_name, gone, left) => {
    const connections = [connect(), connect()];
    const resource: any = new Model();
    for (const { ws } of connections) ws.bind(resource);
    connections[gone]?.ws.unbind(resource);
    resource.send('x');
    expect([connections[gone]?.sent(), connections[left]?.sent()]).toEqual([[], ['x']]);
  });

  it('ends on both when it is destroyed', () => {
    const [one, two] = [connect(), connect()];
    const model = new Model();
    const before = ownProperties(model);
    one.ws.bind(model);
    two.ws.bind(model);
    model.destroy();
    expect([one.ws.resources, two.ws.resources]).toEqual([[], []]);
    expect(ownProperties(model)).toEqual(before);
  });
});

it('unbinding a stranger gives and takes nothing', () => {
  const { ws } = connect({ sync: true });
  const resource = Object.assign(new Model(), { send: () => 'own', sync: () => 'own' });
  const before = ownProperties(resource);
  ws.bind(new Model()).unbind(resource as any);
  expect(ownProperties(resource)).toEqual(before);
});
