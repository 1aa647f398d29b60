import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { onMessage, routesOf, withWS } from '../../src/index.js';
import { BareView } from '../support/resources.js';
import { connect } from '../support/wire.js';
import { extended, quote, room, wsResource } from './applied.js';

const { Model } = Backbone;

describe('apply', () => {
  it('sorts when an earlier item of the same message has moved the model', () => {
    const { collection, receive, names } = room({ comparator: 'rank' }, [
      { id: 1, rank: 1 },
      { id: 2, rank: 2 },
    ]);
    receive('edit', [
      { id: 1, rank: 3 },
      { id: 1, x: 1 },
    ]);
    expect(collection.pluck('id')).toEqual([2, 1]);
    expect(names).toContain('sort');
  });
  it('adds what has the cid of another model', () => {
    const { collection, receive } = room({}, [{ id: 1 }]);
    receive('new', { id: 2, cid: collection.at(0).cid });
    expect(collection.pluck('id')).toEqual([1, 2]);
  });
  it('finds no model by an id that only looks like its id when it is written down', () => {
    const { collection, receive } = room({}, [{ id: 'a' }]);
    receive('edit', { id: ['a'], x: 1 });
    expect(collection.toJSON()).toEqual([{ id: 'a' }]);
  });
  it('finds no model by the attribute id where modelId says otherwise', () => {
    const { collection, receive } = room({ modelId: ({ slug }: any) => slug }, [{ slug: '5', id: 9 }]);
    receive('edit', { id: 5, x: 1 });
    receive('gone', { id: 5 });
    expect(collection.toJSON()).toEqual([{ slug: '5', id: 9 }]);
  });
  it.each([[null], [true], [[['a']]], [['a', null]], [[[{ id: 'a' }]]]])('refuses %o for remove', (payload) => {
    const { collection, receive, codes } = room({}, [{ id: 'a' }]);
    receive('gone', payload);
    expect([codes(), collection.length]).toEqual([['bad-payload'], 1]);
  });
  it.each([[null], [true], [7], [[['price']]], [['price', {}]]])('refuses %o for unset', (payload) => {
    const { model, receive, codes, names } = quote({ price: 7 });
    receive('drop', payload);
    expect([codes(), names, model.attributes]).toEqual([['bad-payload'], [], { price: 7 }]);
  });
  it('unset of what is no attribute changes nothing', () => {
    const { receive, names } = quote({ price: 7 });
    receive('drop', ['constructor', '__proto__', 'toString']);
    expect(names).toEqual([]);
  });
  it('is refused for a view when the class is decorated', () => {
    const { ws } = connect();
    expect(() => wsResource(ws, { apply: { a: 'set' } } as any)(class extends BareView {} as any)).toThrow(
      expect.objectContaining({ code: 'bad-option' }),
    );
  });
});

describe('sendAttribute', () => {
  it.each([false, 'tell'] as const)('of a class: %s leaves send alone, of the first resource too', (sendAttribute) => {
    const { ws } = connect();
    const send = vi.fn();
    @wsResource(ws, { sendAttribute })
    class Quote extends extended(Model, { send }) {}
    const model: any = new Quote();
    expect(Object.hasOwn(model, 'send')).toBe(false);
    model.send(1);
    expect(send).toHaveBeenCalledWith(1);
    ws.bind(new Model()).unbind(model);
    expect(Object.keys(model)).toEqual(Object.keys(new Model()));
  });
});

describe('the class and when it is read', () => {
  it('binds instances of a class that routesOf was asked of before it was decorated', () => {
    const { ws } = connect();
    class Quote extends Model {}
    routesOf(Quote);
    const live = new (wsResource(ws)(Quote))();
    expect(ws.resources).toEqual([live]);
  });
  it('binds to the connection of the leaf where a static member holds an instance', () => {
    const [one, two] = [connect(), connect()];
    @wsResource(one.ws)
    class Base extends Model {
      @onMessage('quote') tick(): void {}
    }
    @wsResource(two.ws)
    class Leaf extends Base {
      static none = new Leaf();
    }
    const leaf = new Leaf();
    expect([one.ws.resources.includes(leaf), two.ws.resources.includes(leaf)]).toEqual([false, true]);
  });
  it('match: false of a subclass opts out for wsEvents too, or is refused when it is decorated', () => {
    const { ws, receive } = connect();
    @wsResource(ws, { match: 'symbol' })
    class Base extends extended(Model, { wsEvents: { 'message:quote': 'set' } }) {}
    let Free: any;
    try {
      Free = wsResource(ws, { match: false as never })(class extends Base {});
    } catch (error: any) {
      return expect(error.code).toBe('bad-option');
    }
    const free = new Free();
    receive('quote', { price: 7 });
    expect(free.get('price')).toBe(7);
  });
});

describe('withWS', () => {
  it('an instance made outside keeps its connection inside the scope of another', () => {
    const [own, other] = [connect(), connect()];
    class Quote extends withWS(Model, own.ws) {}
    const model = new Quote();
    other.ws.scope(() => model.send('subscribe', 1));
    expect(other.ws.scope(() => model.ws)).toBe(own.ws);
    expect([own.sent().length, other.sent().length]).toEqual([1, 0]);
  });
  it('keeps the wsEvents of its base', () => {
    const { ws, receive } = connect();
    const Base = extended(Model, { wsEvents: { 'message:quote': 'set' } });
    class Quote extends withWS(Base, ws) {}
    const model = new Quote();
    receive('quote', { price: 7 });
    expect(model.attributes).toEqual({ price: 7 });
  });
  it('can be extended with wsEvents, by extend and by assignment', () => {
    const { ws, receive } = connect();
    const Quote = (withWS(Model, ws) as any).extend({ wsEvents: { 'message:quote': 'set' } });
    class Assigned extends withWS(Model, ws, { bind: 'manual' }) {
      constructor() {
        super();
        (this as any).wsEvents = { 'message:quote': 'set' };
      }
    }
    const models = [new Quote(), new Assigned()];
    ws.bind(models[1]);
    receive('quote', { price: 7 });
    expect(models.map(({ attributes }) => attributes)).toEqual([{ price: 7 }, { price: 7 }]);
  });
});

describe('routesOf', () => {
  it.each<[string, any]>([
    ['an arrow function', () => {}],
    ['an object without prototype', Object.create(null)],
  ])('is empty for %s', (_name, stranger) => {
    expect(routesOf(stranger)).toEqual([]);
  });
  it('tells an event from a method, as bind does', () => {
    const Quote = Model.extend({ wsEvents: { 'message:a': 'price:tick', 'message:b': 'set' } });
    expect(routesOf(Quote).map(({ handler }) => handler)).toEqual([{ trigger: 'price:tick' }, 'set']);
  });
  it('does not throw where wsEvents of a class want an instance', () => {
    const Quote = Model.extend({
      wsEvents(this: Backbone.Model) {
        return { [`message:${this.get('symbol')}`]: 'set' };
      },
    });
    expect(() => routesOf(Quote)).not.toThrow();
  });
});

describe('wsEvents', () => {
  it('that are an array are refused', () => {
    const { ws } = connect();
    const make = () => ws.bind(new (Model.extend({ wsEvents: ['tick'] }))());
    expect(make).toThrow(expect.objectContaining({ code: 'bad-events' }));
  });
  it('name themselves where they are refused', () => {
    const { ws } = connect();
    expect(() => ws.bind(new (Model.extend({ wsEvents: 7 }))())).toThrow(/^wsEvents/);
  });
});
