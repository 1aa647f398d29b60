import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { BareView, kinds } from '../support/resources.js';
import { connect } from '../support/wire.js';

const { Model } = Backbone;

/** A resource bound to two types and to every message, and a report of which of the three still reach it. */
function bound(connection = connect(), resource: any = new Model()) {
  const { ws, receive } = connection;
  const handlers = { quote: vi.fn(), halted: vi.fn(), all: vi.fn() };
  const events = {
    'ws:message:quote': handlers.quote,
    'ws:message:halted': handlers.halted,
    'ws:message': handlers.all,
  };
  ws.bind(resource, events);
  const reached = () => {
    for (const handler of Object.values(handlers)) handler.mockClear();
    receive('quote');
    receive('halted');
    return Object.entries(handlers).flatMap(([name, { mock }]) => (mock.calls.length ? [name] : []));
  };
  return { ...connection, resource, handlers, reached };
}

const all = ['quote', 'halted', 'all'];

describe('what ends a binding', () => {
  it.each<[string, (resource: any, ws: any) => void]>([
    ['unbind', (resource, ws) => ws.unbind(resource)],
    ['unbindAll', (_resource, ws) => ws.unbindAll()],
    ['its destroy event', (resource) => resource.trigger('destroy', resource)],
    ['its destroy event without arguments', (resource) => resource.trigger('destroy')],
    ['destroy() of the model', (resource) => resource.destroy()],
    ['stopListening()', (resource) => resource.stopListening()],
    ['stopListening(ws)', (resource, ws) => resource.stopListening(ws)],
    [
      'stopListening of each event',
      (resource, ws) => resource.stopListening(ws, 'ws:message:quote ws:message:halted ws:message'),
    ],
  ])('is %s', (_name, end) => {
    const { ws, resource, reached } = bound();
    expect(reached()).toEqual(all);
    end(resource, ws);
    expect(reached()).toEqual([]);
    expect(ws.resources).toEqual([]);
    expect(Object.hasOwn(resource, 'send')).toBe(false);
  });

  it('is the removal of a view', () => {
    const { ws, resource, reached } = bound(connect(), new BareView());
    expect(resource.remove()).toBe(resource);
    expect(reached()).toEqual([]);
    expect(ws.resources).toEqual([]);
  });

  it('is not the destruction of a model in a bound collection', () => {
    const collection = new Backbone.Collection([{ id: 1 }, { id: 2 }]);
    collection.get(1)!.sync = () => ({}) as never;
    const { reached } = bound(connect(), collection);
    collection.get(1)!.destroy();
    expect(collection.pluck('id')).toEqual([2]);
    expect(reached()).toEqual(all);
  });

  it.each<[string, (resource: any, ws: any) => void]>([
    ['stopListening(other)', (resource) => resource.stopListening(Object.assign({}, Backbone.Events))],
    ['stopListening(ws, other event)', (resource, ws) => resource.stopListening(ws, 'ws:message:other')],
    [
      'stopListening(ws, event, other callback)',
      (resource, ws) => resource.stopListening(ws, 'ws:message:quote', () => {}),
    ],
    ['stopListening(other, event)', (resource) => resource.stopListening(new Model(), 'ws:message:quote')],
    ['the destroy event of another connection', (_resource, ws) => ws.trigger('destroy')],
    ['its own off()', (resource) => resource.off('change')],
  ])('is not %s', (_name, act) => {
    const { ws, resource, reached } = bound();
    act(resource, ws);
    expect(reached()).toEqual(all);
    expect(ws.resources).toEqual([resource]);
  });
});

