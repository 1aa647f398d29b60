import Backbone from 'backbone';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../support/wire.js';

const { Model } = Backbone;
const broken = new Error('a broken handler');
const fail = (): never => {
  throw broken;
};

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('a handler that throws', () => {
  it.each([
    ['of the type', 'ws:message:quote'],
    ['of every message', 'ws:message'],
  ])('stops no other handler %s, nor any listener', (_name, event) => {
    const { ws, receive } = connect();
    const seen: string[] = [];
    ws.on('ws:error', () => {});
    ws.on(event, () => seen.push('listener'));
    for (const name of ['a', 'b', 'c']) {
      ws.bind(new Model(), { [event]: () => void seen.push(name) });
      ws.bind(new Model(), { [event]: fail });
    }
    receive('quote');
    receive('quote');
    const once = ['a', 'b', 'c', 'listener'];
    expect(seen).toEqual([...once, ...once]);
  });

  it('stops no other when it is one of those that share a key', () => {
    const { ws, receive } = connect();
    const after = vi.fn();
    ws.on('ws:error', () => {});
    ws.bind(new Model({ symbol: 'A' }), { 'ws:message:quote': fail }, { match: 'symbol' });
    ws.bind(new Model({ symbol: 'A' }), { 'ws:message:quote': after }, { match: 'symbol' });
    receive('quote', { symbol: 'A' });
    expect(after).toHaveBeenCalledTimes(1);
  });

  it('is told to the error event, the thrown value itself, once each time', () => {
    const { ws, receive } = connect();
    const report = vi.fn();
    const listener = vi.fn();
    const handler = vi.fn();
    vi.stubGlobal('reportError', report);
    ws.on('ws:error', listener);
    ws.bind(new Model(), { 'ws:message:quote': fail, 'ws:error': handler });
    receive('quote');
    expect(listener.mock.calls).toEqual([[broken, true]]);
    expect(handler.mock.calls).toEqual([[broken, true]]);
    expect(report).not.toHaveBeenCalled();
  });

  it('is told when it is a method or a listener of what is triggered, too', () => {
    const { ws, receive } = connect();
    const errors: unknown[] = [];
    ws.on('ws:error', (error) => errors.push(error));
    const model = new Model();
    model.on('priced', fail);
    ws.bind(Object.assign(new Model(), { tick: fail }), { 'ws:message:quote': 'tick' });
    ws.bind(model, { 'ws:message:quote': 'priced' });
    receive('quote');
    expect(errors).toEqual([broken, broken]);
  });

  it('is reported where nobody listens to the error event', () => {
    const { ws, receive } = connect();
    const report = vi.fn();
    vi.stubGlobal('reportError', report);
    ws.bind(new Model(), { 'ws:message:quote': fail });
    receive('quote');
    expect(report.mock.calls).toEqual([[broken]]);
  });

  it('is reported where only resources without a hash could have heard of it', () => {
    const { ws, receive } = connect();
    const report = vi.fn();
    vi.stubGlobal('reportError', report);
    const quiet = new Model();
    const heard = vi.fn();
    quiet.on('ws:error', heard);
    ws.bind(quiet).bind(new Model(), { 'ws:message:quote': fail });
    receive('quote');
    expect(heard.mock.calls).toEqual([[broken, true]]);
    expect(report.mock.calls).toEqual([[broken]]);
  });

  it('is printed where there is no reportError', () => {
    const { ws, receive } = connect();
    vi.stubGlobal('reportError', undefined);
    const print = vi.spyOn(console, 'error').mockImplementation(() => {});
    ws.bind(new Model(), { 'ws:message:quote': fail });
    receive('quote');
    expect(print.mock.calls).toEqual([[broken]]);
  });

  it('in the error event itself is reported, and comes back no more', () => {
    const { ws, receive } = connect();
    const report = vi.fn();
    const worse = new Error('a broken error handler');
    const after = vi.fn();
    vi.stubGlobal('reportError', report);
    ws.on('ws:error', () => {
      throw worse;
    });
    ws.on('ws:error', after);
    ws.bind(new Model(), { 'ws:message:quote': fail });
    receive('quote');
    expect(report.mock.calls).toEqual([[worse]]);
    expect(after).toHaveBeenCalledTimes(1);
  });
});

