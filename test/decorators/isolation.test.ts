import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { onAnyMessage, onError, onMessage, onOpen, wsResource } from '../../src/index.js';
import { connect } from '../support/wire.js';
import { errorsOf } from './support.js';

const { Model } = Backbone;
const broken = new Error('a broken handler');

/** What the class of an instance declares, as every copy of the package reads it. */
const declared = (instance: object, prefix = 'ws:'): any =>
  (globalThis as any)[Symbol.for('backbone.ws/reader')](instance, prefix);

describe('a decorated handler that throws', () => {
  it('stops neither the other handlers nor the other instances, and its error is raised', () => {
    const { ws, receive } = connect();
    const errors = errorsOf(ws);
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        if (this.get('isBroken')) throw broken;
        told.push('tick');
      }
      @onMessage('quote') note(): void {
        told.push('note');
      }
      @onAnyMessage() any(): void {
        told.push('any');
      }
    }
    new Quote({ isBroken: true });
    new Quote();
    receive('quote');
    expect(told).toEqual(['note', 'tick', 'note', 'any', 'any']);
    expect(errors).toEqual([broken]);
  });

  it('is told to a handler of errors in the same class, which may throw itself', () => {
    const { ws, receive } = connect();
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        throw broken;
      }
      @onError() failed(error: unknown): void {
        told.push(error);
        throw new Error('broken again');
      }
    }
    new Quote();
    receive('quote');
    vi.unstubAllGlobals();
    expect(told).toEqual([broken]);
    expect(reported.mock.calls).toEqual([[new Error('broken again')]]);
  });

  it('with a TypeError is not taken for a handler that is missing', () => {
    const { ws, receive } = connect();
    const errors = errorsOf(ws);
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        (undefined as any).price();
      }
    }
    new Quote();
    receive('quote');
    expect(errors).toEqual([expect.any(TypeError)]);
  });

  it('in open does not keep the instance from its messages', async () => {
    const { ws, receive } = connect();
    const errors = errorsOf(ws);
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onOpen() open(): void {
        throw broken;
      }
      @onMessage('quote') tick(): void {
        told.push('tick');
      }
    }
    new Quote();
    await Promise.resolve();
    receive('quote');
    expect([errors, told]).toEqual([[broken], ['tick']]);
  });
});

describe('an instance that is unbound in a handler', () => {
  it('gets nothing more of the message, and the others do', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') first(): void {
        told.push(`${this.get('n')}.first`);
        if (this.get('n') === 1) ws.unbind(this);
      }
      @onMessage('quote') second(): void {
        told.push(`${this.get('n')}.second`);
      }
      @onAnyMessage() any(): void {
        told.push(`${this.get('n')}.any`);
      }
    }
    new Quote({ n: 1 });
    new Quote({ n: 2 });
    receive('quote');
    expect(told).toEqual(['1.first', '2.first', '2.second', '2.any']);
  });

  it('is not told by a later one, if an earlier one has unbound its class', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        told.push(this.get('n'));
        ws.unbindAll(Quote);
      }
    }
    const other = new Model();
    ws.bind(other);
    for (const n of [1, 2, 3]) new Quote({ n });
    receive('quote');
    expect([told, ws.resources]).toEqual([[1], [other]]);
  });

  it('or made in one waits for the next message', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        told.push(this.get('n'));
        if (this.get('n') < 3) this.clone().set('n', this.get('n') + 1);
      }
    }
    new Quote({ n: 1 });
    receive('quote');
    expect(told.splice(0)).toEqual([1]);
    receive('quote');
    expect(told).toEqual([1, 2]);
  });
});

describe('what a class declares', () => {
  it('is one object for all its instances', () => {
    const { ws } = connect();
    @wsResource(ws, { match: 'symbol', apply: { quote: 'set' } })
    class Quote extends Model {
      @onMessage('quote') tick(): void {}
      @onOpen() open(): void {}
    }
    class Leaf extends Quote {}
    const first = declared(new Quote());
    const ofLeaf = declared(new Leaf());
    expect(first.rules).toHaveLength(3);
    for (let n = 0; n < 1000; n++) {
      expect(declared(new Quote({ n }))).toBe(first);
      expect(declared(new Leaf({ n }))).toBe(ofLeaf);
    }
    expect(declared(new Quote()).rules).toBe(first.rules);
  });

  it('has one key for a match, however many handlers it holds for', () => {
    const { ws } = connect();
    @wsResource(ws, { match: 'symbol' })
    class Quote extends Model {
      @onMessage('quote') tick(): void {}
      @onMessage('trade') trade(): void {}
      @onMessage('halted', { match: 'isin' }) halt(): void {}
      @onMessage('reset', { match: false }) reset(): void {}
    }
    const keys = declared(new Quote()).rules.map(([, , key]: unknown[]) => key);
    expect(keys[0]).toBe(keys[1]);
    expect(keys).toEqual([
      { fields: ['symbol'], attributes: ['symbol'] },
      { fields: ['symbol'], attributes: ['symbol'] },
      { fields: ['isin'], attributes: ['isin'] },
      undefined,
    ]);
  });

  it('adds no closure to an instance: its handlers are names', () => {
    const { ws } = connect();
    const symbol = Symbol('trade');
    @wsResource(ws)
    class Quote extends Model {
      @onMessage('quote') tick(): void {}
      @onMessage('trade') [symbol](): void {}
    }
    expect(declared(new Quote()).rules.map(([event, handler]: unknown[]) => [event, handler])).toEqual([
      ['ws:message:quote', 'tick'],
      ['ws:message:trade', symbol],
    ]);
  });

  it('is nothing for classes that say nothing', () => {
    expect(declared(new Model())).toBeUndefined();
    expect(declared(Object.assign(Object.create(null), Backbone.Events))).toBeUndefined();
  });
});