describe('stopListening', () => {
  it.each<[string, (resource: any, ws: any, handlers: any) => void, string[]]>([
    ['(ws, event)', (resource, ws) => resource.stopListening(ws, 'ws:message:quote'), ['halted', 'all']],
    ['(ws, several events)', (resource, ws) => resource.stopListening(ws, 'ws:message:quote ws:message'), ['halted']],
    ['(null, event)', (resource) => resource.stopListening(null, 'ws:message'), ['quote', 'halted']],
    ['(ws, event, callback)', (r, ws, { quote }) => r.stopListening(ws, 'ws:message:quote', quote), ['halted', 'all']],
    ['(ws, null, callback)', (resource, ws, { halted }) => resource.stopListening(ws, null, halted), ['quote', 'all']],
    [
      '(ws, { event: callback })',
      (resource, ws, { quote, halted }) =>
        resource.stopListening(ws, { 'ws:message:quote': quote, 'ws:message:halted': () => halted }),
      ['halted', 'all'],
    ],
  ])('%s takes just those handlers away', (_name, stop, left) => {
    const { ws, resource, handlers, reached } = bound();
    stop(resource, ws, handlers);
    expect(reached()).toEqual(left);
    expect(ws.resources).toEqual([resource]);
  });

  it('takes one of several handlers of an event away', () => {
    const { ws, resource, handlers, receive } = bound();
    const other = vi.fn();
    ws.bind(resource, { 'ws:message:quote': other });
    resource.stopListening(ws, 'ws:message:quote', handlers.quote);
    receive('quote');
    expect([handlers.quote.mock.calls.length, other.mock.calls.length]).toEqual([0, 1]);
  });

  it('takes keyed handlers away, too', () => {
    const { ws, receive } = connect();
    const tick = vi.fn();
    const model = new Model({ symbol: 'A' });
    ws.bind(model, { 'ws:message:quote': tick }, { match: 'symbol' });
    ws.bind(model, { 'ws:message:halted': tick });
    model.stopListening(ws, 'ws:message:quote');
    receive('quote', { symbol: 'A' });
    model.set('symbol', 'B');
    receive('quote', { symbol: 'B' });
    expect(tick).not.toHaveBeenCalled();
    receive('halted');
    expect(tick).toHaveBeenCalledTimes(1);
  });

  it('still ends what the resource listens to besides, and returns the resource', () => {
    const { resource } = bound();
    const other = new Model();
    const heard = vi.fn();
    resource.listenTo(other, 'change', heard);
    expect(resource.stopListening()).toBe(resource);
    other.trigger('change');
    expect(heard).not.toHaveBeenCalled();
  });

  it('ends the bindings of all connections, or of the one it names', () => {
    const [one, two] = [connect(), connect()];
    const model = new Model();
    const { reached: reachedByOne } = bound(one, model);
    const { reached: reachedByTwo } = bound(two, model);
    model.stopListening(one.ws);
    expect([reachedByOne(), reachedByTwo()]).toEqual([[], all]);
    one.ws.bind(model);
    model.stopListening();
    expect([one.ws.resources, two.ws.resources]).toEqual([[], []]);
  });
});

describe('unbindAll', () => {
  it('takes the instances of a class, and of its children', () => {
    const { ws } = connect();
    class Quote extends Model {}
    class Bond extends Quote {}
    const [plain, quote, bond, view] = [new Model(), new Quote(), new Bond(), new BareView()];
    for (const resource of [plain, quote, bond, view]) ws.bind(resource);
    expect(ws.unbindAll(Quote)).toBe(ws);
    expect(ws.resources).toEqual([plain, view]);
    expect(ws.unbindAll(Backbone.View).resources).toEqual([plain]);
    expect(ws.unbindAll().resources).toEqual([]);
  });

  it('of a class that nothing is of changes nothing, also without keepOpen', () => {
    const { ws } = connect({ keepOpen: false });
    ws.unbindAll();
    ws.bind(new Model()).unbindAll(Backbone.View);
    expect(ws.isOpen).toBe(true);
    expect(ws.resources).toHaveLength(1);
  });
});

describe('a stranger', () => {
  it.each(kinds)('is no reason to change anything: %s', (_name, make) => {
    const { ws, resource, reached } = bound(connect({ keepOpen: false }));
    expect(ws.unbind(make())).toBe(ws);
    expect(reached()).toEqual(all);
    expect(ws.resources).toEqual([resource]);
    ws.destroy();
    expect(ws.unbind(make()).unbind(resource).unbindAll()).toBe(ws);
  });

  it('is a resource that was unbound before', () => {
    const { ws, resource } = bound(connect({ keepOpen: false }));
    const other = new Model();
    ws.bind(other).unbind(resource).unbind(resource);
    resource.trigger('destroy', resource);
    resource.stopListening();
    expect(ws.resources).toEqual([other]);
    expect(ws.isOpen).toBe(true);
  });
});
