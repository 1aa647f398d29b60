import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { recorded } from '../support/resources.js';
import { connect } from '../support/wire.js';

const { Model } = Backbone;

describe('a typed message', () => {
  it('reaches the handlers of its type, and no others', () => {
    const { ws, receive } = connect();
    const tick = vi.fn();
    const halt = vi.fn();
    ws.bind(new Model(), { 'ws:message:quote': tick, 'ws:message:halted': halt });
    receive('quote', { price: 7 });
    expect(tick).toHaveBeenCalledTimes(1);
    expect(halt).not.toHaveBeenCalled();
  });

  it('brings its payload and where it came from, with the resource as this', () => {
    const { ws, receive } = connect();
    const tick = vi.fn();
    const model = new Model();
    ws.bind(model, { 'ws:message:quote': tick });
    receive('quote', { price: 7 });
    const raw = { type: 'quote', data: { price: 7 } };
    const event = expect.objectContaining({ type: 'message', data: JSON.stringify(raw) });
    expect(tick.mock.calls).toEqual([[{ price: 7 }, { type: 'quote', raw, event }]]);
    expect(tick.mock.contexts).toEqual([model]);
  });

  it.each([
    ['its data field', { type: 'quote', data: 7 }, 7],
    ['null in its data field', { type: 'quote', data: null }, null],
    ['false in its data field', { type: 'quote', data: false }, false],
    ['the whole message without that field', { type: 'quote', price: 7 }, { type: 'quote', price: 7 }],
  ])('has as payload %s', (_name, message, payload) => {
    const { ws, receiveRaw } = connect();
    const tick = vi.fn();
    ws.bind(new Model(), { 'ws:message:quote': tick });
    receiveRaw(message);
    expect(tick.mock.calls[0]?.[0]).toEqual(payload);
  });

  it('is read by other names of the fields where the options give some', () => {
    const { ws, receiveRaw } = connect({ typeAttribute: 't', dataAttribute: 'd' });
    const tick = vi.fn();
    ws.bind(new Model(), { 'ws:message:quote': tick });
    receiveRaw({ t: 'quote', d: 7, type: 'other', data: 8 });
    expect(tick.mock.calls[0]?.[0]).toBe(7);
  });

  it('calls the method that the name leads to at the time', () => {
    const { ws, receive } = connect();
    const model = Object.assign(new Model(), { tick: vi.fn() });
    ws.bind(model, { 'ws:message:quote': 'tick' });
    receive('quote', 1);
    const [first] = [model.tick];
    model.tick = vi.fn();
    receive('quote', 2);
    expect(first.mock.calls.map(([data]) => data)).toEqual([1]);
    expect(model.tick.mock.calls.map(([data]) => data)).toEqual([2]);
    expect(model.tick.mock.contexts).toEqual([model]);
  });

  it.each<[string, true | string | { trigger: string }, string]>([
    ['the same event for true', true, 'ws:message:quote'],
    ['the event of a name that is no method', 'priced', 'priced'],
    ['the event in { trigger }, were there a method of that name', { trigger: 'clear' }, 'clear'],
  ])('triggers %s', (_name, value, event) => {
    const { ws, receive } = connect();
    const model = new Model({ price: 6 });
    const events = recorded(model);
    ws.bind(model, { 'ws:message:quote': value });
    receive('quote', 7);
    expect(events).toEqual([[event, 7, expect.objectContaining({ type: 'quote' })]]);
    expect(model.get('price')).toBe(6);
  });

  it('arrives in full when a handler raises the same event again', () => {
    const { ws, receive } = connect();
    const seen: unknown[] = [];
    ws.bind(new Model(), {
      'ws:message:quote': (data) => {
        seen.push(['a', data]);
        if (data === 1) ws.trigger('ws:message:quote', 2);
      },
    });
    ws.bind(new Model(), { 'ws:message:quote': (data) => seen.push(['b', data]) });
    receive('quote', 1);
    expect(seen).toEqual([
      ['a', 1],
      ['a', 2],
      ['b', 2],
      ['b', 1],
    ]);
  });
});

