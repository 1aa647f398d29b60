import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { connect, connecting } from '../support/wire.js';

const { Model } = Backbone;

const ways: [string, (ws: any, model: Backbone.Model) => void][] = [
  ['unbind', (ws, model) => ws.unbind(model)],
  ['unbindAll', (ws) => ws.unbindAll()],
  ['unbindAll of its class', (ws) => ws.unbindAll(Model)],
  ['its destroy event', (_ws, model) => model.trigger('destroy', model)],
  ['its stopListening', (_ws, model) => model.stopListening()],
];

describe('when the last resource goes', () => {
  it.each(ways)('by %s, the connection is destroyed', (_name, end) => {
    const { ws, FakeWebSocket } = connect({ keepOpen: false });
    const [first, last] = [new Model(), new Model()];
    const close = vi.fn();
    ws.on('ws:close', close).bind(first).bind(last);
    ws.unbind(first);
    expect(ws.isOpen).toBe(true);
    end(ws, last);
    expect([ws.state, ws.isOpen, ws.socket, ws.resources]).toEqual(['idle', false, null, []]);
    expect(close.mock.calls).toEqual([[expect.objectContaining({ code: 1000, wasClean: true })]]);
    expect(FakeWebSocket.live).toEqual([]);
  });

  it.each(ways)('by %s, keepOpen keeps the connection', (_name, end) => {
    const { ws } = connect({ keepOpen: true });
    const last = new Model();
    const close = vi.fn();
    ws.on('ws:close', close).bind(last);
    end(ws, last);
    expect([ws.state, ws.resources]).toEqual(['open', []]);
    expect(close).not.toHaveBeenCalled();
  });

  it('its destroy is called, so that a child of the class may do more', () => {
    const { ws } = connect({ keepOpen: false });
    const model = new Model();
    const destroy = vi.spyOn(ws, 'destroy');
    ws.bind(model).unbind(model);
    expect(destroy).toHaveBeenCalledTimes(1);
  });

  it('during an attempt, the attempt ends and is not made again', () => {
    vi.useFakeTimers();
    const { ws, FakeWebSocket } = connecting({ keepOpen: false });
    const model = new Model();
    ws.bind(model).unbind(model);
    vi.advanceTimersByTime(60_000);
    expect(ws.state).toBe('idle');
    expect(FakeWebSocket.sockets).toHaveLength(1);
    expect(FakeWebSocket.live).toEqual([]);
    vi.useRealTimers();
  });

  it('within a message, the others that listen still get that message', () => {
    const { ws, receive } = connect({ keepOpen: false });
    const model = new Model();
    const heard = vi.fn();
    ws.on('ws:message:quote', heard);
    ws.bind(model, { 'ws:message:quote': () => void ws.unbind(model) });
    receive('quote', 7);
    expect(heard).toHaveBeenCalledTimes(1);
    expect(ws.state).toBe('idle');
  });

  it('a connection that never had one is kept', () => {
    const { ws } = connect({ keepOpen: false });
    ws.unbindAll().unbind(new Model());
    expect(ws.isOpen).toBe(true);
  });
});

describe('after the last resource', () => {
  it('the next one opens the connection again, as if for the first time', () => {
    const { ws, FakeWebSocket } = connect({ keepOpen: false });
    const [model, open] = [new Model(), vi.fn()];
    ws.bind(model).unbind(model);
    ws.bind(model, { 'ws:open': open });
    expect(ws.state).toBe('connecting');
    expect(FakeWebSocket.sockets).toHaveLength(2);
    FakeWebSocket.last.server.accept();
    expect(open.mock.calls).toEqual([[{ reopened: false }]]);
  });

  it('open() opens it, too', () => {
    const { ws, FakeWebSocket } = connect({ keepOpen: false });
    const model = new Model();
    ws.bind(model).unbind(model).open();
    FakeWebSocket.last.server.accept();
    ws.bind(model);
    expect([ws.isOpen, ws.resources]).toEqual([true, [model]]);
    expect(FakeWebSocket.sockets).toHaveLength(2);
  });

  it('what is sent waits for the next one', () => {
    const { ws, FakeWebSocket } = connect({ keepOpen: false });
    const model = new Model();
    ws.bind(model).unbind(model);
    expect(ws.send('x')).toBe(false);
    ws.bind(model);
    FakeWebSocket.last.server.accept();
    expect(FakeWebSocket.last.sent).toEqual(['"x"']);
  });

  it('an explicit destroy is for good: bind throws until open()', () => {
    const { ws } = connect({ keepOpen: false });
    const model = new Model();
    ws.bind(model).unbind(model).destroy();
    expect(() => ws.bind(model)).toThrow(expect.objectContaining({ code: 'destroyed' }));
    expect(ws.open().bind(model).resources).toEqual([model]);
  });

  it.each([
    ['before it went', (ws: any, model: Backbone.Model) => ws.close().unbind(model)],
    ['after it', (ws: any, model: Backbone.Model) => ws.unbind(model).close()],
    ['when its end is told', (ws: any, model: Backbone.Model) => ws.once('ws:close', () => ws.close()).unbind(model)],
  ])('a connection that was closed %s stays so until open()', (_name, end) => {
    const { ws, FakeWebSocket } = connect({ keepOpen: false });
    const model = new Model();
    ws.bind(model);
    end(ws, model);
    ws.bind(model);
    expect([ws.socket, FakeWebSocket.live, ws.resources]).toEqual([null, [], [model]]);
    expect(ws.open().state).toBe('connecting');
  });

  it('one that comes in the close event opens the connection again', () => {
    const { ws, FakeWebSocket } = connect({ keepOpen: false });
    const [model, next] = [new Model(), new Model()];
    ws.once('ws:close', () => ws.bind(next));
    ws.bind(model).unbind(model);
    expect([ws.state, ws.resources]).toEqual(['connecting', [next]]);
    FakeWebSocket.last.server.accept();
    expect(ws.isOpen).toBe(true);
  });
});
