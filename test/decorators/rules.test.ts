import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onAnyMessage, onMessage, onOpen, wsResource } from '../../src/index.js';
import { connect, connecting } from '../support/wire.js';

const { Model } = Backbone;

describe('several decorators', () => {
  it('on one method add up', () => {
    const { ws, receive, socket } = connecting();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') @onMessage('trade') @onOpen() refresh(what: unknown): void {
        told.push(what);
      }
    }
    new Quote();
    socket.server.accept();
    receive('quote', 1);
    receive('trade', 2);
    receive('halted', 3);
    expect(told).toEqual([{ reopened: false }, 1, 2]);
  });

  it('that say the same on one method run it once', () => {
    const { ws, receive } = connect();
    let count = 0;
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') @onMessage('quote') tick(): void {
        count++;
      }
    }
    new Quote();
    receive('quote');
    expect(count).toBe(1);
  });

  it('of a type on several methods run these in the order of the class, base first', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    @wsResource(ws)
    class Base extends Model {
      @onMessage('quote') z(): void {
        told.push('z');
      }
      @onMessage('quote') a(): void {
        told.push('a');
      }
    }
    class Leaf extends Base {
      @onMessage('quote') m(): void {
        told.push('m');
      }
      @onMessage('quote') override a(): void {
        told.push('Leaf.a');
      }
    }
    new Leaf();
    receive('quote');
    expect(told).toEqual(['z', 'Leaf.a', 'm']);
  });

  it('with different matches on one method each count', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote', { match: 'symbol' })
      @onMessage('quote', { match: { code: 'isin' } })
      tick({ n }: { n: number }): void {
        told.push(n);
      }
    }
    new Quote({ symbol: 'A', isin: 'X' });
    receive('quote', { symbol: 'A', n: 1 });
    receive('quote', { code: 'X', n: 2 });
    receive('quote', { symbol: 'X', code: 'A', n: 3 });
    expect(told).toEqual([1, 2]);
  });

  it('may stand with decorators of others that put another method in the place, on either side of them', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    const twice: any = (target: any, member: any, descriptor?: PropertyDescriptor) => {
      const run = descriptor ? descriptor.value : target;
      const replaced = function (this: unknown, ...args: unknown[]): void {
        run.apply(this, args);
        run.apply(this, args);
      };
      return descriptor && typeof member === 'string' ? { ...descriptor, value: replaced } : replaced;
    };
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') @twice outer(): void {
        told.push('outer');
      }
      @twice @onMessage('quote') inner(): void {
        told.push('inner');
      }
    }
    new Quote();
    receive('quote');
    expect(told).toEqual(['outer', 'outer', 'inner', 'inner']);
  });
});

describe('the marks of a class', () => {
  it('are not seen by its siblings or its base', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    @wsResource(ws)
    class Base extends Model {
      one(): void {
        told.push(`${this.get('name')}.one`);
      }
      two(): void {
        told.push(`${this.get('name')}.two`);
      }
    }
    class Left extends Base {
      @onMessage('quote') override one(): void {
        super.one();
      }
    }
    class Right extends Base {
      @onMessage('quote') override two(): void {
        super.two();
      }
    }
    new Base({ name: 'base' });
    new Left({ name: 'left' });
    new Right({ name: 'right' });
    receive('quote');
    expect(told).toEqual(['left.one', 'right.two']);
  });

  it('come with it from an undecorated base to a decorated leaf, and bind nothing before', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    class Base extends Model {
      @onMessage('quote') tick(): void {
        told.push('Base.tick');
      }
    }
    class Middle extends Base {
      @onMessage('trade') trade(): void {
        told.push('Middle.trade');
      }
    }
    @wsResource(ws)
    class Leaf extends Middle {}
    new Base();
    new Middle();
    expect(ws.resources).toEqual([]);
    const leaf = new Leaf();
    expect(ws.resources).toEqual([leaf]);
    receive('quote');
    receive('trade');
    expect(told).toEqual(['Base.tick', 'Middle.trade']);
  });

  it('count in an undecorated leaf of a decorated base', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    @wsResource(ws)
    class Base extends Model {}
    class Leaf extends Base {
      @onMessage('quote') tick(): void {
        told.push('Leaf.tick');
      }
    }
    new Leaf();
    receive('quote');
    expect(told).toEqual(['Leaf.tick']);
  });

  it('count for what is bound by hand, without any decorated class', () => {
    const { ws, receive } = connect();
    const told: string[] = [];
    class Base extends Model {
      @onMessage('quote') tick(): void {
        told.push('tick');
      }
    }
    class Leaf extends Base {}
    ws.bind(new Leaf());
    receive('quote');
    expect(told).toEqual(['tick']);
  });

  it('count in each class that a mixin makes', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    const Ticking = <B extends new (...args: any[]) => Backbone.Events>(Base: B) => {
      class Mixed extends Base {
        @onMessage('quote') tick(): void {
          told.push(this instanceof Model ? 'model' : 'collection');
        }
      }
      return Mixed;
    };
    @wsResource(ws)
    class Quote extends Ticking(Model) {}
    @wsResource(ws)
    class Quotes extends Ticking(Backbone.Collection) {}
    new Quote();
    new Quotes();
    receive('quote');
    expect(told).toEqual(['model', 'collection']);
  });

  it('that says nothing but is decorated trigger every event on the instance', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quiet extends Model {}
    new Quiet().on('all', (name: string) => told.push(name));
    receive('quote');
    expect(told).toEqual(['ws:message:quote', 'ws:message']);
  });

  it('that has one mark trigger nothing else', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Heard extends Model {
      @onMessage('quote') tick(): void {}
      @onAnyMessage() any(): void {}
    }
    new Heard().on('all', (name: string) => told.push(name));
    receive('quote');
    receive('trade');
    expect(told).toEqual([]);
  });
});