describe('a resource unbound during dispatch', () => {
  it.each<[string, object | null, string | undefined]>([
    ['bound to the type', { 'ws:message:quote': 'tick' }, undefined],
    ['bound by the same key', { 'ws:message:quote': 'tick' }, 'symbol'],
    ['bound to every message', { 'ws:message': 'tick' }, undefined],
    ['bound without a hash', null, undefined],
  ])('gets nothing more, %s', (_name, events, match) => {
    const { ws, receive } = connect();
    const tick = vi.fn();
    const model = Object.assign(new Model({ symbol: 'A' }), { tick });
    model.on('ws:message:quote ws:message', tick);
    const options = match === undefined ? {} : { match };
    ws.bind(new Model({ symbol: 'A' }), { 'ws:message:quote': () => void ws.unbind(model) }, options);
    ws.bind(model, events as null, options);
    receive('quote', { symbol: 'A' });
    expect(tick).not.toHaveBeenCalled();
  });

  it('by itself still lets the others have the message', () => {
    const { ws, receive } = connect();
    const all = vi.fn();
    const after = vi.fn();
    const model = new Model();
    ws.bind(model, { 'ws:message:quote': () => void ws.unbind(model), 'ws:message': all });
    ws.bind(new Model(), { 'ws:message:quote': after });
    receive('quote');
    expect(all).not.toHaveBeenCalled();
    expect(after).toHaveBeenCalledTimes(1);
  });

  it('leaves the others in order, once each, however many go', () => {
    const { ws, receive } = connect();
    const seen: number[] = [];
    const models = Array.from({ length: 100 }, () => new Model());
    models.forEach((model, i) => {
      const handler = () => {
        seen.push(i);
        if (i === 0) for (const [j, other] of models.entries()) if (j % 4) ws.unbind(other);
      };
      ws.bind(model, { 'ws:message:quote': handler });
    });
    receive('quote');
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => i * 4));
  });

  it('and bound again waits for the next message', () => {
    const { ws, receive } = connect();
    const tick = vi.fn();
    const model = new Model();
    const again = () => void ws.unbind(model).bind(model, { 'ws:message:quote': tick });
    ws.bind(new Model(), { 'ws:message:quote': again });
    ws.bind(model, { 'ws:message:quote': tick });
    receive('quote', 1);
    expect(tick).not.toHaveBeenCalled();
    receive('quote', 2);
    expect(tick).not.toHaveBeenCalled();
    ws.unbind(ws.resources[0]!);
    receive('quote', 3);
    expect(tick.mock.calls.map(([data]) => data)).toEqual([3]);
  });
});

describe('a resource bound during dispatch', () => {
  it.each([
    ['to the type', { 'ws:message:quote': 'tick' }, {}],
    ['by the same key', { 'ws:message:quote': 'tick' }, { match: 'symbol' }],
  ])('waits for the next message, bound %s', (_name, events, options) => {
    const { ws, receive } = connect();
    const tick = vi.fn();
    const model = Object.assign(new Model({ symbol: 'A' }), { tick });
    const first = new Model({ symbol: 'A' });
    ws.bind(first, { 'ws:message:quote': () => void ws.bind(model, events, options) }, options);
    receive('quote', { symbol: 'A', price: 1 });
    expect(tick).not.toHaveBeenCalled();
    receive('quote', { symbol: 'A', price: 2 });
    expect(tick.mock.calls.map(([{ price }]) => price)).toEqual([2]);
  });
});

describe('destroy() during dispatch', () => {
  it.each<[string, string, (ws: any, destroy: () => void) => unknown]>([
    ['in a predicate', '{"type":"quote"}', (ws, destroy) => ws.expect(destroy)],
    ['in a handler', '{"type":"quote"}', (ws, destroy) => ws.bind(new Model(), { 'ws:message:quote': destroy })],
    ['where a frame is no JSON', '{', (ws, destroy) => ws.on('ws:invalid', destroy)],
  ])('ends the way of the message, %s', (_name, frame, begin) => {
    const { ws, socket } = connect();
    const [handler, listener] = [vi.fn(), vi.fn()];
    begin(ws, () => void ws.destroy());
    ws.bind(new Model(), { 'ws:message:quote': handler, 'ws:message': handler });
    ws.on('ws:message', listener);
    socket.server.send(frame);
    expect(ws.state).toBe('idle');
    expect(handler).not.toHaveBeenCalled();
    expect(listener).not.toHaveBeenCalled();
  });
});
