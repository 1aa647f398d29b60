import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { bind, WS } from '../../src/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';
import { BareView, ownProperties, recorded, recordedNames } from '../support/resources.js';
import { flush } from '../support/until.js';
import { connect } from '../support/wire.js';
import { logging } from './logging.js';

const { Collection } = Backbone;

describe('the hash wsEvents', () => {
  it.each<[string, unknown]>([
    ['an object', { 'message:quote': 'tick', open: 'opened' }],
    ['a method', () => ({ 'message:quote': 'tick', open: 'opened' })],
  ])('as %s is found by bind', async (_name, wsEvents) => {
    const { ws, receive } = connect();
    const Quote = logging({ wsEvents });
    ws.bind(new Quote());
    receive('quote', 7);
    receive('halted', 7);
    await flush();
    expect(Quote.calls).toEqual([
      ['tick', 7],
      ['opened', { reopened: false }],
    ]);
  });

  it('is found by the plain function, by the option resources, by bind with the resource named', () => {
    const sockets = createFakeWebSocket();
    const Quote = logging({ wsEvents: { 'message:quote': 'tick' } });
    const quotes = Array.from({ length: 3 }, () => new Quote());
    const ws = new WS('ws://server/', { WebSocket: sockets, resources: [[quotes[0]], { resource: quotes[1] }] });
    const undo = bind(ws, quotes[2]);
    const receive = (data: unknown) => sockets.last.server.send(JSON.stringify({ type: 'quote', data }));
    sockets.last.server.accept();
    receive(1);
    undo();
    receive(2);
    expect(Quote.calls.map(([, data]) => data)).toEqual([1, 1, 1, 2, 2]);
    ws.destroy();
  });

  it.each([
    ['a collection', Collection],
    ['a view', BareView],
  ] as const)('serves %s', (_name, Base) => {
    const { ws, receive } = connect();
    const take = vi.fn();
    const resource = Object.assign(new Base(), { wsEvents: { 'message:quote': 'take' }, take });
    ws.bind(resource);
    receive('quote', 7);
    expect([take.mock.calls[0]?.[0], take.mock.contexts]).toEqual([7, [resource]]);
  });

  it('serves an object with Backbone.Events', () => {
    const { ws, receive } = connect();
    const take = vi.fn();
    ws.bind(Object.assign({ take, wsEvents: { 'message:quote': 'take' } }, Backbone.Events));
    receive('quote', 7);
    expect(take).toHaveBeenCalledTimes(1);
  });

  it('takes a method, another event, the same event, a function, all with the resource as this', () => {
    const { ws, receive } = connect();
    const take = vi.fn();
    const Quote = logging({
      wsEvents: {
        'message:a': 'tick',
        'message:b': 'price:tick',
        'message:c': { trigger: 'tick' },
        'message:d': true,
        'message:e': take,
        message: { trigger: 'any' },
      },
    });
    const quote = new Quote();
    ws.bind(quote);
    const events = recorded(quote);
    for (const type of ['a', 'b', 'c', 'd', 'e', 'f']) receive(type, type);
    const own = events.filter(([name]) => name !== 'any').map((event) => event.slice(0, 2));
    expect(own).toEqual([
      ['price:tick', 'b'],
      ['tick', 'c'],
      ['ws:message:d', 'd'],
    ]);
    expect(events.filter(([name]) => name === 'any').map(([, data, type]) => [data, type])).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((type) => [type, type]),
    );
    expect(Quote.calls).toEqual([['tick', 'a']]);
    expect([take.mock.calls[0]?.[0], take.mock.contexts]).toEqual(['e', [quote]]);
  });

  it('takes several names in one key, with the prefix or without', () => {
    const { ws, receive } = connect();
    const Quote = logging({ wsEvents: { '  message:quote \n ws:message:trade\topen ': 'tick', 'ws:close': 'tock' } });
    const quote = new Quote();
    ws.bind(quote);
    receive('quote', 1);
    receive('trade', 2);
    ws.trigger('ws:open', 3).destroy();
    expect(Quote.calls.slice(0, 3)).toEqual([
      ['tick', 1],
      ['tick', 2],
      ['tick', 3],
    ]);
    expect(Quote.calls.slice(3)).toEqual([['tock', expect.objectContaining({ code: 1000 })]]);
  });

  it.each(['', 'feed'])('has names without the prefix "%s" of the connection', (prefix) => {
    const { ws, receive } = connect({ prefix });
    const Quote = logging({ wsEvents: { 'message:quote': 'tick', 'message:trade': true, 'ws:message:quote': 'tock' } });
    const quote = new Quote();
    const names = recordedNames(quote);
    ws.bind(quote);
    receive('quote', 1);
    receive('trade', 2);
    expect(Quote.calls).toEqual([['tick', 1]]);
    expect(names).toEqual([prefix ? 'feed:message:trade' : 'message:trade']);
  });

  it('is asked of the resource when it is bound, once', () => {
    const { ws, receive } = connect();
    let asked = 0;
    const Quote = logging({
      wsEvents(this: Backbone.Model) {
        asked++;
        return { [`message:${this.get('symbol')}`]: 'tick' };
      },
    });
    const quote = new Quote({ symbol: 'A' });
    ws.bind(quote);
    receive('A', 1);
    receive('B', 2);
    expect([asked, Quote.calls]).toEqual([1, [['tick', 1]]]);
  });

  it.each([undefined, null, false])('that is %s is none: every event is triggered', (wsEvents) => {
    const { ws, receive } = connect();
    const quotes = [wsEvents, () => wsEvents].map((own) => new (logging({ wsEvents: own }))());
    const names = quotes.map(recordedNames);
    for (const quote of quotes) ws.bind(quote);
    receive('quote', 1);
    expect(names).toEqual([
      ['ws:message:quote', 'ws:message'],
      ['ws:message:quote', 'ws:message'],
    ]);
  });

  it('that is empty is one: nothing is triggered', () => {
    const { ws, receive } = connect();
    const quote = new (logging({ wsEvents: {} }))();
    const names = recordedNames(quote);
    ws.bind(quote);
    receive('quote', 1);
    expect([names, ws.resources]).toEqual([[], [quote]]);
  });

  it('is bound once, however often the resource is', () => {
    const { ws, receive } = connect();
    const Quote = logging({ wsEvents: { 'message:quote': 'tick', 'message:trade': { trigger: 'x' } } });
    const quote = new Quote();
    const names = recordedNames(quote);
    ws.bind(quote).bind(quote, { 'ws:message:quote': 'tick' }).bind(quote, {});
    receive('quote', 1);
    receive('trade', 1);
    expect([Quote.calls, names]).toEqual([[['tick', 1]], ['x']]);
  });

  it('leaves no trace when the resource is unbound', () => {
    const { ws, receive } = connect();
    const Quote = logging({ wsEvents: { 'message:quote': 'tick', open: 'opened' } });
    const quote = new Quote({ symbol: 'A' });
    const before = ownProperties(quote);
    ws.bind(quote, null, { match: 'symbol' }).unbind(quote);
    receive('quote', { symbol: 'A' });
    expect(ownProperties(quote)).toEqual(before);
    expect(Quote.calls).toEqual([]);
  });
});

