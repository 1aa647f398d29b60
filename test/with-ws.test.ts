import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { type WS, withWS } from '../src/index.js';
import { BareView, recordedNames } from './support/resources.js';
import { flush } from './support/until.js';
import { connect } from './support/wire.js';

const { Collection, Model } = Backbone;

interface Market {
  incoming: { quote: { symbol: string; price: number } };
  outgoing: { subscribe: { symbol: string } };
}

/** A connection and a class of it with one route. */
function market(options: object = {}) {
  const connected = connect();
  const ws = connected.ws as unknown as WS<Market>;
  class Quote extends withWS(Model, ws, options) {
    static kind = 'quote';
    static override routes: any = { 'message:quote': 'tick' };
    count = 0;
    tick(quote: object): void {
      this.count++;
      this.set(quote);
    }
    tock(): void {
      this.set('tocked', true);
    }
  }
  return { ...connected, ws, Quote };
}

describe('a class made by withWS', () => {
  it('binds its instances, which have the connection and a typed send', () => {
    const { ws, receive, sent, Quote } = market();
    const quote = new Quote({ symbol: 'A' });
    receive('quote', { price: 7 });
    const own: WS<Market> = quote.ws;
    const isSent: boolean = quote.send('subscribe', { symbol: 'A' });
    quote.send({ type: 'subscribe', data: { symbol: 'B' } });
    expect([own, isSent, ws.resources]).toEqual([ws, true, [quote]]);
    expect([quote.attributes, quote.count]).toEqual([{ symbol: 'A', price: 7 }, 1]);
    expect(sent().map(({ data }) => data.symbol)).toEqual(['A', 'B']);
  });

  it('keeps name, statics, arguments, instanceof, clone and the model of a collection', () => {
    const { ws, Quote } = market();
    const Named = withWS(
      class Named extends Quote {
        static level = 2;
      },
      ws,
    );
    const quotes = new Backbone.Collection([{ id: 1 }], { model: Quote });
    const [quote] = quotes.models as InstanceType<typeof Quote>[];
    expect([Named.name, Named.level, Named.kind, withWS(Model, ws).name]).toEqual(['Named', 2, 'quote', Model.name]);
    expect([quote!.collection, quote!.clone() instanceof Quote, quote instanceof Model]).toEqual([quotes, true, true]);
    expect(ws.resources.length).toBe(2);
  });

  it('gives the connection and send to initialize', async () => {
    const { ws, sent } = market();
    const seen: unknown[] = [];
    class Early extends withWS(Model, ws) {
      override initialize(): void {
        seen.push(this.ws, ws.resources.length);
        this.send('subscribe', { symbol: 'A' });
      }
    }
    new Early();
    expect(seen).toEqual([ws, 0]);
    expect(sent()).toHaveLength(1);
  });

  it('tells an instance of the open connection when its fields are set', async () => {
    const { ws } = market();
    const seen: unknown[] = [];
    class Late extends withWS(Model, ws) {
      static override routes: any = { open: 'opened' };
      field = 'set';
      opened(info: unknown): void {
        seen.push(this.field, info);
      }
    }
    new Late();
    expect(seen).toEqual([]);
    await flush();
    expect(seen).toEqual(['set', { reopened: false }]);
  });

  it('goes on sending when it is unbound', () => {
    const { ws, receive, sent, Quote } = market();
    const quote = new Quote();
    ws.unbindAll(Quote);
    quote.send('subscribe', { symbol: 'A' });
    receive('quote', { price: 7 });
    expect([sent().length, quote.ws, quote.attributes]).toEqual([1, ws, {}]);
    expect(Object.keys(quote)).toEqual([...Object.keys(new Model()), 'count']);
  });

  it.each<[string, any]>([
    ['a collection', Collection],
    ['a view', BareView],
    ['a class made by extend', Model.extend({ kind: 'old' })],
  ])('can be %s', (_name, Base) => {
    const { ws, receive } = market();
    const calls: unknown[] = [];
    class Live extends (withWS(Base, ws) as any) {
      static routes = { 'message:quote': 'tick' };
      tick(data: unknown): void {
        calls.push(this, data);
      }
    }
    const live = new Live();
    receive('quote', 7);
    expect([calls, live instanceof Base]).toEqual([[live, 7], true]);
  });

  it('can be abstract', () => {
    const { ws, receive } = market();
    abstract class Base extends Model {
      abstract tick(quote: object): void;
    }
    abstract class Mixed extends withWS(Base, ws) {
      static override routes: any = { 'message:quote': 'tick' };
    }
    class Leaf extends Mixed {
      tick(quote: object): void {
        this.set(quote);
      }
    }
    const leaf = new Leaf();
    receive('quote', { price: 7 });
    expect(leaf.attributes).toEqual({ price: 7 });
  });
});

