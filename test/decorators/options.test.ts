import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onAnyMessage, onMessage, onOpen, wsResource } from '../../src/index.js';
import { connect, connecting } from '../support/wire.js';

const { Model } = Backbone;

describe('match of a class', () => {
  it('holds for its message handlers, those it inherits, onAnyMessage, apply and wsEvents', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    class Base extends Model {
      @onMessage('quote') inherited(): void {
        told.push('inherited');
      }
    }
    @wsResource(ws, { match: 'symbol', apply: { quote: 'set' } })
    class Quote extends Base {
      get wsEvents() {
        return { 'message:quote': 'hash' };
      }
      @onMessage('quote') own(): void {
        told.push('own');
      }
      @onAnyMessage() any(): void {
        told.push('any');
      }
      hash(): void {
        told.push('hash');
      }
    }
    const quote = new Quote({ symbol: 'A' });
    receive('quote', { symbol: 'B', price: 1 });
    expect([told, quote.get('price')]).toEqual([[], undefined]);
    receive('quote', { symbol: 'A', price: 2 });
    expect([told, quote.get('price')]).toEqual([['inherited', 'own', 'hash', 'any'], 2]);
  });

  it('does not hold for the events of the connection', () => {
    const { ws, socket } = connecting();
    const told: unknown[] = [];
    @wsResource(ws, { match: 'symbol' })
    class Quote extends Model {
      @onOpen() open(): void {
        told.push('open');
      }
    }
    new Quote();
    socket.server.accept();
    expect(told).toEqual(['open']);
  });

  it('gives way to that of a handler, and to none at all where a handler says false', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws, { match: 'symbol' })
    class Quote extends Model {
      @onMessage('quote', { match: { code: 'isin' } }) byCode(): void {
        told.push('byCode');
      }
      @onMessage('quote', { match: false }) all(): void {
        told.push('all');
      }
      @onMessage('quote', {}) bySymbol(): void {
        told.push('bySymbol');
      }
    }
    new Quote({ symbol: 'A', isin: 'X' });
    receive('quote', {});
    expect(told.splice(0)).toEqual(['all']);
    receive('quote', { code: 'X' });
    expect(told.splice(0)).toEqual(['byCode', 'all']);
    receive('quote', { symbol: 'A' });
    expect(told).toEqual(['all', 'bySymbol']);
  });

  it('may name several fields, all of which have to agree', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws, { match: { sym: 'symbol', ex: 'exchange' } })
    class Quote extends Model {
      @onMessage('quote') tick({ n }: { n: number }): void {
        told.push(n);
      }
    }
    new Quote({ symbol: 'A', exchange: 'X' });
    receive('quote', { sym: 'A', ex: 'Y', n: 1 });
    receive('quote', { sym: 'A', ex: 'X', n: 2 });
    expect(told).toEqual([2]);
  });

  it('reaches down to subclasses, and up from them to what they inherit', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws, { match: 'symbol' })
    class Base extends Model {
      @onMessage('quote') tick(): void {
        told.push(this.constructor.name);
      }
    }
    class Plain extends Base {}
    @wsResource(ws, { match: 'isin' })
    class Keyed extends Base {}
    for (const Class of [Base, Plain, Keyed]) new Class({ symbol: 'A', isin: 'B' });
    receive('quote', { symbol: 'A' });
    expect(told.splice(0)).toEqual(['Base', 'Plain']);
    receive('quote', { isin: 'B' });
    expect(told).toEqual(['Keyed']);
  });
});

describe('bind', () => {
  it("'manual' leaves an instance to ws.bind", () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws, { bind: 'manual', match: 'symbol' })
    class Quote extends Model {
      @onMessage('quote') tick({ symbol }: { symbol: string }): void {
        told.push(symbol);
      }
    }
    const quote = new Quote({ symbol: 'A' });
    expect([ws.resources, (quote as any).send]).toEqual([[], undefined]);
    ws.bind(quote);
    receive('quote', { symbol: 'A' });
    receive('quote', { symbol: 'B' });
    expect(told).toEqual(['A']);
  });

  it("'manual' asks for no connection", () => {
    @wsResource(() => undefined, { bind: 'manual' })
    class Quote extends Model {}
    expect(new Quote()).toBeInstanceOf(Quote);
  });

  it("is inherited, and 'construct' in a subclass takes it back", () => {
    const { ws } = connect();
    @wsResource(ws, { bind: 'manual' })
    class Base extends Model {}
    @wsResource(ws)
    class Still extends Base {}
    @wsResource(ws, { bind: 'construct' })
    class Bound extends Still {}
    class Leaf extends Bound {}
    new Still();
    const made = [new Bound(), new Leaf()];
    expect(ws.resources).toEqual(made);
  });
});

