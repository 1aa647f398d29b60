import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { connect } from '../support/wire.js';
import { keyed } from './keyed.js';

const { Model } = Backbone;

describe('a key', () => {
  it('is the field and the attribute of one name', () => {
    const { add, quote } = keyed('symbol');
    add({ name: 'a', symbol: 'A' });
    add({ name: 'b', symbol: 'B' });
    expect(quote({ symbol: 'B' })).toEqual(['b']);
    expect(quote({ symbol: 'C' })).toEqual([]);
  });

  it('is a field and an attribute of two names', () => {
    const { add, quote } = keyed({ sym: 'symbol' });
    add({ name: 'a', symbol: 'A', sym: 'B' });
    expect(quote({ sym: 'A' })).toEqual(['a']);
    expect(quote({ sym: 'B', symbol: 'A' })).toEqual([]);
  });

  it('is several fields, which all have to agree', () => {
    const { add, quote } = keyed({ sym: 'symbol', mkt: 'market' });
    add({ name: 'ax', symbol: 'A', market: 'X' });
    add({ name: 'ay', symbol: 'A', market: 'Y' });
    add({ name: 'xa', symbol: 'X', market: 'A' });
    add({ name: 'a', symbol: 'A' });
    expect(quote({ sym: 'A', mkt: 'Y' })).toEqual(['ay']);
    expect(quote({ sym: 'X', mkt: 'A' })).toEqual(['xa']);
    expect(quote({ sym: 'A' })).toEqual([]);
    expect(quote({ sym: 'A', mkt: null })).toEqual([]);
  });

  it.each<[unknown, unknown]>([
    ['1', 1],
    [0, false],
    ['', 0],
    ['true', true],
  ])('tells %j from %j, alone and among several', (one, other) => {
    for (const match of ['id', { id: 'id', kind: 'kind' }]) {
      const { add, quote } = keyed(match);
      add({ name: 'one', id: one, kind: 1 });
      add({ name: 'other', id: other, kind: 1 });
      expect(quote({ id: one, kind: 1 })).toEqual(['one']);
      expect(quote({ id: other, kind: 1 })).toEqual(['other']);
    }
  });

  it.each(['__proto__', 'constructor', 'a b', ''])('may have the value %j', (symbol) => {
    const { add, quote } = keyed('symbol');
    expect(quote({ symbol })).toEqual([]);
    add({ name: 'a', symbol });
    add({ name: 'b', symbol: 'B' });
    expect(quote({ symbol })).toEqual(['a']);
  });

  it('is equality, also among several: an object from the wire is never the attribute', () => {
    for (const match of ['place', { place: 'place', day: 'day' }]) {
      const { add, quote } = keyed(match);
      add({ name: 'a', place: { x: 1 }, day: 1 });
      expect(quote({ place: { x: 1 }, day: 1 })).toEqual([]);
    }
  });

  it.each<[string, unknown]>([
    ['itself', new Model()],
    ['a BigInt', 1n],
  ])('among several may be %s, which JSON cannot hold', (_name, value) => {
    const { add, quote } = keyed({ sym: 'symbol', mkt: 'market' });
    if (value instanceof Model) value.set('self', value);
    const model = add({ name: 'a', symbol: 'A', market: value });
    expect(quote({ sym: 'A', mkt: 'X' })).toEqual([]);
    model.set('market', 'X');
    expect(quote({ sym: 'A', mkt: 'X' })).toEqual(['a']);
  });

  it.each([undefined, null])('of %s on either side is none', (symbol) => {
    const { add, quote } = keyed('symbol');
    add({ name: 'none' });
    add({ name: 'a', symbol });
    for (const data of [{ symbol }, {}, { symbol: 'A' }]) expect(quote(data)).toEqual([]);
  });

  it.each([null, 7, 'A', true, ['A'], undefined])('is none in the payload %j', (data) => {
    const { add, quote } = keyed('symbol');
    add({ name: 'a', symbol: 'A' });
    expect(quote(data)).toEqual([]);
  });

  it('leads to all models that have it, in binding order', () => {
    const { add, quote } = keyed('symbol');
    add({ name: 'a', symbol: 'A' });
    add({ name: 'b', symbol: 'B' });
    add({ name: 'c', symbol: 'A' });
    add({ name: 'd', symbol: 'A' });
    expect(quote({ symbol: 'A' })).toEqual(['a', 'c', 'd']);
  });

  it('holds for every message event of the hash, and for no other event', () => {
    const { ws, receive } = connect();
    const handlers = { 'ws:message': vi.fn(), 'ws:message:quote': vi.fn(), 'ws:close': vi.fn(), own: vi.fn() };
    ws.bind(new Model({ symbol: 'A' }), handlers, { match: 'symbol' });
    receive('quote', { symbol: 'B' });
    ws.trigger('own', { symbol: 'B' });
    ws.destroy();
    const calls = Object.values(handlers).map(({ mock }) => mock.calls.length);
    expect(calls).toEqual([0, 0, 1, 1]);
  });

  it('can differ between the events of one resource', () => {
    const { ws, receive } = connect();
    const seen: unknown[] = [];
    const model = new Model({ symbol: 'A', market: 'X' });
    const note = (name: string) => () => void seen.push(name);
    ws.bind(model, { 'ws:message:quote': note('symbol') }, { match: 'symbol' });
    ws.bind(model, { 'ws:message:quote': note('market') }, { match: 'market' });
    ws.bind(model, { 'ws:message:quote': note('any') });
    receive('quote', { symbol: 'A' });
    receive('quote', { market: 'X' });
    receive('quote', { symbol: 'A', market: 'X' });
    expect(seen.join()).toBe('symbol,any,market,any,symbol,market,any');
  });

  it('works where events have no prefix', () => {
    const { ws, receive } = connect({ prefix: '' });
    const tick = vi.fn();
    ws.bind(new Model({ symbol: 'A' }), { 'message:quote': tick }, { match: 'symbol' });
    receive('quote', { symbol: 'B' });
    receive('quote', { symbol: 'A' });
    expect(tick).toHaveBeenCalledTimes(1);
  });
});
