import Backbone from 'backbone';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type AnyMessages, onMessage, type WS, WSError, withWS, wsResource } from '../src/index.js';
import { connect } from './support/wire.js';

const { Collection, Model } = Backbone;

/** A class of a connection with one route. */
function live(ws: WS<AnyMessages> | (() => WS<AnyMessages> | undefined), options: object = {}) {
  class Quote extends withWS(Model, ws, options) {
    static override routes: any = { 'message:quote': 'tick', close: 'closed' };
    tick(quote: object): void {
      this.set(quote);
    }
    closed(): void {
      this.set('closed', true);
    }
  }
  return Quote;
}

describe('the options of withWS', () => {
  it('match holds for the routes of messages', () => {
    const { ws, receive } = connect();
    const Quote = live(ws, { match: 'symbol' });
    const [a, b] = [new Quote({ symbol: 'A' }), new Quote({ symbol: 'B' })];
    receive('quote', { symbol: 'B', price: 7 });
    ws.trigger('ws:close');
    expect([a.attributes, b.attributes]).toEqual([
      { symbol: 'A', closed: true },
      { symbol: 'B', price: 7, closed: true },
    ]);
  });

  it('apply changes the resource before its routes are called', () => {
    const { ws, receive } = connect();
    const [seen, errors]: unknown[][] = [[], []];
    ws.on('ws:error', ({ code }: any) => errors!.push(code));
    class Room extends withWS(Collection, ws, { apply: { chat: 'add' } }) {
      static override routes: any = { 'message:chat': 'note' };
      note(): void {
        seen!.push(this.length);
      }
    }
    const room = new Room();
    receive('chat', { id: 1 });
    receive('chat', 'x');
    expect([seen, room.pluck('id'), errors]).toEqual([[1, 1], [1], ['bad-payload']]);
  });

  it('bind: manual leaves it to bind', () => {
    const { ws, receive, sent } = connect();
    const Quote = live(ws, { bind: 'manual' });
    const quote = new Quote();
    receive('quote', { price: 1 });
    quote.send('subscribe', 1);
    expect([ws.resources, quote.attributes, quote.ws, sent().length]).toEqual([[], {}, ws, 1]);
    ws.bind(quote);
    receive('quote', { price: 2 });
    expect(quote.attributes).toEqual({ price: 2 });
  });

  it.each([false, 'tell'] as const)('sendAttribute: %s is not in the way of send', (sendAttribute) => {
    const { ws, sent } = connect();
    ws.bind(new Model());
    const quote: any = new (live(ws, { sendAttribute }))();
    quote.send('subscribe', 1);
    quote.tell?.('subscribe', 2);
    expect(sent().map(({ data }) => data)).toEqual(sendAttribute ? [1, 2] : [1]);
    expect([Object.hasOwn(quote, 'send'), Object.hasOwn(quote, 'tell')]).toEqual([false, sendAttribute === 'tell']);
  });

  it('the connection may be a function, asked when an instance is made', () => {
    const { ws, receive } = connect();
    let known: typeof ws | undefined;
    const source = vi.fn(() => known);
    const Quote = live(source);
    expect(source).not.toHaveBeenCalled();
    expect(() => new Quote()).toThrow(expect.objectContaining({ code: 'no-connection' }));
    known = ws;
    const quote = new Quote();
    receive('quote', { price: 7 });
    expect([quote.ws, ws.resources, quote.attributes]).toEqual([ws, [quote], { price: 7 }]);
  });

  it.each<[string, any[], string]>([
    ['no connection', [Model, undefined], 'no-connection'],
    ['something else for a connection', [Model, {}], 'no-connection'],
    ['an unknown option', [Model, () => undefined, { mach: 'symbol' }], 'bad-option'],
    ['an operation that does not fit', [Model, () => undefined, { apply: { a: 'add' } }], 'bad-option'],
    ['a class without events', [class {}, () => undefined], 'bad-decorator'],
  ])('%s is refused', (_name, args, code) => {
    const mix = () => (withWS as any)(...args);
    expect(mix).toThrow(WSError);
    expect(mix).toThrow(expect.objectContaining({ code }));
  });
});

