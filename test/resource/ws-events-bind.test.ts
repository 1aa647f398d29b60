import Backbone from 'backbone';
import { describe, expect, it, onTestFinished } from 'vitest';
import { onMessage, onOpen, routesOf, WS, WSError, wsResource } from '../../src/index.js';
import { provideReader } from '../../src/resource/declared.js';
import { createFakeWebSocket } from '../../src/testing/index.js';
import { ownProperties, recordedNames } from '../support/resources.js';
import { connect } from '../support/wire.js';
import { logging } from './logging.js';

const { Collection, Model } = Backbone;

/** A class decorated by hand: `tick` takes quotes. */
function decorated(ws: WS<any>, members: object, options: object = {}): any {
  const Class = logging(members);
  onMessage('quote')(Class.prototype, 'tick', undefined as never);
  return wsResource(ws, options)(Class);
}

describe('wsEvents and what bind is given', () => {
  it('add up, in this order', () => {
    const { ws, receive } = connect();
    const Quote = logging({ wsEvents: { 'message:quote': 'tick', 'message:trade': 'tick' } });
    const quote = new Quote();
    const names = recordedNames(quote);
    ws.bind(quote, { 'ws:message:quote': 'tock', 'ws:message:halted': true, 'message:quote': 'tock' });
    receive('quote', 1);
    receive('trade', 2);
    receive('halted', 3);
    ws.trigger('message:quote', 4);
    expect(Quote.calls).toEqual([
      ['tick', 1],
      ['tock', 1],
      ['tick', 2],
      ['tock', 4],
    ]);
    expect(names).toEqual(['ws:message:halted']);
  });

  it('add up where a later bind brings the hash', () => {
    const { ws, receive } = connect();
    const Quote = logging({ wsEvents: { 'message:quote': 'tick' } });
    const quote = new Quote();
    ws.bind(quote).bind(quote, { 'ws:message:quote': 'tock' });
    receive('quote', 1);
    expect(Quote.calls).toEqual([
      ['tick', 1],
      ['tock', 1],
    ]);
  });

  it('share its match, which is then enough', () => {
    const { ws, receive } = connect();
    const Quote = logging({ wsEvents: { 'message:quote': 'tick', message: 'tock', open: 'tick' } });
    const [a, b] = [new Quote({ symbol: 'A' }), new Quote({ symbol: 'B' })];
    ws.bind(a, null, { match: 'symbol' }).bind(b, { 'ws:message:trade': 'tick' }, { match: { sym: 'symbol' } });
    receive('quote', { symbol: 'A' });
    receive('trade', { symbol: 'B' });
    expect(Quote.calls.splice(0)).toEqual([
      ['tick', { symbol: 'A' }],
      ['tock', { symbol: 'A' }],
    ]);
    receive('trade', { sym: 'B' });
    expect(Quote.calls.splice(0)).toEqual([
      ['tick', { sym: 'B' }],
      ['tock', { sym: 'B' }],
    ]);
    receive('quote', { sym: 'C', symbol: 'C' });
    ws.trigger('ws:open', 1);
    expect(Quote.calls).toEqual([
      ['tick', 1],
      ['tick', 1],
    ]);
  });

  it('are found for the option resources, with its hash and its match', () => {
    const sockets = createFakeWebSocket();
    const Quote = logging({ wsEvents: { 'message:quote': 'tick' } });
    const [a, b] = [new Quote({ symbol: 'A' }), new Quote({ symbol: 'B' })];
    const ws = new WS('ws://server/', {
      WebSocket: sockets,
      resources: [[a, { 'ws:message:quote': 'tock' }], { resource: b, options: { match: 'symbol' } }],
    });
    onTestFinished(() => void ws.destroy());
    sockets.last.server.accept();
    sockets.last.server.send('{"type":"quote","data":{"symbol":"A"}}');
    const data = { symbol: 'A' };
    expect(Quote.calls).toEqual([
      ['tick', data],
      ['tock', data],
    ]);
  });
});