describe('sendAttribute', () => {
  it.each([false, null, ''])('%j gives no send', (sendAttribute) => {
    const { ws } = connect();
    @wsResource(ws, { sendAttribute: sendAttribute as false })
    class Quote extends Model {}
    const quote: any = new Quote();
    expect([quote.send, ws.resources]).toEqual([undefined, [quote]]);
  });

  it('gives send under another name, and takes it back', () => {
    const { ws, sent } = connect();
    @wsResource(ws, { sendAttribute: 'transmit' })
    class Quote extends Model {
      transmit: any = 'before';
    }
    const quote = new Quote();
    expect(quote.transmit('subscribe', 7)).toBe(true);
    expect(sent()).toEqual([{ type: 'subscribe', data: 7 }]);
    ws.unbind(quote);
    expect(quote.transmit).toBe('before');
  });

  it('of a class stands before that of the connection, and is of that class alone', () => {
    const { ws } = connect({ sendAttribute: 'post' });
    @wsResource(ws, { sendAttribute: 'transmit' })
    class Base extends Model {}
    @wsResource(ws)
    class Inherits extends Base {}
    @wsResource(ws, { sendAttribute: false })
    class Quiet extends Inherits {}
    @wsResource(ws)
    class Plain extends Model {}
    const names = ['post', 'transmit', 'send'];
    const givenTo = (resource: any) => names.filter((name) => typeof resource[name] === 'function');
    const made = [new Base(), new Inherits(), new Quiet(), new Plain(), new Model()];
    ws.bind(made[4]!);
    expect(made.map(givenTo)).toEqual([['transmit'], ['transmit'], [], ['post'], ['post']]);
    ws.unbindAll();
    expect(made.map(givenTo)).toEqual([[], [], [], [], []]);
  });
});

describe('options of several decorated classes', () => {
  it('are put together, each as the class nearest to the instance says', () => {
    const { ws, receive } = connect();
    @wsResource(ws, { match: 'symbol', sendAttribute: 'post', apply: { quote: 'set', gone: 'clear' } })
    class Base extends Model {}
    class Between extends Base {}
    @wsResource(ws, { sendAttribute: 'transmit', apply: { gone: 'unset' } })
    class Leaf extends Between {}
    const leaf: any = new Leaf({ symbol: 'A' });
    expect([typeof leaf.transmit, typeof leaf.post]).toEqual(['function', 'undefined']);
    receive('quote', { symbol: 'B', price: 1 });
    receive('quote', { symbol: 'A', price: 2 });
    expect(leaf.attributes).toEqual({ symbol: 'A', price: 2 });
    receive('gone', { symbol: 'A', price: 0 });
    expect(leaf.attributes).toEqual({});
  });

  it('are not taken by what is beside or above', () => {
    const { ws, receive } = connect();
    @wsResource(ws)
    class Base extends Model {
      @onMessage('quote') tick(quote: object): void {
        this.set(quote);
      }
    }
    @wsResource(ws, { match: 'symbol' })
    class Keyed extends Base {}
    @wsResource(ws)
    class Free extends Base {}
    const made = [new Keyed({ symbol: 'A' }), new Free(), new Base()];
    receive('quote', { price: 1 });
    expect(made.map((model) => model.get('price'))).toEqual([undefined, 1, 1]);
  });

  it('are copied: what is done to the object later changes nothing', () => {
    const { ws } = connect();
    const options: { bind: 'construct' | 'manual' } = Object.freeze({ bind: 'manual' });
    const loose: { bind: 'construct' | 'manual' } = { ...options };
    @wsResource(ws, options)
    class Frozen extends Model {}
    @wsResource(ws, loose)
    class Loose extends Model {}
    loose.bind = 'construct';
    new Frozen();
    new Loose();
    expect(ws.resources).toEqual([]);
  });
});
