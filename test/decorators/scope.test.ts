import Backbone from 'backbone';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { onMessage, onOpen, wsResource } from '../../src/index.js';
import { ownProperties } from '../support/resources.js';
import { flush } from '../support/until.js';
import { connect, connecting } from '../support/wire.js';
import { extended } from './applied.js';

const { Model } = Backbone;

/** A connection, another one for tests, and a class of the first. */
function pair() {
  const [own, other] = [connect(), connect()];
  @wsResource(own.ws)
  class Quote extends Model {
    @onMessage('quote') tick(quote: { price: number }): void {
      this.set(quote);
    }
  }
  return { own, other, Quote };
}

describe('ws.scope', () => {
  it('binds what is made in it to this connection, and nothing else', () => {
    const { own, other, Quote } = pair();
    const before = new Quote();
    const within = other.ws.scope(() => new Quote());
    const after = new Quote();
    expect([own.ws.resources, other.ws.resources]).toEqual([[before, after], [within]]);
    own.receive('quote', { price: 1 });
    other.receive('quote', { price: 2 });
    expect([before, within, after].map((quote) => quote.get('price'))).toEqual([1, 2, 1]);
    (within as any).send('subscribe', 1);
    expect([own.sent(), other.sent()]).toEqual([[], [{ type: 'subscribe', data: 1 }]]);
  });

  it('returns what the function returns, a promise as it is', async () => {
    const { other } = pair();
    const promise = Promise.resolve(7);
    expect([other.ws.scope(() => 'x'), other.ws.scope(() => undefined)]).toEqual(['x', undefined]);
    expect(other.ws.scope(() => promise)).toBe(promise);
  });

  it('nests', () => {
    const { own, other, Quote } = pair();
    const made = other.ws.scope(() => {
      const outer = new Quote();
      const inner = own.ws.scope(() => new Quote());
      return { outer, inner, again: new Quote() };
    });
    expect(other.ws.resources).toEqual([made.outer, made.again]);
    expect(own.ws.resources).toEqual([made.inner]);
  });

  it('ends when the function throws, the inner one to the outer', () => {
    const { own, other, Quote } = pair();
    const third = connect();
    const fails = () => JSON.parse('of the test');
    const made = other.ws.scope(() => {
      expect(() => third.ws.scope(fails)).toThrow(SyntaxError);
      return new Quote();
    });
    expect(() => other.ws.scope(fails)).toThrow(SyntaxError);
    const after = new Quote();
    expect([own.ws.resources, other.ws.resources, third.ws.resources]).toEqual([[after], [made], []]);
  });

  it('ends at the first await of an async function', async () => {
    const { own, other, Quote } = pair();
    const made = await other.ws.scope(async () => {
      const first = new Quote();
      await flush();
      return [first, new Quote()];
    });
    expect([other.ws.resources, own.ws.resources]).toEqual([[made[0]], [made[1]]]);
  });

  it('asks nobody for the connection of the class', () => {
    const { ws } = connect();
    const source = vi.fn(() => undefined);
    @wsResource(source)
    class Quote extends Model {}
    const quote = ws.scope(() => new Quote());
    expect([ws.resources, source.mock.calls]).toEqual([[quote], []]);
    expect(() => new Quote()).toThrow(expect.objectContaining({ code: 'no-connection' }));
  });

  it('holds for subclasses, for extend, for clones and models of a collection', () => {
    const { own, other, Quote } = pair();
    @wsResource(own.ws)
    class Leaf extends Quote {}
    const made = other.ws.scope(() => {
      const quotes = new Backbone.Collection([{ id: 1 }], { model: Leaf });
      return [new Leaf(), new (extended(Quote, {}))(), new Quote().clone(), quotes.at(0)];
    });
    expect(made.filter((one) => !other.ws.resources.includes(one))).toEqual([]);
    expect([other.ws.resources.length, own.ws.resources]).toEqual([5, []]);
  });

  it('does not redirect what says its connection itself', () => {
    const { own, other } = pair();
    @wsResource(own.ws, { bind: 'manual' })
    class Manual extends Model {
      @onMessage('quote') tick(): void {}
    }
    const [model, manual] = [new Model(), new Manual()];
    other.ws.scope(() => own.ws.bind(model).bind(manual));
    const unbound = other.ws.scope(() => new Manual());
    expect([own.ws.resources, other.ws.resources]).toEqual([[model, manual], []]);
    expect(own.ws.resources).not.toContain(unbound);
  });

  it('of a connection that was destroyed leaves the instance unbound', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    onTestFinished(() => warn.mockRestore());
    const { own, other, Quote } = pair();
    class InDestroyedScope extends Quote {}
    other.ws.destroy();
    const quote = other.ws.scope(() => new InDestroyedScope());
    expect([quote instanceof Quote, own.ws.resources, other.ws.resources]).toEqual([true, [], []]);
    expect(warn.mock.calls.map(([text]) => text)).toEqual([expect.stringContaining('InDestroyedScope: made after')]);
  });
});

