import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { bind, WS } from '../../src/index.js';
import { kinds, ownProperties } from '../support/resources.js';
import { connect, connecting } from '../support/wire.js';

const { Model } = Backbone;

describe.each(kinds)('%s', (_name, make) => {
  it('gets what its hash names, as this', () => {
    const { ws, receive } = connect();
    const [tick, close] = [vi.fn(), vi.fn()];
    const resource = make();
    expect(ws.bind(resource, { 'ws:message:quote': tick, 'ws:close': close })).toBe(ws);
    receive('quote', 7);
    ws.destroy();
    expect(tick.mock.calls).toEqual([[7, expect.objectContaining({ type: 'quote' })]]);
    expect(close.mock.calls).toEqual([[expect.objectContaining({ code: 1000 })]]);
    expect(tick.mock.contexts.concat(close.mock.contexts)).toEqual([resource, resource]);
  });

  it('sends by a send of its own', () => {
    const { ws, sent } = connect();
    const resource = make();
    ws.bind(resource);
    expect(resource.send('subscribe', { symbol: 'A' })).toBe(true);
    const { send } = resource;
    expect(send({ any: 'message' })).toBe(true);
    expect(sent()).toEqual([{ type: 'subscribe', data: { symbol: 'A' } }, { any: 'message' }]);
  });

  it('is let go as it came', () => {
    const { ws } = connect();
    const resource = make();
    const before = ownProperties(resource);
    ws.bind(resource, { 'ws:message:quote': 'tick' }).unbind(resource);
    expect(ownProperties(resource)).toEqual(before);
    expect(ws.resources).toEqual([]);
  });
});

describe('binding', () => {
  it('is listed, in order and by copy', () => {
    const { ws } = connect();
    const [a, b] = [new Model(), new Model()];
    ws.bind(b).bind(a).bind(b, { 'ws:close': 'x' });
    expect(ws.resources).toEqual([b, a]);
    ws.resources.pop();
    expect(ws.resources).toHaveLength(2);
    ws.unbind(b).bind(b);
    expect(ws.resources).toEqual([a, b]);
  });

  it.each<[string, any]>([
    ['lists', [[{ 'ws:message:quote': 'tick' }, { match: 'symbol' }], []]],
    ['objects', [{ events: { 'ws:message:quote': 'tick' }, options: { match: 'symbol' } }, {}]],
  ])('is done at once for the resources in the options, as %s', (_name, [keyed, bare]) => {
    const tick = vi.fn();
    const model = Object.assign(new Model({ symbol: 'A' }), { tick });
    const other = new Model();
    const all = vi.fn();
    other.on('ws:message', all);
    const entry = (resource: object, rest: any) => (Array.isArray(rest) ? [resource, ...rest] : { resource, ...rest });
    const resources = [entry(model, keyed), entry(other, bare)];
    const { ws, receive } = connect({ resources });
    expect(ws.resources).toEqual([model, other]);
    for (const symbol of ['A', 'B']) receive('quote', { symbol });
    expect(tick).toHaveBeenCalledTimes(1);
    expect(all).toHaveBeenCalledTimes(2);
    expect(resources).toEqual([entry(model, keyed), entry(other, bare)]);
  });

  it('takes several names at one place of the hash', () => {
    const { ws, receive } = connect();
    const tick = vi.fn();
    ws.bind(new Model(), { ' ws:message:quote\n ws:message:trade ': tick });
    receive('quote');
    receive('trade');
    expect(tick.mock.calls.map(([, meta]) => meta.type)).toEqual(['quote', 'trade']);
  });

  it('takes names of the application, for what it triggers itself', () => {
    const { ws } = connect();
    const own = vi.fn();
    const model = new Model();
    ws.bind(model, { own, 'ws:message:quote': own });
    ws.trigger('own ws:message:quote', 1, 2, 3);
    expect(own.mock.calls).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it('hears of the whole life of the connection', () => {
    const { ws, socket } = connecting({ retries: 0 });
    const seen: unknown[] = [];
    const note = (name: string) => [`ws:${name}`, (...args: unknown[]) => void seen.push([name, ...args])];
    ws.bind(new Model(), Object.fromEntries(['open', 'error', 'invalid', 'close', 'noretries'].map(note)));
    socket.server.accept();
    socket.server.send('{');
    socket.server.drop();
    const closed = expect.objectContaining({ code: 1006 });
    expect(seen).toEqual([
      ['open', { reopened: false }],
      ['invalid', { type: undefined, issues: [{ message: expect.any(String) }], data: '{' }],
      ['error', expect.objectContaining({ type: 'error' }), true],
      ['close', closed],
      ['noretries', closed],
    ]);
  });

  it.each([
    ['another name', 'tell', ['tell']],
    ['null', null, []],
    ['false', false, []],
    ['nothing', '', []],
  ])('gives its send the name that the options say: %s', (_name, sendAttribute, expected) => {
    const { ws } = connect({ sendAttribute: sendAttribute as null });
    const model: Backbone.Model & { tell?: (message: unknown) => boolean } = new Model();
    ws.bind(model);
    expect(['send', 'tell', 'null', 'false', ''].filter((name) => Object.hasOwn(model, name))).toEqual(expected);
    expect(model.tell?.('x') ?? true).toBe(true);
  });
});

describe('binding again', () => {
  it('adds what is new and runs the same once', () => {
    const { ws, receive } = connect();
    const model = Object.assign(new Model(), { tick: vi.fn() });
    const [handler, other] = [vi.fn(), vi.fn()];
    for (const value of [handler, handler, 'tick', 'tick', 'priced', 'priced', { trigger: 'priced' }, other] as const) {
      ws.bind(model, { 'ws:message:quote': value });
    }
    const priced = vi.fn();
    model.on('priced', priced);
    receive('quote');
    const calls = [handler, model.tick, priced, other].map(({ mock }) => mock.calls.length);
    expect(calls).toEqual([1, 1, 1, 1]);
  });

  it('runs the same once by one key, and once more by another', () => {
    const { ws, receive } = connect();
    const tick = vi.fn();
    const model = new Model({ symbol: 'A', market: 'X' });
    for (const match of ['symbol', 'symbol', { symbol: 'symbol' }, 'market']) {
      ws.bind(model, { 'ws:message:quote': tick }, { match });
    }
    receive('quote', { symbol: 'A' });
    expect(tick).toHaveBeenCalledTimes(1);
    receive('quote', { symbol: 'A', market: 'X' });
    expect(tick).toHaveBeenCalledTimes(3);
  });

  it('leaves as little behind as binding once', () => {
    const { ws } = connect();
    const model = new Model();
    const before = ownProperties(model);
    const handler = vi.fn();
    for (let i = 0; i < 3; i++) ws.bind(model, { 'ws:message:quote': handler }, { match: 'symbol' }).bind(model);
    ws.unbind(model);
    expect(ownProperties(model)).toEqual(before);
  });
});

describe('two connections on one resource', () => {
  it('both reach it, each by its own hash', () => {
    const [one, two] = [connect(), connect({ prefix: 'feed' })];
    const [first, second] = [vi.fn(), vi.fn()];
    const model = new Model();
    one.ws.bind(model, { 'ws:message:quote': first });
    two.ws.bind(model, { 'feed:message:quote': second });
    one.receive('quote', 1);
    two.receive('quote', 2);
    expect([first.mock.calls[0]?.[0], second.mock.calls[0]?.[0]]).toEqual([1, 2]);
    one.ws.unbind(model);
    one.receive('quote', 3);
    two.receive('quote', 4);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 2]);
    expect([one.ws.resources, two.ws.resources]).toEqual([[], [model]]);
  });

  it('each give it a send under a name of its own', () => {
    const [one, two] = [connect(), connect({ sendAttribute: 'tell' })];
    const model: Backbone.Model & { send?: any; tell?: any } = new Model();
    one.ws.bind(model);
    two.ws.bind(model);
    model.send('to one');
    model.tell('to two');
    expect([one.sent(), two.sent()]).toEqual([['to one'], ['to two']]);
  });
});

