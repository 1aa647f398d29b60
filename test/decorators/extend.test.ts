import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onMessage, wsResource } from '../../src/index.js';
import { connect } from '../support/wire.js';
import { errorOf } from './support.js';

const { Model } = Backbone;

/** A connection and a decorated ES class. */
function quotes() {
  const connected = connect();
  const told: unknown[] = [];
  @wsResource(connected.ws)
  class Quote extends Model {
    static kind = 'quote';
    unit = 'EUR';
    @onMessage('quote') tick(data: unknown): void {
      told.push(['Quote', this.unit, data]);
    }
  }
  return { ...connected, told, Quote: Quote as any };
}

describe('a decorated ES class that is extended as Backbone does', () => {
  it('makes instances of the child, with fields, attributes, statics and what was overridden', () => {
    const { Quote, ws, receive, told } = quotes();
    const Child = Quote.extend({ tick: (data: unknown) => told.push(['Child', data]) }, { more: 1 });
    const child = new Child({ a: 1 });
    expect(child).toBeInstanceOf(Child);
    expect(child).toBeInstanceOf(Quote);
    expect([child.constructor, child.unit, child.get('a')]).toEqual([Child, 'EUR', 1]);
    expect([Child.kind, Child.more, Child.__super__]).toEqual(['quote', 1, Quote.prototype]);
    expect(ws.resources).toEqual([child]);
    receive('quote', 7);
    expect(told).toEqual([['Child', 7]]);
  });

  it('can be extended again and again, and by a class in the end', () => {
    const { Quote, ws, receive, told } = quotes();
    const Child = Quote.extend({ one: 1, initialize: () => told.push('initialize') });
    const Grandchild = Child.extend({ two: 2 });
    class Last extends Grandchild {
      three = 3;
    }
    class Later extends (Last as any) {
      tick(data: unknown): void {
        told.push(['Later', this.three, data]);
      }
    }
    const made: any[] = [new Grandchild(), new Last(), new Later()];
    expect(made.map((one) => one.constructor)).toEqual([Grandchild, Last, Later]);
    expect([made[2].one, made[2].two, made[2].three]).toEqual([1, 2, 3]);
    expect(ws.resources).toEqual(made);
    expect(told.splice(0)).toEqual(Array(3).fill('initialize'));
    receive('quote', 7);
    expect(told).toEqual([
      ['Quote', 'EUR', 7],
      ['Quote', 'EUR', 7],
      ['Later', 3, 7],
    ]);
  });

  it('takes a constructor that returns what the parent returns', () => {
    const { Quote, ws } = quotes();
    const Child = Quote.extend({
      constructor: function Named(this: any, ...args: unknown[]) {
        const made = Quote.apply(this, args);
        made.own = args.length;
        return made;
      },
    });
    const child = new Child({ a: 1 }, {});
    expect([child instanceof Child, child.own, child.unit, child.get('a')]).toEqual([true, 2, 'EUR', 1]);
    expect([Child.name, child.constructor === Child, ws.resources]).toEqual(['Named', true, [child]]);
    const Grandchild = Child.extend({});
    const grandchild = new Grandchild();
    expect([grandchild instanceof Grandchild, grandchild.own, grandchild.unit]).toEqual([true, 0, 'EUR']);
  });

  it('leaves siblings apart', () => {
    const { Quote, receive, told } = quotes();
    const [One, Two] = ['One', 'Two'].map((name) => Quote.extend({ tick: () => told.push(name) }));
    new One();
    new Two();
    new Quote();
    receive('quote', 7);
    expect(told).toEqual(['One', 'Two', ['Quote', 'EUR', 7]]);
  });

  it('has children that can be decorated', () => {
    const { Quote, ws, told } = quotes();
    const other = connect();
    const Child: any = wsResource(other.ws, { sendAttribute: 'post' })(Quote.extend({}));
    const child = new Child({ a: 1 });
    expect([child instanceof Child, child.constructor === Child, child.unit]).toEqual([true, true, 'EUR']);
    expect([ws.resources, other.ws.resources, typeof child.post]).toEqual([[], [child], 'function']);
    const Grandchild = Child.extend({ b: 2 });
    const grandchild = new Grandchild();
    expect([grandchild instanceof Grandchild, grandchild.b]).toEqual([true, 2]);
    expect([ws.resources, other.ws.resources]).toEqual([[], [child, grandchild]]);
    other.receive('quote', 1);
    expect(told).toHaveLength(2);
  });
});