describe('wsEvents and decorators', () => {
  it('add up, the decorated members first', () => {
    const { ws, receive } = connect();
    const Quote = decorated(ws, { wsEvents: { 'message:quote message:trade': 'tock' } });
    const quote = new Quote();
    receive('quote', 1);
    receive('trade', 2);
    expect(Quote.calls).toEqual([
      ['tick', 1],
      ['tock', 1],
      ['tock', 2],
    ]);
    expect([ws.resources, routesOf(Quote).map(({ event }) => event)]).toEqual([
      [quote],
      ['message:quote', 'message:quote', 'message:trade'],
    ]);
  });

  it('are one where both say the same', () => {
    const { ws, receive } = connect();
    const Quote = decorated(ws, { wsEvents: { 'message:quote': 'tick' } });
    ws.bind(new Quote(), { 'ws:message:quote': 'tick' });
    receive('quote', 1);
    expect(Quote.calls).toEqual([['tick', 1]]);
  });

  it('share the match of the class, unless bind brings its own', () => {
    const { ws, receive } = connect();
    const Quote = decorated(ws, { wsEvents: { 'message:trade': 'tock' } }, { match: 'symbol', bind: 'manual' });
    const [a, b] = [new Quote({ symbol: 'A' }), new Quote({ symbol: 'B', venue: 'X' })];
    ws.bind(a).bind(b, null, { match: 'venue' });
    const [forA, forB, forX] = [{ symbol: 'A' }, { symbol: 'B' }, { symbol: 'A', venue: 'X' }];
    for (const data of [forA, forB, forX]) receive('trade', data);
    expect(Quote.calls.splice(0)).toEqual([
      ['tock', forA],
      ['tock', forX],
      ['tock', forX],
    ]);
    for (const data of [forA, forB, { venue: 'X' }]) receive('quote', data);
    expect(Quote.calls).toEqual([
      ['tick', forA],
      ['tick', forB],
    ]);
  });

  it('are enough for a class that decorates no member', () => {
    const { ws, receive } = connect();
    const Quote = logging({ wsEvents: () => ({ 'message:quote': 'tick' }) });
    const Live: any = wsResource(ws)(Quote);
    const names = recordedNames(new Live());
    receive('quote', 1);
    expect([Quote.calls, names]).toEqual([[['tick', 1]], []]);
  });

  it('that are a field of the class are seen by its own decorator', () => {
    const { ws, receive } = connect();
    const calls: unknown[] = [];
    class Base extends Model {
      wsEvents = { 'message:quote': (data: unknown) => void calls.push(data) };
    }
    const Quote = wsResource(ws)(Base);
    new Quote();
    receive('quote', 1);
    expect(calls).toEqual([1]);
  });

  it('are found with marks alone, without wsResource', () => {
    const { ws, receive } = connect();
    const Quote = logging({ wsEvents: { 'message:trade': 'tock' } });
    onMessage('quote')(Quote.prototype, 'tick', undefined as never);
    onOpen()(Quote.prototype, 'tock', undefined as never);
    ws.bind(new Quote());
    receive('quote', 1);
    receive('trade', 2);
    ws.trigger('ws:open', 3);
    expect(Quote.calls).toEqual([
      ['tick', 1],
      ['tock', 2],
      ['tock', 3],
    ]);
  });
});

it('another copy of the package does not read the classes that the first one reads', () => {
  const { ws, receive } = connect();
  const Quote = decorated(ws, {});
  provideReader(() => ({ rules: [] }));
  new Quote();
  receive('quote', 1);
  expect(Quote.calls).toEqual([['tick', 1]]);
});

describe('wsEvents are refused', () => {
  const refusal = (resource: any, ...rest: any[]): WSError => {
    const { ws } = connect();
    const before = ownProperties(resource);
    try {
      ws.bind(resource, ...rest);
    } catch (error) {
      expect(error).toBeInstanceOf(WSError);
      expect([ws.resources, ownProperties(resource)]).toEqual([[], before]);
      return error as WSError;
    }
    throw new Error('Nothing was thrown.');
  };

  it.each([7, 'tick', true, Symbol('x'), () => () => {}, () => 'tick', () => 7])('if they are %o', (wsEvents) => {
    expect(refusal(new (logging({ wsEvents }))()).code).toBe('bad-events');
  });

  it.each<[string, unknown]>([
    ['7', 7],
    ['null', null],
    ['undefined', undefined],
    ['false', false],
    ['""', ''],
    ['Object', {}],
    ['Object', { trigger: '' }],
    ['Array', ['tick']],
    ['Symbol(x)', Symbol('x')],
  ])('if one of them is %s, by the name of the event', (got, value) => {
    const { code, message } = refusal(new (logging({ wsEvents: { open: 'tick', 'message:quote': value } }))());
    expect([code, message]).toEqual(['bad-events', expect.stringMatching(/^bind: "ws:message:quote" expected true, /)]);
    expect(message).toContain(`got ${got}`);
  });

  it.each([7, '', {}, { symbol: 7 }])('with %o for a match', (match) => {
    expect(refusal(new (logging({ wsEvents: { open: 'tick' } }))(), null, { match }).code).toBe('bad-events');
  });

  it('with a match for something without attributes', () => {
    const resource = new (Collection.extend({ wsEvents: { 'message:quote': 'add' } }))();
    expect(refusal(resource, null, { match: 'symbol' }).code).toBe('bad-resource');
  });

  it('if bind is given something bad beside them', () => {
    expect(refusal(new (logging({ wsEvents: { open: 'tick' } }))(), 7).code).toBe('bad-events');
  });

  it('by the error that their function throws', () => {
    const wsEvents = () => JSON.parse('x');
    const { ws } = connect();
    const quote = new (logging({ wsEvents }))();
    expect(() => ws.bind(quote)).toThrow(SyntaxError);
    expect(ws.resources).toEqual([]);
  });
});
