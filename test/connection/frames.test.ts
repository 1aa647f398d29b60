import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { WS } from '../../src/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';
import type { Frame } from '../../types/socket.js';
import { flush, until } from '../support/until.js';
import { connected, eventsOf } from './traced.js';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Like a socket that knows no `binaryType`: what is binary comes as a `Blob`. */
function blobConnected() {
  class BlobSocket extends createFakeWebSocket() {
    override get binaryType() {
      return 'blob' as const;
    }
    override set binaryType(_: BinaryType) {}
  }
  const ws = new WS('ws://server/', { WebSocket: BlobSocket });
  const socket = BlobSocket.last;
  socket.server.accept();
  return { ws, socket, server: socket.server, trace: eventsOf(ws) };
}

const quote = '{"type":"quote","data":{"name":"Größe 😀"}}';
const asMessage = 'message quote {"name":"Größe 😀"}';

describe('a frame that comes in', () => {
  it.each([
    ['text', quote],
    ['an ArrayBuffer', utf8(quote).buffer],
    ['a typed array', utf8(quote)],
    ['a Blob', new Blob([quote])],
  ] as [string, Frame][])('is decoded: %s', async (_, frame) => {
    const { server, trace } = connected();
    server.send(frame);
    await until(() => trace.length);
    expect(trace).toEqual([asMessage]);
  });

  it('is asked for as an ArrayBuffer', () => {
    expect(connected().socket.binaryType).toBe('arraybuffer');
  });

  it.each([
    ['a Buffer', Buffer.from(quote)],
    ['a part of a buffer', utf8(`xx${quote}xx`).subarray(2, -2)],
    ['a DataView', new DataView(utf8(quote).buffer)],
  ])('is decoded from a socket that gives %s', (_, data) => {
    const { socket, trace } = connected();
    socket.onmessage?.({ type: 'message', data });
    expect(trace).toEqual([asMessage]);
  });

  it('is decoded from a socket that gives a Blob', async () => {
    const { server, trace } = blobConnected();
    server.send(utf8(quote));
    await until(() => trace.length);
    expect(trace).toEqual([asMessage]);
  });
});

describe('a frame that has to be read first', () => {
  it('keeps its place among those that come later', async () => {
    const { server, trace } = blobConnected();
    server.send(utf8('1'));
    server.send('2');
    server.send(utf8('3'));
    server.send(utf8('not JSON'));
    server.send('5');
    expect(trace).toEqual([]);
    await until(() => trace.length >= 6);
    expect(trace.map((line) => line.replace(/\[object Blob\]|\{\}/, 'blob'))).toEqual([
      ...['message 1', 'message 2', 'message 3'],
      ...['invalid blob', 'message blob', 'message 5'],
    ]);
  });

  it('keeps nobody waiting once it is read', async () => {
    const { server, trace } = blobConnected();
    server.send(utf8('1'));
    await until(() => trace.length);
    server.send('2');
    expect(trace).toEqual(['message 1', 'message 2']);
  });

  it('is forgotten by destroy, and so are those behind it', async () => {
    const { ws, server, trace } = blobConnected();
    server.send(utf8('1'));
    server.send('2');
    ws.destroy();
    await flush();
    await flush();
    expect(trace).toEqual(['close 1000']);
  });
});

describe('a frame that goes out', () => {
  it.each([
    ['an ArrayBuffer', utf8('abc').buffer],
    ['a typed array', new Float64Array([1.5, 2])],
    ['a DataView', new DataView(new ArrayBuffer(4))],
    ['a Blob', new Blob(['abc'])],
  ])('is sent as it is: %s', (_, message) => {
    const { ws, socket } = connected();
    expect(ws.send(message)).toBe(true);
    expect(socket.sent).toEqual([message]);
  });

  it.each([
    ['an object', { a: 1 }, '{"a":1}'],
    ['a string', 'text', '"text"'],
    ['null', null, 'null'],
    ['a list', [1, 2], '[1,2]'],
  ])('is JSON for %s', (_, message, frame) => {
    const { ws, socket } = connected();
    ws.send(message);
    expect(socket.sent).toEqual([frame]);
  });
});

const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const big = 'x'.repeat(10_000_000);

