import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import * as exported from '../../src/index.js';
import { createDecorators, onMessage, wsResource } from '../../src/index.js';
import { connect, connecting } from '../support/wire.js';
import { errorOf, warnings } from './support.js';

const { Model } = Backbone;

describe('the connection of a class', () => {
  it.each<[string, unknown, string]>([
    ['nothing, as of modules that import each other', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a url', 'ws://server/', '"ws://server/"'],
    ['an object', {}, 'Object'],
    ['a class that has it in its place', Model, 'function'],
    ['the class of connections', exported.WS, 'function WS'],
  ])('cannot be %s: the error says what to write', (_name, source, got) => {
    const error = errorOf(() => wsResource(source as any));
    expect(error.code).toBe('no-connection');
    expect(error.message).toMatch(/^@wsResource\(ws\): expected a connection, or \(\) => ws where modules import each/);
    expect(error.message).toContain(`got ${got}`);
  });

  it('is missing too where the decorator is used without being called', () => {
    expect(errorOf(() => (wsResource as any)(class extends Model {})).code).toBe('no-connection');
  });

  it('may be given by a function, which is asked for each instance and not before', () => {
    const connections = [connect(), connect()];
    const source = vi.fn();
    @wsResource(source)
    class Quote extends Model {}
    expect(source).not.toHaveBeenCalled();
    for (const { ws } of connections) {
      source.mockReturnValue(ws);
      const quote = new Quote();
      expect(ws.resources).toEqual([quote]);
    }
    expect(source.mock.calls).toEqual([[], []]);
  });

  it.each([
    ['nothing', () => undefined],
    ['null', () => null],
    ['a promise', async () => connect().ws],
    ['another function', () => () => connect().ws],
  ])('given as %s by its function is refused when an instance is made', (_name, source) => {
    @wsResource(source as any)
    class Quote extends Model {}
    const error = errorOf(() => new Quote());
    expect([error.code, error.message]).toEqual(['no-connection', expect.stringContaining('() => ws')]);
  });

  it('may come later than the class', () => {
    @wsResource(() => later.ws)
    class Quote extends Model {}
    expect(() => new Quote()).toThrow(ReferenceError);
    const later = connect();
    const quote = new Quote();
    expect(later.ws.resources).toEqual([quote]);
  });

  it('is another one in a scope, which is not asked of the class then', () => {
    const test = connect();
    const told: unknown[] = [];
    @wsResource(() => undefined, { match: 'symbol' })
    class Quote extends Model {
      @onMessage('quote') tick(): void {
        told.push(this.id);
      }
    }
    class Stock extends Quote {}
    const made = test.ws.scope(() => [new Quote({ id: 1, symbol: 'A' }), new Stock({ id: 2, symbol: 'B' })]);
    expect(test.ws.resources).toEqual(made);
    test.receive('quote', { symbol: 'B' });
    expect(told).toEqual([2]);
    expect(errorOf(() => new Quote()).code).toBe('no-connection');
  });

  it('is opened again by an instance, if it fell asleep when its last resource went', () => {
    const { ws, FakeWebSocket } = connect({ keepOpen: false });
    @wsResource(ws)
    class Quote extends Model {}
    ws.unbind(new Quote());
    expect([ws.state, FakeWebSocket.sockets.length]).toEqual(['idle', 1]);
    new Quote();
    expect([ws.state, FakeWebSocket.sockets.length]).toEqual(['connecting', 2]);
  });
});

describe('a connection that is destroyed', () => {
  it('leaves a new instance unbound, without an error, and says so once in development', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class Orphan extends Model {
      @onMessage('quote') tick(): void {}
    }
    ws.destroy();
    const orphan: any = new Orphan({ a: 1 });
    new Orphan();
    expect([orphan.get('a'), orphan.send, ws.resources]).toEqual([1, undefined, []]);
    expect(said).toEqual(['backbone.ws: Orphan: made after its connection was destroyed, so it is not bound.']);
  });

  it('names the class that was made, not the one that is decorated', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class Base extends Model {}
    class OrphanedLeaf extends Base {}
    ws.destroy();
    new OrphanedLeaf();
    expect(said).toEqual([expect.stringContaining('OrphanedLeaf: made after')]);
  });

  it('does the same in a scope', () => {
    const [own, test] = [connect(), connect()];
    const said = warnings();
    @wsResource(own.ws)
    class ScopedOrphan extends Model {}
    test.ws.destroy();
    test.ws.scope(() => new ScopedOrphan());
    expect([said.length, own.ws.resources, test.ws.resources]).toEqual([1, [], []]);
  });

  it('is silent about it in production', () => {
    const { ws } = connect();
    const said = warnings();
    @wsResource(ws)
    class SilentOrphan extends Model {}
    ws.destroy();
    vi.stubEnv('NODE_ENV', 'production');
    try {
      new SilentOrphan();
    } finally {
      vi.unstubAllEnvs();
    }
    expect(said).toEqual([]);
  });

  it('still refuses what is given to ws.bind', () => {
    const { ws } = connect();
    @wsResource(ws, { bind: 'manual' })
    class Quote extends Model {}
    ws.destroy();
    expect(errorOf(() => ws.bind(new Quote())).code).toBe('destroyed');
  });

  it('binds again when it is opened again', () => {
    const { ws } = connecting();
    warnings();
    @wsResource(ws)
    class Revived extends Model {}
    ws.destroy();
    new Revived();
    ws.open();
    const quote = new Revived();
    expect(ws.resources).toEqual([quote]);
  });
});

describe('createDecorators', () => {
  it('gives the functions that are exported, the same each time', () => {
    const decorators = createDecorators<{ incoming: { quote: { price: number } } }>();
    const names = Object.keys(decorators) as (keyof typeof decorators)[];
    expect(names.sort()).toEqual([
      'onAnyMessage',
      'onClose',
      'onError',
      'onInvalid',
      'onMessage',
      'onNoRetries',
      'onOpen',
      'wsResource',
    ]);
    expect(exported).toEqual(expect.objectContaining({ ...decorators }));
    expect(createDecorators()).toEqual(decorators);
  });

  it('may be mixed with the functions that are exported', () => {
    const { ws, receive } = connect();
    const typed = createDecorators<{ incoming: { quote: { price: number } } }>();
    @wsResource(ws)
    class Quote extends Model {
      @typed.onMessage('quote') tick(quote: { price: number }): void {
        this.set(quote);
      }
      @onMessage('halted') halt(): void {
        this.set('isHalted', true);
      }
    }
    const quote = new Quote();
    receive('quote', { price: 7 });
    receive('halted');
    expect(quote.attributes).toEqual({ price: 7, isHalted: true });
  });
});