describe('withWS in a scope', () => {
  it('binds to the connection of the scope, which the instance keeps as its own', () => {
    const [own, other] = [connect(), connect()];
    const Quote = live(own.ws);
    const [before, within] = [new Quote(), other.ws.scope(() => new Quote())];
    own.receive('quote', { price: 1 });
    other.receive('quote', { price: 2 });
    within.send('subscribe', 1);
    other.ws.unbind(within);
    within.send('subscribe', 2);
    expect(own.ws.scope(() => within.ws)).toBe(other.ws);
    expect([before, within].map(({ ws, attributes }) => [ws, attributes])).toEqual([
      [own.ws, { price: 1 }],
      [other.ws, { price: 2 }],
    ]);
    expect([own.sent().length, other.sent().length]).toEqual([0, 2]);
  });

  it('gives initialize the connection of the scope, and each instance that of the inner one', () => {
    const [own, other, third] = [connect(), connect(), connect()];
    const seen: unknown[] = [];
    class Quote extends live(own.ws) {
      override initialize(): void {
        seen.push(this.ws);
      }
    }
    const made = other.ws.scope(() => [third.ws.scope(() => new Quote()), new Quote()]);
    expect(seen).toEqual([third.ws, other.ws]);
    expect(made.map(({ ws }) => ws)).toEqual([third.ws, other.ws]);
    expect(own.ws.resources).toEqual([]);
  });
});

describe('withWS and other classes', () => {
  it('binds an instance of several mixed or decorated classes once, to the outermost', () => {
    const [one, two, three] = [connect(), connect(), connect()];
    const Leaf = wsResource(three.ws)(class extends withWS(live(one.ws), two.ws) {} as any) as any;
    const leaf = new Leaf();
    for (const { receive } of [one, two, three]) receive('quote', { price: 7 });
    expect([one.ws.resources, two.ws.resources, three.ws.resources]).toEqual([[], [], [leaf]]);
    expect(leaf.attributes).toEqual({ price: 7 });
  });

  it('takes decorated members too', () => {
    const { ws, receive } = connect();
    class Quote extends live(ws, { match: 'symbol' }) {
      halt(): void {
        this.set('halted', true);
      }
    }
    onMessage('halted')(Quote.prototype, 'halt', undefined as never);
    const [a, b] = [new Quote({ symbol: 'A' }), new Quote({ symbol: 'B' })];
    receive('halted', { symbol: 'B' });
    receive('quote', { symbol: 'A', price: 7 });
    expect([a.attributes, b.attributes]).toEqual([
      { symbol: 'A', price: 7 },
      { symbol: 'B', halted: true },
    ]);
  });
});

describe('the end of an instance of withWS', () => {
  it('is brought by unbindAll where its constructor threw', () => {
    const { ws, receive } = connect();
    const Quote = live(ws);
    class Broken extends Quote {
      static made: Broken[] = [];
      constructor() {
        super();
        Broken.made.push(this);
        throw new Error('broken');
      }
    }
    const quote = new Quote();
    expect(() => new Broken()).toThrow('broken');
    expect(ws.resources).toEqual([quote, Broken.made[0]]);
    ws.unbindAll(Broken);
    receive('quote', { price: 7 });
    expect([ws.resources, Broken.made[0]!.attributes]).toEqual([[quote], {}]);
  });

  it('comes before it began if its base throws', () => {
    const { ws } = connect();
    class Throwing extends Model {
      override initialize(): void {
        throw new Error('broken');
      }
    }
    expect(() => new (withWS(Throwing, ws) as any)()).toThrow('broken');
    expect(ws.resources).toEqual([]);
  });

  it.each([
    ['destroy', (quote: any) => quote.trigger('destroy', quote)],
    ['stopListening', (quote: any) => quote.stopListening()],
  ])('is %s, which leaves nothing on the connection', (_name, end) => {
    const { ws, receive } = connect();
    const Quote = live(ws, { match: 'symbol' });
    const quotes = Array.from({ length: 20 }, () => new Quote({ symbol: 'A' }));
    for (const quote of quotes) end(quote);
    receive('quote', { symbol: 'A', price: 7 });
    expect(ws.resources).toEqual([]);
    expect(quotes.filter((quote) => quote.has('price') || Object.hasOwn(quote, 'send'))).toEqual([]);
  });

  it('of the connection leaves instances unbound, and what they send refused', () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    onTestFinished(() => warn.mockRestore());
    const { ws } = connect();
    class AfterTheEnd extends live(ws) {}
    const before = new AfterTheEnd();
    ws.destroy();
    const after = new AfterTheEnd();
    expect([ws.resources, before.ws, after.ws]).toEqual([[], ws, ws]);
    expect(warn.mock.calls.map(([text]) => text)).toEqual([expect.stringContaining('AfterTheEnd: made after')]);
    expect(() => after.send('subscribe', 1)).toThrow(expect.objectContaining({ code: 'destroyed' }));
    ws.open();
    expect([new AfterTheEnd()]).toEqual(ws.resources);
  });
});
