import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import type { Routes } from '../../src/index.js';
import { connect } from '../support/wire.js';

/** The names of the events that a message of this type raises, on listeners and on something bound alike. */
function routed(routes: Routes | undefined, type = 'quote', data: unknown = 7) {
  const connection = connect(routes === undefined ? {} : { routes });
  const { ws, receive } = connection;
  const heard: unknown[] = [];
  const bound: unknown[] = [];
  const resource = Object.assign({}, Backbone.Events);
  ws.on('all', (event) => heard.push(event));
  resource.on('all', (event) => bound.push(event));
  ws.bind(resource);
  heard.length = 0;
  receive(type, data);
  expect(bound).toEqual(heard);
  return { ...connection, heard, bound };
}

describe('a route', () => {
  it('renames an event by a value, and leaves the others alone', () => {
    const routes = { 'ws:message:quote': 'priced' };
    expect(routed(routes).heard).toEqual(['priced', 'ws:message']);
    expect(routed(routes, 'halted').heard).toEqual(['ws:message:halted', 'ws:message']);
  });

  it('is a function of the event and its payload', () => {
    const route = vi.fn((topic: string, { kind }: { kind: string }) => `${topic}:${kind}`);
    const { heard } = routed({ 'ws:message:quote': route }, 'quote', { kind: 'bid' });
    expect(route.mock.calls).toEqual([['ws:message:quote', { kind: 'bid' }]]);
    expect(heard).toEqual(['ws:message:quote:bid', 'ws:message']);
  });

  it.each([
    ['a value', 'any' as const],
    ['a function', (topic: string) => (topic === 'ws:message:quote' ? 'any' : 'wrong')],
  ])('under * takes the events without one of their own, as %s', (_name, any) => {
    const routes = { '*': any, 'ws:message:halted': 'stopped' };
    expect(routed(routes).heard).toEqual(['any', 'ws:message']);
    expect(routed(routes, 'halted').heard).toEqual(['stopped', 'ws:message']);
  });

  it.each([undefined, null, '', false, 7, {}])('that gives %j suppresses the typed event alone', (name) => {
    expect(routed({ 'ws:message:quote': () => name }).heard).toEqual(['ws:message']);
  });

  it('does not rename what has no type, nor what is no message', () => {
    const route = vi.fn(() => 'wrong');
    const { ws, receiveRaw, heard } = routed({ '*': route }, 'quote');
    route.mockClear();
    heard.length = 0;
    receiveRaw({ price: 7 });
    ws.close();
    ws.open();
    expect(route).not.toHaveBeenCalled();
    expect(heard).toEqual(['ws:message', 'ws:close']);
  });

  it('leads to what is bound under the new name, payload and origin unchanged', () => {
    const { ws, receive } = connect({
      routes: { 'ws:message:quote': 'priced', 'ws:message:tick': 'ws:message:quote' },
    });
    const [byOldName, byNewName] = [vi.fn(), vi.fn()];
    ws.bind(new Backbone.Model(), { 'ws:message:quote': byOldName, priced: byNewName });
    receive('quote', 1);
    receive('tick', 2);
    expect(byNewName.mock.calls).toEqual([[1, expect.objectContaining({ type: 'quote' })]]);
    expect(byOldName.mock.calls).toEqual([[2, expect.objectContaining({ type: 'tick' })]]);
  });

  it('that throws raises no typed event but an error, and the message comes all the same', () => {
    const broken = new Error('a broken route');
    const { ws, receive } = connect({
      routes: {
        '*': () => {
          throw broken;
        },
      },
    });
    const [error, typed, all] = [vi.fn(), vi.fn(), vi.fn()];
    ws.on('ws:error', error).on('ws:message:quote', typed).on('ws:message', all);
    receive('quote', 7);
    expect(error.mock.calls).toEqual([[broken, true]]);
    expect(typed).not.toHaveBeenCalled();
    expect(all).toHaveBeenCalledTimes(1);
  });

  it('leaves expectations the type on the wire', async () => {
    const { ws, receive } = connect({ routes: { 'ws:message:quote': 'priced' } });
    const expectation = ws.expect('quote');
    receive('quote', 7);
    expect(await expectation).toBe(7);
  });

  it('is asked for by the name of the whole event, whatever the type', () => {
    const route = vi.fn(() => 'safe');
    const { heard } = routed({ '*': route }, 'x ws:close');
    expect(route).toHaveBeenCalledWith('ws:message:x ws:close', 7);
    expect(heard).toEqual(['safe', 'ws:message']);
  });

  it.each(['__proto__', 'constructor', 'toString'])('is never found on the prototype of the routes: %s', (type) => {
    expect(routed({}, type).heard).toEqual([`ws:message:${type}`, 'ws:message']);
    const { ws } = connect({ routes: {} });
    expect(ws.route(type, 7)).toBe(type);
  });
});

describe('routes', () => {
  it('can be assigned', () => {
    const { ws, receive, heard } = routed(undefined);
    heard.length = 0;
    ws.routes = { 'ws:message:quote': 'priced' };
    receive('quote');
    ws.routes = null;
    receive('quote');
    expect(heard).toEqual(['priced', 'ws:message', 'ws:message:quote', 'ws:message']);
  });

  it.each([undefined, { '*': 'any' }])('can be assigned one by one, having been %j', (routes) => {
    const { ws, receive, heard } = routed(routes);
    heard.length = 0;
    ws.routes['ws:message:quote'] = 'priced';
    receive('quote');
    delete ws.routes['ws:message:quote'];
    receive('quote');
    expect(heard[0]).toBe('priced');
    expect(heard[2]).toBe(routes?.['*'] ?? 'ws:message:quote');
  });

  it('are there to be asked', () => {
    const { ws } = connect({ routes: { 'ws:message:quote': 'priced', 'ws:message:halted': () => undefined } });
    expect(ws.route('ws:message:quote', 7)).toBe('priced');
    expect(ws.route('ws:message:halted', 7)).toBeUndefined();
    expect(ws.route('ws:message:other', 7)).toBe('ws:message:other');
  });
});