describe('the function bind', () => {
  it('does what the method does', () => {
    const { ws, receive } = connect();
    const tick = vi.fn();
    const model = new Model({ symbol: 'A' });
    bind(ws, model, { 'ws:message:quote': tick }, { match: 'symbol' });
    receive('quote', { symbol: 'B' });
    receive('quote', { symbol: 'A' });
    expect(tick.mock.calls.map(([data]) => data)).toEqual([{ symbol: 'A' }]);
    expect(ws.resources).toEqual([model]);
  });

  it('returns its undo, which may be called twice', () => {
    const { ws, receive } = connect();
    const tick = vi.fn();
    const undo = bind(ws, new Model(), { 'ws:message:quote': tick });
    expect([undo(), undo()]).toEqual([undefined, undefined]);
    receive('quote');
    expect(tick).not.toHaveBeenCalled();
    expect(ws.resources).toEqual([]);
  });

  it('returns an undo that leaves alone what is bound after it', () => {
    const { ws, receive } = connect();
    const [tick, later] = [vi.fn(), vi.fn()];
    const model = new Model();
    const undo = bind(ws, model, { 'ws:message:quote': tick });
    undo();
    ws.bind(model, { 'ws:message:quote': later });
    undo();
    receive('quote');
    expect(later).toHaveBeenCalledTimes(1);
  });

  it('returns an undo that does nothing after the connection was destroyed', () => {
    const ws = new WS('ws://server/', { WebSocket: connect().FakeWebSocket });
    const undo = bind(ws, new Model());
    ws.destroy();
    expect(undo).not.toThrow();
    expect(ws.state).toBe('idle');
  });
});