describe('static routes', () => {
  it.each<[string, (Quote: any) => any, unknown[]]>([
    ['are inherited', (Quote) => class extends Quote {}, [1, undefined]],
    [
      'call an override',
      (Quote) =>
        class extends Quote {
          tick() {
            super.tick({ over: 1 });
          }
        },
      [1, undefined],
    ],
    [
      'are overridden',
      (Quote) =>
        class extends Quote {
          static routes = { 'message:quote': 'tock' };
        },
      [0, true],
    ],
    [
      'are overridden by a getter',
      (Quote) =>
        class extends Quote {
          static get routes() {
            return { 'ws:message:quote': 'tock' };
          }
        },
      [0, true],
    ],
    [
      'are added to',
      (Quote) =>
        class extends Quote {
          static routes = { ...Quote.routes, message: 'tock' };
        },
      [1, true],
    ],
    [
      'are switched off',
      (Quote) =>
        class extends Quote {
          static routes = {};
        },
      [0, undefined],
    ],
  ])('%s', (_name, extend, expected) => {
    const { ws, receive, Quote } = market();
    const Leaf = extend(Quote);
    const leaf = new Leaf();
    receive('quote', {});
    expect([leaf.count, leaf.get('tocked')]).toEqual(expected);
    expect([leaf instanceof Quote, ws.resources, Leaf.kind]).toEqual([true, [leaf], 'quote']);
    expect(new Quote().count).toBe(0);
    receive('quote', {});
    expect((ws.resources[1] as any).count).toBe(1);
  });

  it('are given, inherited and overridden by extend', () => {
    const { ws, receive } = market();
    const calls: unknown[] = [];
    const members = {
      tick: (data: unknown) => void calls.push('tick', data),
      tock: (data: unknown) => void calls.push('tock', data),
    };
    const Quote = (withWS(Model, ws) as any).extend(members, { routes: { 'message:quote': 'tick' }, kind: 'old' });
    const [Child, Other] = [Quote.extend({}), Quote.extend({}, { routes: { 'message:quote': 'tock' } })];
    const made = [new Child({ id: 1 }), new Other({ id: 2 })];
    receive('quote', 7);
    expect(calls).toEqual(['tick', 7, 'tock', 7]);
    expect([Child.kind, made[0] instanceof Quote, ws.resources]).toEqual(['old', true, made]);
    expect(made.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('of siblings stay apart', () => {
    const { receive, Quote } = market();
    class A extends Quote {
      static override routes: any = { 'message:a': 'tick' };
    }
    class B extends Quote {
      static override routes: any = { 'message:b': 'tick' };
    }
    const [a, b] = [new A(), new B()];
    receive('a', {});
    receive('quote', {});
    expect([a.count, b.count]).toEqual([1, 0]);
  });

  it('that are not there, nor anything else, trigger every event', () => {
    const { ws, receive } = market();
    const names = recordedNames(new (withWS(Model, ws) as any)());
    receive('quote', {});
    expect(names).toEqual(['ws:message:quote', 'ws:message']);
  });

  it('are refused like any wsEvents, and then nothing is bound', () => {
    const { ws, Quote } = market();
    class Bad extends Quote {
      static override routes: any = { 'message:quote': 7 };
    }
    expect(() => new Bad()).toThrow(expect.objectContaining({ code: 'bad-events' }));
    expect(ws.resources).toEqual([]);
  });
});
