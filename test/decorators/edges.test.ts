import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onMessage, wsResource } from '../../src/index.js';
import { BareView } from '../support/resources.js';
import { connect } from '../support/wire.js';
import { errorOf, errorsOf, warnings } from './support.js';

const { Model } = Backbone;

describe('@wsResource refuses, in the shape of a legacy decorator,', () => {
  it.each<[string, unknown, unknown]>([
    ['a static method', 'make', {}],
    ['a static field', 'make', undefined],
    ['a parameter of the constructor', undefined, 0],
  ])('%s, and leaves the class as it was', (_name, member, descriptor) => {
    const { ws } = connect();
    class Quote extends Model {}
    const error = errorOf(() => (wsResource(ws) as any)(Quote, member, descriptor));
    expect([error.code, Quote.prototype.constructor]).toEqual(['bad-decorator', Quote]);
  });
});

describe('null for options', () => {
  it('is an error of this package, or counts as none', () => {
    const { ws } = connect();
    for (const act of [() => wsResource(ws, null as never), () => onMessage('quote', null as never)]) {
      let thrown: any = { code: 'bad-option' };
      try {
        act();
      } catch (error) {
        thrown = error;
      }
      expect(thrown.code).toBe('bad-option');
    }
  });
});

describe('match: false of a class', () => {
  it('takes back that of its base, for wsEvents too', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws, { match: 'symbol' })
    class Base extends Model {
      get wsEvents() {
        return { 'message:quote': () => told.push('hash') };
      }
      @onMessage('quote') tick(): void {
        told.push('tick');
      }
    }
    @wsResource(ws, { match: false } as any)
    class Leaf extends Base {}
    new Leaf();
    receive('quote', {});
    expect(told).toEqual(['tick', 'hash']);
  });
});

describe('nothing is said of', () => {
  it('defaults of a view, which are its own matter, though it has attributes', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class ViewWithAttributes extends BareView {
      override attributes: any = { role: 'row' };
      defaults = { price: 0 };
    }
    new ViewWithAttributes();
    expect(said).toEqual([]);
  });

  it('defaults of preinitialize that initialize takes away', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class Unsetting extends Model {
      override preinitialize(): void {
        this.defaults = { draft: true } as any;
      }
      override initialize(): void {
        this.unset('draft');
      }
    }
    new Unsetting();
    expect(said).toEqual([]);
  });
});

describe('a field defaults with a function that throws', () => {
  it('does not make the constructor throw in development only', () => {
    const { ws } = connect();
    warnings();
    @wsResource(ws)
    class Throwing extends Model {
      override defaults: any = () => {
        throw new Error('a broken default');
      };
    }
    expect(() => new Throwing()).not.toThrow();
  });
});

describe('stopListening', () => {
  it('ends a handler whose name is a symbol, by its function', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    const tick = Symbol('tick');
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') [tick](): void {
        told.push('tick');
      }
      @onMessage('quote') other(): void {
        told.push('other');
      }
    }
    const quote = new Quote();
    quote.stopListening(ws as any, 'ws:message:quote', quote[tick]);
    receive('quote');
    expect(told).toEqual(['other']);
  });
});

describe('a handler that is gone', () => {
  it('is told of as such for an object without a constructor', () => {
    const { ws, receive } = connect();
    const errors = errorsOf(ws);
    warnings();
    const bare: any = Object.assign(Object.create(null), Backbone.Events, { tick() {} });
    ws.bind(bare, { 'ws:message:quote': 'tick' });
    bare.tick = null;
    receive('quote');
    expect(errors.map(({ code }) => code)).toEqual(['no-handler']);
  });
});