describe('the order', () => {
  it('is that of binding, whichever way a handler was bound', () => {
    const { ws, receive } = connect();
    const seen: string[] = [];
    const note = (name: string) => () => void seen.push(name);
    const every = (name: string) => {
      const model = new Model();
      model.on('ws:message:quote', note(name));
      return model;
    };
    const keyed = (name: string, field: string) =>
      ws.bind(new Model({ [field]: 'A' }), { 'ws:message:quote': note(name) }, { match: field });
    ws.bind(every('every 1'));
    keyed('keyed 1', 'symbol');
    ws.bind(new Model(), { 'ws:message:quote': note('typed 1') });
    keyed('by another key', 'market');
    ws.bind(every('every 2'));
    ws.bind(new Model(), { 'ws:message:quote': note('typed 2') });
    keyed('keyed 2', 'symbol');
    receive('quote', { symbol: 'A', market: 'A' });
    expect(seen).toEqual(['every 1', 'keyed 1', 'typed 1', 'by another key', 'every 2', 'typed 2', 'keyed 2']);
  });

  it('puts what a resource binds later behind those that came between', () => {
    const { ws, receive } = connect();
    const seen: string[] = [];
    const first = new Model();
    ws.bind(first, { 'ws:message:quote': () => void seen.push('a') });
    ws.bind(new Model(), { 'ws:message:quote': () => void seen.push('b') });
    ws.bind(first, { 'ws:message:quote': () => void seen.push('c') });
    receive('quote');
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('is lost by unbinding, and kept by binding the same again', () => {
    const { ws, receive } = connect();
    const seen: string[] = [];
    const models = ['a', 'b', 'c'].map((name) => {
      const model = new Model();
      const events = { 'ws:message:quote': () => void seen.push(name) };
      return { model, events };
    });
    for (const { model, events } of models) ws.bind(model, events);
    ws.bind(models[0]!.model, models[0]!.events);
    ws.unbind(models[1]!.model);
    ws.bind(models[1]!.model, models[1]!.events);
    receive('quote');
    expect(seen).toEqual(['a', 'c', 'b']);
  });

  it('is typed handlers, typed listeners, catch-all handlers, catch-all listeners', () => {
    const { ws, receive } = connect();
    const seen: string[] = [];
    ws.on('ws:message', () => seen.push('listener of all'));
    ws.on('ws:message:quote', () => seen.push('listener'));
    ws.bind(new Model(), { 'ws:message': () => void seen.push('catch-all') });
    ws.bind(new Model(), { 'ws:message:quote': () => void seen.push('handler') });
    receive('quote');
    expect(seen).toEqual(['handler', 'listener', 'catch-all', 'listener of all']);
  });
});

describe('the catch-all', () => {
  it('gets payload, type and origin of every message', () => {
    const { ws, receiveRaw } = connect();
    const all = vi.fn();
    ws.bind(new Model(), { 'ws:message': all });
    receiveRaw({ type: 'quote', data: 1 });
    receiveRaw({ type: 'halted', data: 2 });
    expect(all.mock.calls).toEqual([
      [1, 'quote', { type: 'quote', raw: { type: 'quote', data: 1 }, event: expect.anything() }],
      [2, 'halted', { type: 'halted', raw: { type: 'halted', data: 2 }, event: expect.anything() }],
    ]);
  });

  it.each([[{ price: 7 }], [[1, 2]], ['text'], [7], [null], [false]])(
    'gets the message %j, which has no type, as it is',
    (message) => {
      const { ws, receiveRaw } = connect();
      const all = vi.fn();
      ws.bind(new Model(), { 'ws:message': all });
      receiveRaw(message);
      const meta = { type: undefined, raw: message, event: expect.anything() };
      expect(all.mock.calls).toEqual([[message, undefined, meta]]);
    },
  );

  it('gets a frame that is no JSON as it came', () => {
    const { ws, socket } = connect();
    const all = vi.fn();
    ws.bind(new Model(), { 'ws:message': all });
    socket.server.send('no JSON');
    expect(all.mock.calls[0]?.slice(0, 2)).toEqual(['no JSON', undefined]);
  });
});