describe('without a compiler, on a class that Backbone.Model.extend has made', () => {
  it('the decorator is a function', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    const Quote: any = wsResource(ws)(
      Model.extend({ tick: (data: unknown) => told.push(data) }, { kind: 'quote' }) as any,
    );
    (onMessage('quote') as any)(Quote.prototype, 'tick');
    const quote = new Quote({ a: 1 });
    expect([quote instanceof Quote, quote.constructor, quote.get('a'), Quote.kind]).toEqual([true, Quote, 1, 'quote']);
    expect(ws.resources).toEqual([quote]);
    receive('quote', 7);
    expect(told).toEqual([7]);
  });

  it('what it says in wsEvents is bound', () => {
    const { ws, receive } = connect();
    const Quote: any = wsResource(ws)(Model.extend({ wsEvents: { 'message:quote': 'set' } }) as any);
    const quote = new Quote();
    receive('quote', { price: 7 });
    expect(quote.get('price')).toBe(7);
  });

  it('a constructor of the classic kind works, in it and below it', () => {
    const { ws } = connect();
    const seen: unknown[] = [];
    const Quote: any = wsResource(ws)(
      Model.extend({
        constructor: function Named(this: any, ...args: []) {
          this.early = true;
          Model.apply(this, args);
          seen.push(['Quote', ws.resources.length]);
        },
      }) as any,
    );
    const Stock = Quote.extend({
      constructor: function (this: any, ...args: []) {
        this.first = true;
        Quote.apply(this, args);
        this.last = true;
        seen.push(['Stock', ws.resources.length]);
      },
    });
    const stock = new Stock({ a: 1 });
    expect(seen).toEqual([
      ['Quote', 0],
      ['Stock', 1],
    ]);
    expect([stock instanceof Stock, stock.constructor]).toEqual([true, Stock]);
    expect([stock.early, stock.first, stock.last, stock.get('a')]).toEqual([true, true, true, 1]);
    expect([Quote.name, ws.resources]).toEqual(['Named', [stock]]);
    const quote = new Quote();
    expect([quote.early, quote.first, ws.resources.length]).toEqual([true, undefined, 2]);
  });

  it('a constructor that gives another object has that bound', () => {
    const { ws } = connect();
    const only = new Model();
    const Quote: any = wsResource(ws)(
      Model.extend({
        constructor: function (this: any) {
          this.isLost = true;
          return only;
        },
      }) as any,
    );
    const Child = Quote.extend({});
    expect([new Quote(), new Child()]).toEqual([only, only]);
    expect(ws.resources).toEqual([only]);
  });

  it('class and function may take turns', () => {
    const { ws } = connect();
    const Base: any = wsResource(ws)(Model.extend({ base: 1 }) as any);
    class Middle extends Base {
      middle = 2;
    }
    const Decorated: any = wsResource(ws)(Middle as any);
    const Leaf = Decorated.extend({ leaf: 3 });
    const leaf = new Leaf({ a: 1 });
    expect([leaf instanceof Leaf, leaf.base, leaf.middle, leaf.leaf, leaf.get('a')]).toEqual([true, 1, 2, 3, 1]);
    expect(ws.resources).toEqual([leaf]);
  });

  it('a plain function with Backbone.Events may be one', () => {
    const { ws } = connect();
    function Bus(this: any): void {
      this.made = true;
    }
    Object.assign(Bus.prototype, Backbone.Events);
    const Decorated: any = (wsResource(ws) as any)(Bus);
    const bus = new Decorated();
    expect([bus instanceof Bus, bus.made, ws.resources]).toEqual([true, true, [bus]]);
    expect(errorOf(() => (wsResource(ws) as any)(function Other() {})).code).toBe('bad-decorator');
  });
});
