import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { record } from '../support/play.js';
import { visit, visitOpen } from './page.js';

describe('open', () => {
  it('is raised on resources and listeners when isOpen has become true', () => {
    const { ws, accept } = visit();
    const states: boolean[] = [];
    ws.on('ws:open', () => states.push(ws.isOpen));
    ws.bind(new Backbone.Model(), { 'ws:open': () => states.push(ws.isOpen) });
    expect(states).toEqual([]);
    accept();
    expect(states).toEqual([true, true]);
  });

  it('lets a handler send at once', () => {
    const { ws, accept, sent } = visit();
    ws.bind(new Backbone.Model(), { 'ws:open': () => ws.send({ topic: 'world' }) });
    accept();
    expect(sent()).toEqual([{ topic: 'world' }]);
  });
});

describe('message:<type>', () => {
  it('is raised with the payload, before message', () => {
    const { ws, receive } = visitOpen();
    const events = record(ws);
    receive({ type: 'say', data: { text: 'hello' } });
    expect(events.map(([name, data]) => [name, data])).toEqual([
      ['ws:message:say', { text: 'hello' }],
      ['ws:message', { text: 'hello' }],
    ]);
  });

  it('reaches every resource that is bound to it, in binding order, and no other', () => {
    const { ws, receive } = visitOpen();
    const told: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      const type = name === 'b' ? 'other' : 'say';
      ws.bind(new Backbone.Model(), { [`ws:message:${type}`]: () => told.push(name) });
    }
    receive({ type: 'say' });
    expect(told).toEqual(['a', 'c']);
  });
});

describe('message', () => {
  it('is raised with payload and type for every message', () => {
    const { ws, receive } = visitOpen();
    const seen: unknown[] = [];
    ws.bind(new Backbone.Model(), { 'ws:message': (data, type) => seen.push([data, type]) });
    receive({ type: 'say', data: 'hello' });
    receive({ text: 'no type' });
    receive([1, 2]);
    receive('a string');
    expect(seen).toEqual([
      ['hello', 'say'],
      [{ text: 'no type' }, undefined],
      [[1, 2], undefined],
      ['a string', undefined],
    ]);
  });

  it('is raised with the text of what is no JSON', () => {
    const { ws, sockets } = visitOpen();
    const message = vi.fn();
    ws.on('ws:message', (data, type) => message(data, type));
    sockets.last.server.send('PING');
    expect(message).toHaveBeenCalledExactlyOnceWith('PING', undefined);
  });
});

describe('error', () => {
  it("is raised with the socket's event and isOpen false when the connection cannot be established", () => {
    const { ws, sockets } = visit({ reopen: false });
    const error = vi.fn();
    ws.on('ws:error', error);
    sockets.last.server.refuse();
    expect(error).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ type: 'error' }), false);
  });

  it('is raised with isOpen true when the connection breaks', () => {
    const { ws, drop } = visitOpen({ reopen: false });
    const error = vi.fn();
    ws.bind(new Backbone.Model(), { 'ws:error': error });
    drop();
    expect(error).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ type: 'error' }), true);
  });
});

describe('close', () => {
  it("is raised with the socket's event when isOpen has become false", () => {
    const { ws, sockets } = visitOpen({ reopen: false });
    const seen: unknown[] = [];
    ws.on('ws:close', (event) => seen.push([event, ws.isOpen]));
    sockets.last.server.close(4001, 'enough');
    expect(seen).toEqual([[expect.objectContaining({ code: 4001, reason: 'enough', wasClean: true }), false]]);
  });

  it('comes after error when the connection cannot be established', () => {
    const { ws, sockets } = visit({ reopen: false });
    const events = record(ws);
    sockets.last.server.refuse();
    expect(events.map(([name]) => name)).toEqual(['ws:error', 'ws:close']);
  });
});

describe('noretries', () => {
  it('is raised after close, with its event, when no attempt is left', () => {
    const { ws, drop } = visitOpen({ retries: 0 });
    const events = record(ws);
    drop();
    expect(events.map(([name]) => name)).toEqual(['ws:error', 'ws:close', 'ws:noretries']);
    expect(events[2]![1]).toBe(events[1]![1]);
  });
});

describe('trigger()', () => {
  it("raises an event of the application's own on what is bound to it", () => {
    const { ws } = visitOpen();
    const logout = vi.fn();
    ws.bind(new Backbone.Model(), { logout });
    ws.trigger('logout', 'bye');
    expect(logout).toHaveBeenCalledExactlyOnceWith('bye');
  });
});
