import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { WS, WSError } from '../../src/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';
import { BareView, ownProperties } from '../support/resources.js';
import { connect } from '../support/wire.js';

const { Model } = Backbone;

/** The error that is thrown; a test that throws none fails. */
function errorOf(act: () => unknown): WSError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(WSError);
    return error as WSError;
  }
  throw new Error('Nothing was thrown.');
}

describe('bind refuses', () => {
  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    [7, '7'],
    ['model', '"model"'],
    [{}, 'Object'],
    [[], 'Array'],
    [() => {}, 'function'],
    [{ on() {}, off() {} }, 'Object'],
    [Model, 'function'],
  ])('%o for a resource, and says what it expected', (resource, got) => {
    const { ws } = connect();
    const error = errorOf(() => ws.bind(resource as never));
    expect(error.code).toBe('bad-resource');
    expect(error.message).toMatch(/expected a model, a collection, a view, or an object .*Backbone\.Events/);
    expect(error.message).toContain(`got ${got}`);
    expect(ws.resources).toEqual([]);
  });

  it.each([7, 'ws:open', true, () => {}])('%o for a hash', (hash) => {
    const { ws } = connect();
    const error = errorOf(() => ws.bind(new Model(), hash as never));
    expect(error.code).toBe('bad-events');
    expect(error.message).toMatch(/expected a hash of events, got/);
  });

  it.each<[unknown, string]>([
    [7, '7'],
    [null, 'null'],
    [undefined, 'undefined'],
    [false, 'false'],
    ['', '""'],
    [{}, 'Object'],
    [{ trigger: 7 }, 'Object'],
    [{ trigger: '' }, 'Object'],
    [['tick'], 'Array'],
  ])('%o in a hash, and names the event', (value, got) => {
    const { ws } = connect();
    const error = errorOf(() => ws.bind(new Model(), { 'ws:close': 'x', 'ws:open': value as never }));
    expect(error.code).toBe('bad-events');
    expect(error.message).toContain('"ws:open" expected true, a function, the name of a method or event');
    expect(error.message).toContain(`got ${got}`);
  });

  it('a match without a hash, which would hold for nothing', () => {
    const { ws } = connect();
    const model = new Model({ symbol: 'A' });
    expect(errorOf(() => ws.bind(model, null, { match: 'symbol' })).code).toBe('bad-events');
    expect(ws.resources).toEqual([]);
  });

  it.each([7, '', {}, [], null, { symbol: 7 }, { symbol: '' }, { '': 'symbol' }])('%o for a match', (match) => {
    const { ws } = connect();
    const error = errorOf(() => ws.bind(new Model(), { 'ws:message:quote': 'set' }, { match: match as never }));
    expect(error.code).toBe('bad-events');
    expect(error.message).toMatch(/^match: expected a field or \{ field: 'attribute' \}, got /);
  });

  it.each([
    ['a view', () => new BareView()],
    ['a collection', () => new Backbone.Collection()],
    ['an object with Backbone.Events', () => Object.assign({}, Backbone.Events)],
  ])('a match for %s, which has no attributes', (_name, make) => {
    const { ws } = connect();
    const error = errorOf(() => ws.bind(make(), { 'ws:message:quote': 'set' }, { match: 'symbol' }));
    expect(error.code).toBe('bad-resource');
    expect(error.message).toMatch(/^match: expected a model/);
  });

  it('anything after destroy(), and says what to do', () => {
    const { ws } = connect();
    ws.destroy();
    const error = errorOf(() => ws.bind(new Model()));
    expect(error.code).toBe('destroyed');
    expect(error.message).toContain('open()');
  });
});

describe('after a bind that was refused', () => {
  it.each<[string, any[]]>([
    ['a bad hash', [{ 'ws:close': 'x', 'ws:message:quote': 7 }]],
    ['a bad match', [{ 'ws:message:quote': 'set' }, { match: {} }]],
  ])('for %s, nothing is bound and the resource is as it was', (_name, rest) => {
    const { ws, receive } = connect({ sync: true });
    const model = new Model();
    const before = ownProperties(model);
    errorOf(() => ws.bind(model, ...rest));
    receive('quote', { price: 7 });
    expect(ws.resources).toEqual([]);
    expect(ownProperties(model)).toEqual(before);
  });

  it('what was bound before goes on', () => {
    const { ws, receive } = connect();
    const [tick, other] = [vi.fn(), vi.fn()];
    const model = new Model();
    ws.bind(model, { 'ws:message:quote': tick });
    errorOf(() => ws.bind(model, { 'ws:message': other, 'ws:message:quote': 7 as never }));
    receive('quote');
    expect(tick).toHaveBeenCalledTimes(1);
    expect(other).not.toHaveBeenCalled();
  });
});

describe('the option resources', () => {
  it.each<[string, unknown]>([
    ['no resource', [{}]],
    ['null', [null]],
    ['a list without one', [[]]],
    ['a resource that is not in a list', [new Model()]],
  ])('with %s is refused before a socket is made', (_name, resources) => {
    const FakeWebSocket = createFakeWebSocket();
    const error = errorOf(() => new WS('ws://server/', { WebSocket: FakeWebSocket, resources: resources as never }));
    expect(error.code).toBe('bad-resource');
    expect(FakeWebSocket.sockets).toEqual([]);
  });

  it('with one that is refused leaves the others as they were', () => {
    const FakeWebSocket = createFakeWebSocket();
    const model = new Model();
    const before = ownProperties(model);
    errorOf(() => new WS('ws://server/', { WebSocket: FakeWebSocket, resources: [[model], [{} as never]] }));
    expect(ownProperties(model)).toEqual(before);
    expect(FakeWebSocket.sockets).toEqual([]);
  });
});
