import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { type Match, WS } from '../../src/index.js';
import { connect } from '../support/wire.js';
import { keyed } from './keyed.js';

const { Model } = Backbone;

describe('the index', () => {
  it('follows changes of the attribute', () => {
    const { add, quote } = keyed('symbol');
    const model = add({ name: 'a', symbol: 'A' });
    model.set('symbol', 'B');
    expect([quote({ symbol: 'A' }), quote({ symbol: 'B' })]).toEqual([[], ['a']]);
    model.unset('symbol');
    expect(quote({ symbol: 'B' })).toEqual([]);
    model.set({ symbol: 'A' });
    expect(quote({ symbol: 'A' })).toEqual(['a']);
    model.clear();
    expect(quote({ symbol: 'A' })).toEqual([]);
  });

  it('follows a change of any of several attributes', () => {
    const { add, quote } = keyed({ sym: 'symbol', mkt: 'market' });
    const model = add({ name: 'a', symbol: 'A', market: 'X' });
    model.set('market', 'Y');
    expect([quote({ sym: 'A', mkt: 'X' }), quote({ sym: 'A', mkt: 'Y' })]).toEqual([[], ['a']]);
    model.set({ symbol: 'B', market: 'X' });
    expect([quote({ sym: 'A', mkt: 'Y' }), quote({ sym: 'B', mkt: 'X' })]).toEqual([[], ['a']]);
  });

  it('finds the model under its new key by the time the others hear of the change', () => {
    const { ws, add, quote } = keyed('symbol');
    const model = add({ name: 'a', symbol: 'A' });
    let found: unknown;
    model.on('change', () => (found = quote({ symbol: 'B' })));
    model.set('symbol', 'B');
    expect(found).toEqual(['a']);
    expect(ws.resources).toEqual([model]);
  });

  it('keeps the binding order of a model that comes to a key of others', () => {
    const { add, quote } = keyed('symbol');
    const [a, b] = ['a', 'b'].map((name) => add({ name, symbol: 'A' }));
    add({ name: 'c', symbol: 'B' });
    add({ name: 'd', symbol: 'B' });
    b?.set('symbol', 'B');
    a?.set('symbol', 'B');
    expect(quote({ symbol: 'B' })).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps it also where the last of those others has gone', () => {
    const { ws, add, quote } = keyed('symbol');
    const early = add({ name: 'a', symbol: 'A' });
    add({ name: 'b', symbol: 'B' });
    ws.unbind(add({ name: 'c', symbol: 'B' }));
    early.set('symbol', 'B');
    expect(quote({ symbol: 'B' })).toEqual(['a', 'b']);
  });

  it('learns an id that comes late', () => {
    const { add, quote } = keyed('id');
    const model = add({ name: 'a' });
    expect(quote({ id: 7 })).toEqual([]);
    model.set('id', 7);
    expect(quote({ id: 7 })).toEqual(['a']);
  });

  it.each([['id' as Match], [{ key: 'id' }], [{ id: 'symbol' }]])('knows the idAttribute by %j', (match) => {
    const { add, quote } = keyed(match);
    class Quote extends Model {
      override preinitialize() {
        this.idAttribute = 'symbol';
      }
    }
    const model = add({}, new Quote({ name: 'a', id: 'wrong' }));
    model.set('symbol', 'A');
    expect(quote({ id: 'A', key: 'A' })).toEqual(['a']);
    expect(quote({ id: 'wrong', key: 'wrong' })).toEqual([]);
  });

  it('forgets an unbound model and listens to it no more', () => {
    const { ws, add, quote } = keyed('symbol');
    const model = add({ name: 'a', symbol: 'A' });
    ws.unbind(model);
    expect(quote({ symbol: 'A' })).toEqual([]);
    model.set('symbol', 'B');
    expect(quote({ symbol: 'B' })).toEqual([]);
    expect(model).not.toHaveProperty('_events');
  });

  it('looks at the one model of a thousand that a message is for', () => {
    const { add, quote } = keyed('symbol');
    const reads = vi.spyOn(Model.prototype, 'get');
    for (let i = 0; i < 1000; i++) add({ name: i, symbol: `S${i}` });
    reads.mockClear();
    expect(quote({ symbol: 'S500' })).toEqual([500]);
    // The handler reads one name; the index itself reads nothing.
    expect(reads.mock.calls).toEqual([['name']]);
    reads.mockClear();
    expect(quote({ symbol: 'nobody' })).toEqual([]);
    expect(reads).not.toHaveBeenCalled();
    reads.mockRestore();
  });
});

it('is kept by each connection of a model on its own', () => {
  const { ws, receive, FakeWebSocket } = connect();
  const seen = vi.fn();
  const other = new WS('ws://server/', { WebSocket: FakeWebSocket });
  FakeWebSocket.last.server.accept();
  const model = new Model({ symbol: 'A' });
  ws.bind(model, { 'ws:message:quote': () => seen('first') }, { match: 'symbol' });
  other.bind(model, { 'ws:message:quote': () => seen('second') }, { match: 'symbol' });
  receive('quote', { symbol: 'A' });
  other.unbind(model);
  model.set('symbol', 'B');
  FakeWebSocket.sockets[0]?.server.send('{"type":"quote","data":{"symbol":"B"}}');
  expect(seen.mock.calls).toEqual([['second'], ['first']]);
});
