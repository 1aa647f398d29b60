import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onMessage, wsResource } from '../../src/index.js';
import { connect } from '../support/wire.js';
import { errorOf } from './support.js';

const { Model } = Backbone;

describe('an instance is bound', () => {
  it('after its fields and its constructor, not while Backbone initializes it', () => {
    const { ws, sent } = connect();
    const seen: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      unit = 'EUR';
      declare send: (message: unknown) => boolean;
      constructor(attributes?: object) {
        super(attributes);
        seen.push(['constructor', ws.resources.includes(this), typeof this.send, this.unit]);
      }
      override initialize(): void {
        seen.push(['initialize', ws.resources.includes(this), typeof this.send, this.unit]);
        ws.send('subscribe', this.get('symbol'));
      }
      @onMessage('quote') tick(): void {}
    }
    const quote = new Quote({ symbol: 'A' });
    expect(seen).toEqual([
      ['initialize', false, 'undefined', undefined],
      ['constructor', false, 'undefined', 'EUR'],
    ]);
    expect(ws.resources).toEqual([quote]);
    quote.send({ type: 'hello' });
    expect(sent()).toEqual([{ type: 'subscribe', data: 'A' }, { type: 'hello' }]);
  });

  it('when the constructor of the outermost decorated class has ended, once', () => {
    const { ws } = connect();
    const other = connect();
    const seen: unknown[] = [];
    @wsResource(other.ws)
    class Base extends Model {}
    class Plain extends Base {
      constructor() {
        super();
        seen.push(['Plain', ws.resources.length]);
      }
    }
    @wsResource(ws)
    class Outer extends Plain {
      constructor() {
        super();
        seen.push(['Outer', ws.resources.length]);
      }
    }
    class Leaf extends Outer {
      constructor() {
        super();
        seen.push(['Leaf', ws.resources.length]);
      }
    }
    const leaf = new Leaf();
    expect(seen).toEqual([
      ['Plain', 0],
      ['Outer', 0],
      ['Leaf', 1],
    ]);
    expect([ws.resources, other.ws.resources]).toEqual([[leaf], []]);
    const plain = new Plain();
    expect(other.ws.resources).toEqual([plain]);
  });

  it('to the outer connection, once, if one class is decorated twice', () => {
    const [inner, outer] = [connect(), connect()];
    const told: unknown[] = [];
    @wsResource(outer.ws)
    @wsResource(inner.ws)
    class Quote extends Model {
      @onMessage('quote') tick(data: unknown): void {
        told.push(data);
      }
    }
    const quote = new Quote({ n: 1 });
    expect([inner.ws.resources, outer.ws.resources]).toEqual([[], [quote]]);
    inner.receive('quote', 'inner');
    outer.receive('quote', 'outer');
    expect(told).toEqual(['outer']);
    expect([Quote.name, quote.constructor, quote.get('n')]).toEqual(['Quote', Quote, 1]);
    const Child: any = (Quote as any).extend({});
    const child = new Child();
    expect([child instanceof Child, outer.ws.resources.length]).toEqual([true, 2]);
  });

  it('to further connections that it is given to, with the same handlers', () => {
    const [one, two] = [connect(), connect()];
    const told: unknown[] = [];
    @wsResource(one.ws)
    class Quote extends Model {
      @onMessage('quote') tick(data: unknown): void {
        told.push(data);
      }
    }
    const quote = new Quote();
    two.ws.bind(quote);
    one.receive('quote', 1);
    two.receive('quote', 2);
    one.ws.unbind(quote);
    one.receive('quote', 3);
    two.receive('quote', 4);
    expect(told).toEqual([1, 2, 4]);
  });

  it('again by ws.bind after an unbind, and not twice by it', () => {
    const { ws, receive } = connect();
    let count = 0;
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        count++;
      }
    }
    const quote = new Quote();
    ws.bind(quote).bind(quote);
    receive('quote');
    ws.unbind(quote);
    receive('quote');
    expect(count).toBe(1);
    ws.bind(quote);
    receive('quote');
    expect(count).toBe(2);
  });

  it('with what a hash says as well, if ws.bind is given one', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws, { match: 'symbol' })
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        told.push('tick');
      }
      trade(): void {
        told.push('trade');
      }
    }
    const quote = new Quote({ symbol: 'A' });
    ws.bind(quote, { 'ws:message:trade': 'trade', 'ws:message:quote': () => told.push('hash') });
    receive('trade', { symbol: 'B' });
    receive('quote', { symbol: 'A' });
    receive('quote', { symbol: 'B' });
    expect(told).toEqual(['trade', 'tick', 'hash', 'hash']);
  });
});

describe('a constructor that throws', () => {
  const broken = new Error('a broken constructor');

  it('leaves nothing bound if its class is decorated, whatever its base is', () => {
    const { ws, receive } = connect();
    let count = 0;
    @wsResource(ws)
    class Base extends Model {
      @onMessage('quote') tick(): void {
        count++;
      }
    }
    @wsResource(ws)
    class Broken extends Base {
      constructor() {
        super();
        throw broken;
      }
    }
    expect(() => new Broken()).toThrow(broken);
    receive('quote');
    expect([count, ws.resources]).toEqual([0, []]);
  });

  it('leaves nothing bound if initialize is what throws, decorated or not', () => {
    const { ws } = connect();
    @wsResource(ws)
    class Base extends Model {}
    class Broken extends Base {
      override initialize(): void {
        throw broken;
      }
    }
    expect(() => new Broken()).toThrow(broken);
    expect(ws.resources).toEqual([]);
  });

  it('of a subclass that is not decorated leaves the instance bound, until unbindAll(Class)', () => {
    const { ws } = connect();
    @wsResource(ws)
    class Base extends Model {}
    class Broken extends Base {
      constructor() {
        super();
        throw broken;
      }
    }
    const kept = new Base();
    expect(() => new Broken()).toThrow(broken);
    expect(ws.resources).toHaveLength(2);
    ws.unbindAll(Broken);
    expect(ws.resources).toEqual([kept]);
  });

  it('does not hinder the next instance', () => {
    const { ws } = connect();
    @wsResource(ws)
    class Sometimes extends Model {
      constructor(isBroken: boolean) {
        super();
        if (isBroken) throw broken;
      }
    }
    expect(() => new Sometimes(true)).toThrow(broken);
    const second = new Sometimes(false);
    expect(ws.resources).toEqual([second]);
  });
});

describe('a bind that is refused', () => {
  it('is thrown by the constructor, and leaves nothing bound', () => {
    const { ws } = connect();
    @wsResource(ws, { match: 'symbol' })
    class Quotes extends Backbone.Collection {
      @onMessage('quote') tick(): void {}
    }
    expect(errorOf(() => new Quotes()).code).toBe('bad-resource');
    expect(ws.resources).toEqual([]);
  });
});