describe('unbindAll of a class', () => {
  it('unbinds its instances, those of its subclasses too, and nothing else', () => {
    const { own, Quote } = pair();
    class Leaf extends Quote {}
    @wsResource(own.ws)
    class Other extends Model {
      @onMessage('quote') tick(): void {
        this.set('other', true);
      }
    }
    const [quote, leaf, other, plain] = [new Quote(), new Leaf(), new Other(), new Model()];
    own.ws.bind(plain);
    expect(own.ws.unbindAll(Leaf)).toBe(own.ws);
    expect(own.ws.resources).toEqual([quote, other, plain]);
    new Leaf();
    own.ws.unbindAll(Quote);
    expect(own.ws.resources).toEqual([other, plain]);
    own.receive('quote', { price: 1 });
    expect([quote, leaf, other].map(({ attributes }) => attributes)).toEqual([{}, {}, { other: true }]);
    own.ws.unbindAll(Array).unbindAll(Model);
    expect(own.ws.resources).toEqual([]);
  });

  it('leaves the instances as they were made', () => {
    const { own, Quote } = pair();
    const quotes = Array.from({ length: 3 }, (_, id) => new Quote({ id }));
    own.receive('quote', { price: 1 });
    own.ws.unbindAll(Quote);
    const expected = Object.keys(new Model({ id: 0 }));
    expect(quotes.map((quote) => Object.keys(ownProperties(quote)))).toEqual([expected, expected, expected]);
  });

  it('leaves the other connections of an instance', () => {
    const { own, other, Quote } = pair();
    const quote = new Quote();
    other.ws.bind(quote);
    own.ws.unbindAll(Quote);
    other.receive('quote', { price: 2 });
    expect([own.ws.resources, other.ws.resources, quote.get('price')]).toEqual([[], [quote], 2]);
  });

  it('cleans up after a constructor that threw behind the back of its decorated base', () => {
    const { own, Quote } = pair();
    class Broken extends Quote {
      constructor() {
        super();
        throw new Error('broken');
      }
    }
    const quote = new Quote();
    expect(() => new Broken()).toThrow('broken');
    expect(own.ws.resources).toHaveLength(2);
    own.ws.unbindAll(Broken);
    expect(own.ws.resources).toEqual([quote]);
  });

  it('by a handler stops the message for those that have not had it yet', () => {
    const { ws, receive } = connect();
    const calls: unknown[] = [];
    @wsResource(ws)
    class Ending extends Model {
      @onMessage('end') end(): void {
        calls.push(this);
        ws.unbindAll(Ending);
      }
    }
    const first = new Ending();
    new Ending();
    receive('end');
    receive('end');
    expect([calls, ws.resources]).toEqual([[first], []]);
  });
});

describe('a class that is defined anew', () => {
  it('takes the place of the old one, again and again, and leaves nothing behind', () => {
    const { ws, receive, socket, FakeWebSocket } = connect();
    const calls: string[] = [];
    const define = (version: number) => {
      @wsResource(ws)
      class Quote extends Model {
        @onMessage('quote') tick(): void {
          calls.push(`tick ${version}`);
        }
      }
      return Quote;
    };
    let Old = define(0);
    new Old();
    for (let version = 1; version <= 50; version++) {
      const New = define(version);
      ws.unbindAll(Old);
      const quote = new New();
      receive('quote', {});
      expect([calls.splice(0), ws.resources]).toEqual([[`tick ${version}`], [quote]]);
      Old = New;
    }
    ws.unbindAll(Old);
    receive('quote', {});
    expect([calls, ws.resources, FakeWebSocket.sockets]).toEqual([[], [], [socket]]);
  });

  it('wakes a connection that the last old instance has put to sleep', async () => {
    const { ws, socket, FakeWebSocket } = connecting({ keepOpen: false });
    const opened: object[] = [];
    const define = () => {
      @wsResource(() => ws)
      class Quote extends Model {
        @onOpen() open(): void {
          opened.push(this);
        }
      }
      return Quote;
    };
    const Old = define();
    const old = new Old();
    socket.server.accept();
    ws.unbindAll(Old);
    expect(ws.state).toBe('idle');
    const quote = new (define())();
    expect(ws.state).toBe('connecting');
    FakeWebSocket.last.server.accept();
    await flush();
    expect([opened, ws.resources, FakeWebSocket.sockets.length]).toEqual([[old, quote], [quote], 2]);
  });
});
