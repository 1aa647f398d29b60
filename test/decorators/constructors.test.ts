import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onMessage, wsResource } from '../../src/index.js';
import { connect } from '../support/wire.js';

const { Model } = Backbone;

describe('new.target', () => {
  it('is the class that was made new, in every constructor, as it was written', () => {
    const { ws } = connect();
    const targets: any[] = [];
    @wsResource(ws)
    class Base extends Model {
      constructor() {
        super();
        targets.push(new.target);
      }
    }
    class Middle extends Base {
      constructor() {
        super();
        targets.push(new.target);
      }
    }
    @wsResource(ws)
    class Leaf extends Middle {}
    new Base();
    new Leaf();
    expect(targets.map(({ prototype }) => prototype)).toEqual([Base.prototype, Leaf.prototype, Leaf.prototype]);
  });

  it('is what Reflect.construct says', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Base extends Model {
      @onMessage('quote') tick(): void {
        told.push(this.constructor);
      }
    }
    class Other extends Base {}
    const other = Reflect.construct(Base, [{ n: 1 }], Other);
    expect([other instanceof Other, other.get('n')]).toEqual([true, 1]);
    receive('quote');
    expect(told).toEqual([Other]);
  });
});

describe('a constructor', () => {
  it('gets all its arguments', () => {
    const { ws } = connect();
    const given: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      constructor(...args: unknown[]) {
        super();
        given.push(args);
      }
    }
    class Stock extends Quote {}
    new Stock(1, undefined, {}, 'x');
    new Quote();
    expect(given).toEqual([[1, undefined, {}, 'x'], []]);
  });

  it('that gives an instance which it has made before leaves it bound once', () => {
    const { ws, receive } = connect();
    const known = new Map<string, unknown>();
    let count = 0;
    @wsResource(ws)
    class Quote extends Model {
      constructor(symbol: string) {
        super({ symbol });
        // biome-ignore lint/correctness/noConstructorReturn: an identity map does so
        if (known.has(symbol)) return known.get(symbol) as this;
        known.set(symbol, this);
      }
      @onMessage('quote') tick(): void {
        count++;
      }
    }
    const quote = new Quote('A');
    expect(new Quote('A')).toBe(quote);
    expect(ws.resources).toEqual([quote]);
    receive('quote');
    expect(count).toBe(1);
  });

  it('that gives a proxy of the instance has the proxy bound', () => {
    const { ws, receive } = connect();
    @wsResource(ws)
    class Quote extends Model {
      last: unknown;
      constructor() {
        super();
        // biome-ignore lint/correctness/noConstructorReturn: an observed instance does so
        return new Proxy(this, {});
      }
      @onMessage('quote') tick(): void {
        this.last = this;
      }
    }
    const quote = new Quote();
    expect(ws.resources[0]).toBe(quote);
    receive('quote');
    expect(quote.last).toBe(quote);
  });
});

describe('a class that is evaluated again, as when code is reloaded', () => {
  it('is another class: unbindAll(Class) takes the instances of the old one only', () => {
    const { ws } = connect();
    const evaluate = () => {
      @wsResource(ws)
      class Quote extends Model {}
      return Quote;
    };
    const [Old, New] = [evaluate(), evaluate()];
    new Old();
    const kept = new New();
    ws.unbindAll(Old);
    expect(ws.resources).toEqual([kept]);
  });
});

describe('decorators of others on the class', () => {
  it.each<[string, any]>([
    ['a subclass', (Target: any) => class extends Target {}],
    ['a proxy', (Target: any) => new Proxy(Target, {})],
    ['nothing', () => undefined],
  ])('may put %s in its place, within or without', (_name, other) => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @other
    @wsResource(ws)
    class Without extends Model {
      @onMessage('quote') tick(): void {
        told.push('without');
      }
    }
    @wsResource(ws)
    @other
    class Within extends Model {
      @onMessage('quote') tick(): void {
        told.push('within');
      }
    }
    const made = [new Without(), new Within()];
    expect(ws.resources).toEqual(made);
    receive('quote');
    expect(told).toEqual(['without', 'within']);
  });
});
