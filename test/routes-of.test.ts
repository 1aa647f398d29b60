import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { type AnyMessages, createDecorators, routesOf, withWS } from '../src/index.js';
import { ownProperties } from './support/resources.js';
import { connect } from './support/wire.js';

const { Collection, Model } = Backbone;
const { wsResource, onAnyMessage, onMessage, onOpen, onClose } = createDecorators<AnyMessages>();

/** Puts decorators on a member by hand, the lowest first as a compiler does. */
function mark(Class: any, name: PropertyKey, ...decorators: any[]): void {
  for (const decorate of decorators.reverse()) decorate(Class.prototype, name, undefined);
}

/** A class with three marks. */
function base() {
  class Quote extends Model {
    tick(): void {}
    opened(): void {}
  }
  mark(Quote, 'tick', onMessage('quote', { match: 'symbol' }), onMessage('trade'));
  mark(Quote, 'opened', onOpen());
  return Quote;
}

const route = (event: string, handler: unknown, match?: unknown) => {
  return { event, type: event.startsWith('message:') ? event.slice(8) : undefined, handler, match };
};
const marks = [route('message:trade', 'tick'), route('message:quote', 'tick', 'symbol'), route('open', 'opened')];

describe('routesOf', () => {
  it('tells the routes of a class and of its instances, decorated as a whole or not', () => {
    const { ws } = connect();
    const Quote = base();
    const Live = wsResource(ws)(Quote);
    expect(routesOf(Quote)).toEqual(marks);
    expect(routesOf(Live)).toEqual(marks);
    expect(routesOf(new Live())).toEqual(marks);
    expect(routesOf(new (base())())).toEqual(marks);
  });

  it('names every kind of event, and gives symbols as they are', () => {
    const name = Symbol('name');
    class Quote extends Model {
      [name](): void {}
    }
    mark(Quote, name, onClose(), onAnyMessage(), onMessage('a:b c'), onMessage(''));
    expect(routesOf(Quote).reverse()).toEqual([
      route('close', name),
      route('message', name),
      route('message:a:b c', name),
      route('message:', name),
    ]);
  });

  it('gives the match of the class to messages that have none of their own', () => {
    const { ws } = connect();
    const Quote = base();
    mark(Quote, 'free', onMessage('halted', { match: false }), onAnyMessage());
    wsResource(ws, { match: { sym: 'symbol' }, apply: { set: 'set' } })(Quote);
    expect(routesOf(Quote)).toEqual([
      route('message:set', { apply: 'set' }, { sym: 'symbol' }),
      route('message:trade', 'tick', { sym: 'symbol' }),
      route('message:quote', 'tick', 'symbol'),
      route('open', 'opened'),
      route('message', 'free', { sym: 'symbol' }),
      route('message:halted', 'free'),
    ]);
  });

  it('inherits, by extend too; an override that is marked replaces, one that is not does not', () => {
    class Plain extends base() {
      override tick(): void {}
    }
    class Marked extends base() {
      override tick(): void {}
    }
    mark(Marked, 'tick', onMessage('other'));
    const Old = (base() as any).extend({ tick() {} });
    expect([routesOf(Plain), routesOf(Old), routesOf(Old.extend({}))]).toEqual([marks, marks, marks]);
    expect(routesOf(Marked)).toEqual([route('message:other', 'tick'), route('open', 'opened')]);
    expect(routesOf(Object.getPrototypeOf(Marked))).toEqual(marks);
  });

  it('keeps siblings apart', () => {
    const Quote = base();
    class A extends Quote {}
    class B extends Quote {}
    mark(A, 'a', onMessage('a'));
    mark(B, 'b', onMessage('b'));
    expect([A, B, Quote].map((Class) => routesOf(Class).slice(3))).toEqual([
      [route('message:a', 'a')],
      [route('message:b', 'b')],
      [],
    ]);
  });

  it('merges what several classes apply, and their options', () => {
    const { ws } = connect();
    class Room extends Collection {}
    wsResource(ws, { apply: { a: 'add', b: 'add' } })(Room);
    class Leaf extends Room {}
    wsResource(ws, { apply: { b: 'merge', c: 'remove' } })(Leaf);
    class Bare extends Leaf {}
    const merged = [route('message:a', { apply: 'add' }), route('message:b', { apply: 'merge' })];
    expect(routesOf(Leaf)).toEqual([...merged, route('message:c', { apply: 'remove' })]);
    expect(routesOf(Bare)).toEqual(routesOf(Leaf));
    expect(routesOf(Room)).toEqual([merged[0], route('message:b', { apply: 'add' })]);
  });

  it.each<[string, unknown]>([
    ['an object', (hash: object) => hash],
    ['a method', (hash: object) => () => hash],
  ])('reads wsEvents, %s', (_name, wrap: any) => {
    const tick = () => {};
    const hash = {
      ' message:a  open ': 'tick',
      'message:b': tick,
      'message:c': true,
      'message:d': { trigger: 'x' },
      message: true,
    };
    const Quote = Model.extend({ tick, wsEvents: wrap(hash) });
    const expected = [
      route('message:a', 'tick'),
      route('open', 'tick'),
      route('message:b', tick),
      route('message:c', { trigger: 'message:c' }),
      route('message:d', { trigger: 'x' }),
      route('message', { trigger: 'message' }),
    ];
    expect(routesOf(Quote)).toEqual(expected);
    expect(routesOf(new Quote())).toEqual(expected);
    expect(routesOf(Quote.extend({}))).toEqual(expected);
    expect(routesOf(Quote.extend({ wsEvents: { close: 'tick' } }))).toEqual([route('close', 'tick')]);
    expect(routesOf(Object.assign(new Quote(), { wsEvents: undefined }))).toEqual([]);
  });

  it('asks the wsEvents of an instance as bind does', () => {
    const Quote = Model.extend({
      wsEvents(this: Backbone.Model) {
        return { [`message:${this.get('symbol')}`]: 'set' };
      },
    });
    expect(routesOf(new Quote({ symbol: 'A' }))).toEqual([route('message:A', 'set')]);
  });

  it('reads the static routes of withWS, behind marks, with the match of the class', () => {
    const { ws } = connect();
    class Quote extends withWS(base(), ws, { match: 'symbol', apply: { set: 'set' } }) {
      static override routes: any = { 'message:halted close': 'tick' };
    }
    class Leaf extends Quote {
      static override routes: any = {};
    }
    const head = [
      route('message:set', { apply: 'set' }, 'symbol'),
      { ...marks[0], match: 'symbol' },
      ...marks.slice(1),
    ];
    const expected = [...head, route('message:halted', 'tick', 'symbol'), route('close', 'tick')];
    expect([routesOf(Quote), routesOf(class extends Quote {}), routesOf(Leaf)]).toEqual([expected, expected, head]);
    expect(ws.resources).toEqual([]);
    expect(routesOf(new Quote())).toEqual(expected);
    const Old = (withWS(Model, ws) as any).extend({}, { routes: { open: 'set' } });
    expect(routesOf(Old)).toEqual([route('open', 'set')]);
  });

  it('does not tell what was given to bind', () => {
    const { ws } = connect();
    const quote = new (base())();
    ws.bind(quote, { 'ws:message:other': 'set' });
    expect(routesOf(quote)).toEqual(marks);
    expect(routesOf(ws)).toEqual([]);
  });

  it.each<[string, object]>([
    ['an object', {}],
    ['a class of Backbone', Model],
    ['an instance of one', new Collection()],
    ['a class', class {}],
    ['a function', function stranger() {}],
    ['an array', []],
    ['Object', Object],
    ['a prototype', Model.prototype],
    ['an object with Backbone.Events', Object.assign({}, Backbone.Events)],
  ])('is empty for %s that says nothing', (_name, stranger) => {
    const before = ownProperties(stranger);
    expect(routesOf(stranger)).toEqual([]);
    expect(ownProperties(stranger)).toEqual(before);
  });

  it('makes no instance, asks for no connection and leaves everything as it is', () => {
    const { ws } = connect();
    let touched = 0;
    const wsEvents = Object.freeze({ 'message:a': 'tick' });
    class Quote extends Model {
      constructor() {
        super();
        touched++;
      }
    }
    Object.assign(Quote.prototype, { wsEvents });
    mark(Quote, 'tick', onMessage('quote'));
    const Live = wsResource(
      () => {
        touched++;
        return ws;
      },
      { match: 'symbol' },
    )(Quote);
    const state = () => [Quote, Live, Quote.prototype].map(ownProperties);
    const before = state();
    const first = routesOf(Live);
    first.length = 0;
    expect(routesOf(Live)).toHaveLength(2);
    expect([touched, ws.resources, state()]).toEqual([0, [], before]);
  });

  it('gives a list of its own, which changes nothing', () => {
    const { ws, receive } = connect();
    const Quote = base();
    Quote.prototype.tick = function (this: Backbone.Model) {
      this.set('ticked', true);
    };
    const Live = wsResource(ws)(Quote);
    routesOf(Live).splice(0, 3);
    const quote = new Live();
    for (const info of routesOf(quote)) Object.assign(info, { event: 'x', handler: 'x' });
    receive('trade', {});
    expect([routesOf(Live), quote.attributes]).toEqual([marks, { ticked: true }]);
  });
});