describe('wsEvents of several classes', () => {
  const Base = logging({ wsEvents: { 'message:quote': 'tick' } });
  const inherit = Base.extend({ more: 1 });
  const override = Base.extend({ wsEvents: { 'message:trade': 'tick' } });
  const add = Base.extend({ wsEvents: { ...Base.prototype.wsEvents, 'message:trade': 'tock' } });
  class Inherit extends (Base as any) {}
  class Field extends (Base as any) {
    wsEvents = { 'message:trade': 'tick' };
  }
  class Getter extends (Base as any) {
    get wsEvents(): object {
      return { 'message:quote': 'tock' };
    }
  }
  class Method extends (Base as any) {
    wsEvents(): object {
      return { ...Base.prototype.wsEvents, 'message:trade': 'tock' };
    }
  }
  class Lost extends Method {
    tock = 'lost';
  }
  class Emptied extends (Base as any) {
    wsEvents = {};
  }

  it.each<[string, any, unknown[][]]>([
    ['is inherited by extend', inherit, [['tick', 1]]],
    ['is overridden by extend', override, [['tick', 2]]],
    [
      'is added to by extend',
      add,
      [
        ['tick', 1],
        ['tock', 2],
      ],
    ],
    ['is inherited by a class', Inherit, [['tick', 1]]],
    ['is overridden by a field', Field, [['tick', 2]]],
    ['is overridden by a getter', Getter, [['tock', 1]]],
    [
      'is overridden by a method',
      Method,
      [
        ['tick', 1],
        ['tock', 2],
      ],
    ],
    ['is an event where the method of that name is gone', Lost, [['tick', 1]]],
    ['is switched off by an empty one', Emptied, []],
  ])('%s', (_name, Class, calls) => {
    const { ws, receive } = connect();
    Base.calls.length = 0;
    ws.bind(new Class());
    receive('quote', 1);
    receive('trade', 2);
    expect(Base.calls).toEqual(calls);
  });
});
