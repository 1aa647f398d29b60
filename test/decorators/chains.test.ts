import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onMessage, routesOf, wsResource } from '../../src/index.js';
import { connect } from '../support/wire.js';

const { Model } = Backbone;

/** The events of a class and where they go. */
const routes = (Class: object) => routesOf(Class).map(({ event, handler }) => `${event} ${String(handler)}`);

describe('in a chain of classes of which several are decorated', () => {
  it('a marked override of a decorated leaf replaces, in what is decorated and in what is not', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    @wsResource(ws)
    class Base extends Model {
      @onMessage('quote') tick(): void {
        told.push('Base.tick');
      }
      @onMessage('quote') note(): void {
        told.push('Base.note');
      }
    }
    @wsResource(ws)
    class Leaf extends Base {
      @onMessage('trade') override tick(): void {
        told.push('Leaf.tick');
      }
    }
    class Plain extends Leaf {}
    @wsResource(ws)
    class Last extends Plain {
      @onMessage('halted') override note(): void {
        told.push('Last.note');
      }
    }
    expect([Base, Leaf, Plain, Last].map(routes)).toEqual([
      ['message:quote tick', 'message:quote note'],
      ['message:trade tick', 'message:quote note'],
      ['message:trade tick', 'message:quote note'],
      ['message:trade tick', 'message:halted note'],
    ]);
    new Last();
    for (const type of ['quote', 'trade', 'halted']) receive(type);
    expect(told).toEqual(['Leaf.tick', 'Last.note']);
  });

  it('a method that no longer is marked as in the base is marked once', () => {
    const { ws, receive } = connect();
    let count = 0;
    @wsResource(ws)
    class Base extends Model {
      @onMessage('quote') tick(): void {
        count++;
      }
    }
    @wsResource(ws)
    class Middle extends Base {}
    @wsResource(ws)
    class Leaf extends Middle {
      @onMessage('quote') override tick(): void {
        super.tick();
      }
    }
    new Leaf();
    receive('quote');
    expect([count, routes(Leaf)]).toEqual([1, ['message:quote tick']]);
  });
});

describe('wsResource that is called as a function', () => {
  it('takes a class whose members are decorated, and its subclasses see them too', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    class Marked extends Model {
      @onMessage('quote') tick(): void {
        told.push(this.constructor.name);
      }
    }
    const Quote = wsResource(ws)(Marked);
    class Stock extends Quote {}
    const made = [new Quote(), new Stock()];
    expect(ws.resources).toEqual(made);
    receive('quote');
    expect(told).toEqual(['Marked', 'Stock']);
  });
});

describe('a page on which nothing was decorated before', () => {
  const reader = Symbol.for('backbone.ws/reader');

  it('hears of marked members, without a decorated class', () => {
    const { ws, receive } = connect();
    let count = 0;
    delete (globalThis as any)[reader];
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        count++;
      }
    }
    ws.bind(new Quote());
    receive('quote');
    expect(count).toBe(1);
  });

  it('hears of a decorated class, without marked members', () => {
    const { ws, receive } = connect();
    delete (globalThis as any)[reader];
    @wsResource(ws, { apply: { quote: 'set' } })
    class Quote extends Model {}
    const quote = new Quote();
    receive('quote', { price: 7 });
    expect(quote.attributes).toEqual({ price: 7 });
  });

  it('keeps the reader of the first that has decorated', () => {
    const first = (): undefined => undefined;
    const { [reader]: before } = globalThis as any;
    Object.assign(globalThis, { [reader]: first });
    class Quote extends Model {
      @onMessage('quote') tick(): void {}
    }
    expect([Quote.name, (globalThis as any)[reader]]).toEqual(['Quote', first]);
    Object.assign(globalThis, { [reader]: before });
  });
});
