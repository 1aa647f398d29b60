import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onMessage, wsResource } from '../../src/index.js';
import { connect } from '../support/wire.js';

const { Model } = Backbone;

describe('an instance that is made before its class is complete', () => {
  it('by a static field of an undecorated leaf does not cost later ones their marks', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Base extends Model {}
    class Leaf extends Base {
      static readonly none = new Leaf({ n: 0 });
      @onMessage('quote') tick(): void {
        told.push(this.get('n'));
      }
    }
    ws.unbind(Leaf.none);
    new Leaf({ n: 1 });
    receive('quote');
    expect(told).toEqual([1]);
  });

  it('by a static field of a decorated leaf does not cost later ones connection or options', () => {
    const { ws, receive } = connect();
    const other = connect();
    const told: unknown[] = [];
    @wsResource(other.ws)
    class Base extends Model {}
    @wsResource(ws, { match: 'n' })
    class Leaf extends Base {
      static readonly none = new Leaf({ n: 0 });
      @onMessage('quote') tick(): void {
        told.push(this.get('n'));
      }
    }
    expect(Leaf.none.get('n')).toBe(0);
    const one = new Leaf({ n: 1 });
    expect(ws.resources).toContain(one);
    receive('quote', { n: 2 });
    receive('quote', { n: 1 });
    expect(told).toEqual([1]);
  });

  it('by a static field of a class without decorated base', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Leaf extends Model {
      static readonly none = new Leaf({ n: 0 });
      @onMessage('quote') tick(): void {
        told.push(this.get('n'));
      }
    }
    ws.unbind(Leaf.none);
    new Leaf({ n: 1 });
    receive('quote');
    expect(told).toEqual([1]);
  });

  it('by hand, before a decorator is called as a function, does not hide what it says', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    const Quote = (wsResource(ws) as any)(Model.extend({ tick: () => told.push('tick') }));
    ws.unbindAll();
    new Quote();
    ws.unbindAll();
    (onMessage('quote') as any)(Quote.prototype, 'tick', {});
    new Quote();
    receive('quote');
    expect(told).toEqual(['tick']);
  });
});
