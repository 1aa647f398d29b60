import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { record } from '../support/play.js';
import { visitOpen } from './page.js';

describe('the option routes', () => {
  it('renames the event of a type by a value', () => {
    const { ws, receive } = visitOpen({ routes: { 'ws:message:old': 'ws:message:new' } });
    const events = record(ws);
    receive({ type: 'old', data: 1 });
    receive({ type: 'other', data: 2 });
    expect(events.map(([name, data]) => [name, data])).toEqual([
      ['ws:message:new', 1],
      ['ws:message', 1],
      ['ws:message:other', 2],
      ['ws:message', 2],
    ]);
  });

  it('renames it by what a function makes of topic and data', () => {
    const route = vi.fn((_topic: string, data: { id: number }) => `ws:message:jump:${data.id}`);
    const { ws, receive } = visitOpen({ routes: { 'ws:message:jump': route } });
    const model = new Backbone.Model();
    const jump = vi.fn();
    ws.bind(model, { 'ws:message:jump:7': jump });
    receive({ type: 'jump', data: { id: 7 } });
    receive({ type: 'jump', data: { id: 8 } });
    expect(route.mock.calls).toEqual([
      ['ws:message:jump', { id: 7 }],
      ['ws:message:jump', { id: 8 }],
    ]);
    expect(jump.mock.calls.map(([data]) => data)).toEqual([{ id: 7 }]);
  });

  it("takes '*' for every type without a route of its own", () => {
    const { ws, receive } = visitOpen({ routes: { 'ws:message:own': 'own', '*': 'rest' } });
    const events = record(ws);
    for (const type of ['own', 'a', 'b']) receive({ type, data: type });
    expect(events.map(([name, data]) => [name, data]).filter(([name]) => name !== 'ws:message')).toEqual([
      ['own', 'own'],
      ['rest', 'a'],
      ['rest', 'b'],
    ]);
  });

  it('raises no typed event where a function gives nothing, and message all the same', () => {
    const { ws, receive } = visitOpen({ routes: { '*': () => undefined } });
    const events = record(ws);
    receive({ type: 'quote', data: 1 });
    expect(events.map(([name]) => name)).toEqual(['ws:message']);
  });

  it('does not touch messages without a type', () => {
    const route = vi.fn(() => 'elsewhere');
    const { ws, receive } = visitOpen({ routes: { '*': route } });
    const events = record(ws);
    receive({ n: 1 });
    expect(events.map(([name]) => name)).toEqual(['ws:message']);
    expect(route).not.toHaveBeenCalled();
  });
});

describe('the field routes', () => {
  it('can be assigned after construction', () => {
    const { ws, receive } = visitOpen();
    const model = new Backbone.Model();
    const jump = vi.fn();
    ws.bind(model, { [`ws:message:${model.cid}`]: jump });
    ws.routes = { 'ws:message:jump': (_topic, data) => `ws:message:${data.id}` };
    receive({ type: 'jump', data: { id: model.cid } });
    expect(jump).toHaveBeenCalledOnce();
  });

  it('can get and lose single routes', () => {
    const { ws, receive } = visitOpen();
    const events = record(ws);
    ws.routes['ws:message:old'] = 'new';
    receive({ type: 'old' });
    delete ws.routes['ws:message:old'];
    receive({ type: 'old' });
    expect(events.map(([name]) => name)).toEqual(['new', 'ws:message', 'ws:message:old', 'ws:message']);
  });
});

describe('route()', () => {
  it('gives what the routes make of a topic', () => {
    const { ws } = visitOpen({ routes: { 'ws:message:a': 'b', 'ws:message:f': (topic, data) => topic + data } });
    expect(ws.route('ws:message:a', null)).toBe('b');
    expect(ws.route('ws:message:f', 1)).toBe('ws:message:f1');
    expect(ws.route('ws:message:x', null)).toBe('ws:message:x');
  });
});
