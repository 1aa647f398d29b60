import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WS } from '../src/index.js';
import { createFakeWebSocket } from '../src/testing/index.js';
import { connected, connecting } from './connection/traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('by default', () => {
  it('names of events begin with ws, and of methods there is send', () => {
    const { ws, server, socket } = connected();
    const model: any = new Backbone.Model();
    const heard: string[] = [];
    ws.bind(model);
    ws.on('all', (event: string) => void heard.push(event));
    server.send('{"type":"quote","data":1}');
    model.send('x', 1);
    expect(ws.prefix).toBe('ws');
    expect(heard).toEqual(['ws:message:quote', 'ws:message']);
    expect(socket.sent).toEqual(['{"type":"x","data":1}']);
  });

  it('a connection that nothing is bound to any more is destroyed', () => {
    const { ws, trace } = connected();
    const model = new Backbone.Model();
    ws.bind(model).unbind(model);
    expect(trace).toEqual(['close 1000']);
  });

  it('a resource saves as Backbone does', () => {
    const { ws, socket } = connected();
    const model = new Backbone.Model();
    ws.bind(model);
    expect(model.sync).toBe(Backbone.Model.prototype.sync);
    expect(socket.sent).toEqual([]);
  });

  it('there are three retries, 3 s apart', () => {
    const { ws, FakeWebSocket, trace } = connecting();
    expect(ws.retries).toBe(3);
    for (let n = 0; n < 4; n++) {
      FakeWebSocket.last.server.refuse();
      vi.advanceTimersByTime(3000);
    }
    const told = trace.filter((line) => /^(reopening|noretries)/.test(line));
    expect(told).toEqual(['reopening 1 in 3000', 'reopening 2 in 3000', 'reopening 3 in 3000', 'noretries 1006']);
  });

  it('an attempt may take 20 s', () => {
    const { trace } = connecting();
    vi.advanceTimersByTime(19_999);
    expect(trace).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(trace[0]).toBe('error connect-timeout');
  });

  it('an expectation waits 7 s for any message', async () => {
    const { ws, server } = connected();
    const late = ws.expect('late').catch(({ code }) => code);
    const any = ws.expect();
    server.send('{"type":"x","data":1}');
    vi.advanceTimersByTime(6999);
    expect(await Promise.race([late, any])).toBe(1);
    vi.advanceTimersByTime(1);
    expect(await late).toBe('timeout');
  });

  it('nothing is written to the console', () => {
    const debug = vi.spyOn(console, 'debug');
    const { ws, server } = connected();
    ws.send('x');
    server.send('x');
    expect(debug).not.toHaveBeenCalled();
    debug.mockRestore();
  });

  it.each([[undefined], [null], [{}], [{ retries: null, reopenTimeout: null, shouldReopen: null, prefix: undefined }]])(
    'is what %o stands for',
    (options) => {
      vi.stubGlobal('WebSocket', createFakeWebSocket());
      const ws = new WS('ws://server/', options as object);
      expect(ws).toMatchObject({ retries: 3, prefix: 'ws', state: 'connecting' });
      ws.destroy();
    },
  );
});

describe('a name that is disabled', () => {
  it.each<[none: null | false | '']>([[null], [false], ['']])('leaves events without a prefix: %o', (prefix) => {
    const { ws, server } = connected({ prefix: prefix as never });
    const heard: string[] = [];
    ws.on('all', (event: string) => void heard.push(event));
    server.send('{"type":"quote"}');
    server.drop({ error: false });
    expect(ws.prefix).toBe('');
    expect(heard).toEqual(['message:quote', 'message', 'close', 'reopening']);
  });

  it.each<[none: null | false | '']>([[null], [false], ['']])(
    'leaves resources without a send: %o',
    (sendAttribute) => {
      const { ws } = connected({ sendAttribute });
      const model = new Backbone.Model();
      ws.bind(model, {});
      expect(['send', 'null', 'false', ''].filter((name) => name in model)).toEqual([]);
    },
  );

  it.each<[none: null | false | '']>([[null], [false], ['']])('leaves messages without a type: %o', (typeAttribute) => {
    const { server, trace } = connected({ typeAttribute });
    server.send('{"type":"quote","data":1,"null":"a","false":"b","":"c"}');
    expect(trace).toEqual(['message {"type":"quote","data":1,"null":"a","false":"b","":"c"}']);
  });

  it.each<[none: null | false | '']>([[null], [false], ['']])(
    'leaves messages to be their own payload: %o',
    (dataAttribute) => {
      const { server, trace } = connected({ dataAttribute });
      server.send('{"type":"quote","data":1,"null":2,"false":3,"":4}');
      expect(trace).toEqual(['message quote {"type":"quote","data":1,"null":2,"false":3,"":4}']);
    },
  );
});

it('what the caller gave stays as it was', () => {
  const model = new Backbone.Model({ id: 1 });
  const given = {
    url: Object.freeze(new URL('ws://server/')),
    options: {
      routes: { 'ws:message:a': 'b' },
      resources: [[model, { 'ws:open': () => {} }], { resource: new Backbone.Model(), events: { 'ws:close': true } }],
      backoff: { baseMs: 5 },
      outbox: { limit: 5 },
      protocol: ['v1'],
      prefix: null,
      expect: { ok: true },
    },
    message: { type: 'x', data: { a: [1] } },
  };
  const { options, message } = given;
  const parts = [options, ...options.resources, ...Object.values(options).filter((part) => typeof part === 'object')];
  for (const part of [...parts, message, message.data]) if (part) Object.freeze(part);
  const before = JSON.stringify(given);
  const { ws, server, socket } = connected(options as any, { url: given.url });
  ws.send(message);
  ws.expect();
  server.send('{"type":"a","data":{}}');
  server.drop();
  ws.destroy();
  expect(socket.sent).toEqual([JSON.stringify(message)]);
  expect(JSON.stringify(given)).toBe(before);
  expect(model.attributes).toEqual({ id: 1 });
});
