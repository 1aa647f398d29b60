import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { decode, encode } from '@msgpack/msgpack';
import Backbone from 'backbone';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { channels } from '../../examples/codecs/channels.js';
import { eventArrays } from '../../examples/codecs/event-arrays.js';
import { jsonRpc } from '../../examples/codecs/json-rpc.js';
import { messagePack } from '../../examples/codecs/message-pack.js';
import { type Codec, WS } from '../../src/index.js';
import { connect } from '../support/wire.js';

/** What each server says and hears for the same things. */
const servers: { name: string; codec: Codec; type: string; wire: { [what: string]: (id?: string) => unknown } }[] = [
  {
    name: 'JSON-RPC 2.0',
    codec: jsonRpc,
    type: 'add',
    wire: {
      message: () => ({ jsonrpc: '2.0', method: 'add', params: [1, 2] }),
      request: (id) => ({ jsonrpc: '2.0', method: 'add', params: [1, 2], id }),
      reply: (id) => ({ jsonrpc: '2.0', result: 3, id }),
      refusal: (id) => ({ jsonrpc: '2.0', error: { code: -32601, message: 'no such method' }, id }),
    },
  },
  {
    name: '[event, data] arrays',
    codec: eventArrays,
    type: 'add',
    wire: {
      message: () => ['add', [1, 2]],
      request: (id) => ['add', [1, 2], id],
      reply: (id) => [null, 3, id],
      refusal: (id) => [null, null, id, { code: -32601, message: 'no such method' }],
    },
  },
  {
    name: 'channels',
    codec: channels,
    type: 'math:1/add',
    wire: {
      message: () => ({ topic: 'math:1', event: 'add', payload: [1, 2], ref: null }),
      request: (id) => ({ topic: 'math:1', event: 'add', payload: [1, 2], ref: id }),
      reply: (id) => ({ topic: 'math:1', event: 'phx_reply', payload: { status: 'ok', response: 3 }, ref: id }),
      refusal: (id) => ({
        topic: 'math:1',
        event: 'phx_reply',
        payload: { status: 'error', response: { code: -32601, message: 'no such method' } },
        ref: id,
      }),
    },
  },
];

describe.each(servers)('a codec for $name', ({ codec, type, wire }) => {
  it('sends and takes messages', () => {
    const { ws, sent, receiveRaw } = connect({ codec });
    const taken: unknown[] = [];
    ws.on(`ws:message:${type}`, (data: unknown) => taken.push(data));
    ws.send(type, [1, 2]);
    receiveRaw(wire.message!());
    expect(sent()).toEqual([wire.message!()]);
    expect(taken).toEqual([[1, 2]]);
  });

  it('asks, and takes replies and errors', async () => {
    const { ws, sent, receiveRaw } = connect({ codec });
    const idOf = (index: number): string => sent()[index].id ?? sent()[index].ref ?? sent()[index][2];
    const good = ws.request(type, [1, 2]);
    const bad = ws.request(type, [1, 2]);
    expect(sent()).toEqual([wire.request!(idOf(0)), wire.request!(idOf(1))]);
    receiveRaw(wire.refusal!(idOf(1)));
    receiveRaw(wire.reply!(idOf(0)));
    expect(await good).toBe(3);
    await expect(bad).rejects.toMatchObject({ code: 'remote', cause: { message: 'no such method' } });
  });
});

it('a batch of JSON-RPC is several messages, in order', () => {
  const { ws, receiveRaw } = connect({ codec: jsonRpc });
  const taken: unknown[] = [];
  ws.on('ws:message', (data: unknown, type: unknown) => taken.push([type, data]));
  receiveRaw([
    { jsonrpc: '2.0', method: 'a', params: 1 },
    { jsonrpc: '2.0', method: 'b', params: 2 },
  ]);
  expect(taken).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
});

it('JSON-RPC answers what the server asks', () => {
  const { ws, sent, receiveRaw } = connect({ codec: jsonRpc, answers: true });
  ws.bind(new Backbone.Model(), { 'ws:message:add': ([a, b]: number[]) => a! + b! });
  receiveRaw({ jsonrpc: '2.0', method: 'add', params: [1, 2], id: 9 });
  expect(sent()).toEqual([{ jsonrpc: '2.0', result: 3, id: 9 }]);
});

it('MessagePack carries messages, bytes and requests over a real socket', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  const heard: any[] = [];
  server.on('connection', (socket: WebSocket) => {
    socket.on('message', (frame: Buffer) => {
      const { type, data, id } = decode(frame) as any;
      heard.push({ type, data });
      if (id) socket.send(encode({ id, data: { sum: data[0] + data[1] } }));
      else socket.send(encode({ type: 'bytes', data: new Uint8Array([1, 2, 3]) }));
    });
  });
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ws = new WS(url, { codec: messagePack, WebSocket, keepOpen: true });
  onTestFinished(() => {
    ws.destroy();
    server.close();
  });
  const bytes = new Promise((resolve) => ws.once('ws:message:bytes', resolve));
  ws.send('hello', { at: new Date(0) });
  expect(await ws.request('add', [1, 2])).toEqual({ sum: 3 });
  expect(await bytes).toEqual(new Uint8Array([1, 2, 3]));
  expect(heard).toEqual([
    { type: 'hello', data: { at: new Date(0) } },
    { type: 'add', data: [1, 2] },
  ]);
});