describe('bad input', () => {
  it.each([
    ['no JSON', 'hello', ['ws:invalid', 'ws:message']],
    ['half a message', '{"type":"quote"', ['ws:invalid', 'ws:message']],
    ['nothing', '', ['ws:invalid', 'ws:message']],
    ['null', 'null', ['ws:message']],
    ['a number', '42', ['ws:message']],
    ['a string', '"open"', ['ws:message']],
    ['a list', '[{"type":"close"}]', ['ws:message']],
    ['a type that would be two events', '{"type":"x ws:close"}', ['ws:message']],
    ['a type with a line break', '{"type":"x\\nws:close"}', ['ws:message']],
    ['the type __proto__', '{"type":"__proto__"}', ['ws:message:__proto__', 'ws:message']],
    ['the type constructor', '{"type":"constructor"}', ['ws:message:constructor', 'ws:message']],
    ['the type all', '{"type":"all"}', ['ws:message:all', 'ws:message']],
    ['an object as type', '{"type":{}}', ['ws:message']],
    ['a list as type', '{"type":["close"]}', ['ws:message']],
    ['a number as type', '{"type":1}', ['ws:message']],
    ['an empty type', '{"type":""}', ['ws:message']],
    ['no type but null', '{"type":null}', ['ws:message']],
    ['a __proto__ of its own', '{"__proto__":{"type":"close"}}', ['ws:message']],
    ['10 MB of text that is no JSON', big, ['ws:invalid', 'ws:message']],
    ['10 MB of JSON', `{"type":"big","data":"${big}"}`, ['ws:message:big', 'ws:message']],
    ['100,000 nested arrays', deep, ['ws:message']],
    ['100,000 nested arrays as payload', `{"type":"deep","data":${deep}}`, ['ws:message:deep', 'ws:message']],
    ['100,000 nested arrays as type', `{"type":${deep}}`, ['ws:message']],
    ['truncated UTF-8', utf8('"é"').slice(0, 2), ['ws:invalid', 'ws:message']],
    ['binary that is no text', new Uint8Array([0xff, 0xfe, 0, 1]), ['ws:invalid', 'ws:message']],
    ['binary that is no JSON', utf8('hello'), ['ws:invalid', 'ws:message']],
    ['an empty binary frame', new ArrayBuffer(0), ['ws:invalid', 'ws:message']],
  ] as [string, Frame, string[]][])('%s raises what it names and nothing else', (_, frame, expected) => {
    // Without the trace of the others, which writes JSON: it gives up on what is nested that deep.
    const FakeWebSocket = createFakeWebSocket();
    const ws = new WS('ws://server/', { WebSocket: FakeWebSocket });
    const { server } = FakeWebSocket.last;
    server.accept();
    const model = new Backbone.Model();
    const bound: string[] = [];
    const told: string[] = [];
    const lifecycle = vi.fn();
    model.on('all', (event) => void bound.push(event));
    ws.on('all', (event: string) => void told.push(event));
    ws.bind(model);
    ws.bind(new Backbone.Model(), { 'ws:close': lifecycle, 'ws:open': lifecycle, 'ws:error': lifecycle });
    const waiting = [ws.expect('nothing'), ws.expect(() => false), ws.expect({ a: { b: 1 } }), ws.expect('__proto__')];
    server.send(frame);
    expect(told).toEqual(expected);
    expect(bound).toEqual(expected);
    expect(lifecycle).not.toHaveBeenCalled();
    expect(FakeWebSocket.errors).toEqual([]);
    expect(FakeWebSocket.last.readyState).toBe(1);
    server.send('{"type":"quote"}');
    expect(told.slice(expected.length)).toEqual(['ws:message:quote', 'ws:message']);
    for (const expectation of waiting) expectation.kill();
    ws.destroy();
  });

  it.each([
    ['text', 'hello', 'hello'],
    ['binary', utf8('hello'), utf8('hello').buffer],
  ])('that cannot be decoded is told by invalid and delivered raw: %s', (_, frame, data) => {
    const { ws, server } = connected();
    const told: unknown[][] = [];
    ws.on('ws:invalid', (...args) => void told.push(args));
    ws.on('ws:message', (...args) => void told.push(args));
    server.send(frame);
    const event = expect.objectContaining({ type: 'message', data });
    const issues = [{ message: expect.stringMatching(/\w/) }];
    expect(told).toEqual([
      [{ type: undefined, issues, data }],
      [data, undefined, { type: undefined, raw: data, event }],
    ]);
  });

  it('does not reach the prototype of what it is set on', () => {
    const { ws, server } = connected();
    const model = new Backbone.Model();
    ws.bind(model, { 'ws:message:set': 'set' });
    server.send('{"type":"set","data":{"__proto__":{"isAdmin":true},"name":"x"}}');
    expect(model.attributes).toEqual({ name: 'x' });
    expect((model.attributes as any).isAdmin).toBeUndefined();
    expect(({} as any).isAdmin).toBeUndefined();
  });

  it('is no more than data without a prefix too', () => {
    const { ws, server } = connected({ prefix: '' as 'ws' });
    const told: string[] = [];
    ws.on('all', (event) => void told.push(event));
    for (const type of ['close', 'all', 'x close', '__proto__']) server.send(JSON.stringify({ type }));
    expect(told.filter((event) => event !== 'message')).toEqual(['message:close', 'message:all', 'message:__proto__']);
    expect(ws.isOpen).toBe(true);
  });
});
