import Backbone from 'backbone';
import { type Client, WebSocket as MockWebSocket, Server } from 'mock-socket';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import '../../src/global.js';

const url = 'ws://chat.example.com/room';

/** What the client has sent, decoded. */
let received: any[];
let server: Server;
let client: Client;

/** The server of the chat: it answers who joins with the room, and who pings with a pong. */
function serve(): Server {
  const chat = new Server(url, { mock: false });
  chat.on('connection', (socket) => {
    client = socket;
    socket.on('message', (frame) => {
      const message = JSON.parse(String(frame));
      received.push(message);
      if (message.topic === 'join') tell('room', { name: 'Fight Club', members: 2 });
      if (message.topic === 'ping') tell('pong', { at: message.at });
    });
  });
  return chat;
}

const tell = (topic: string, body: unknown): void => client.send(JSON.stringify({ topic, body }));

/** mock-socket goes from step to step by timers of 4 ms. */
const pass = (ms = 50): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', MockWebSocket);
  received = [];
  server = serve();
});

afterEach(() => {
  server.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const Room = Backbone.Model.extend({
  defaults: { online: false },
  join(this: any) {
    this.set('online', true);
    this.transmit({ topic: 'join' });
  },
  leave(this: any) {
    this.set('online', false);
  },
});

/** A view without a page: there is no DOM here, and none is needed. */
const Log = Backbone.View.extend({
  _ensureElement() {},
  _removeElement() {},
  initialize(this: any) {
    this.lines = [];
    this.on('said', this.print);
  },
  print(this: any, data: unknown, type: string) {
    this.lines.push(`${type}: ${JSON.stringify(data)}`);
  },
});

function start() {
  const room = new Room() as any;
  const messages = new Backbone.Collection();
  const log = new Log() as any;
  const ws = Backbone.WS(url, {
    typeAttribute: 'topic',
    dataAttribute: 'body',
    sendAttribute: 'transmit',
    sync: true,
    retries: 1,
    reopenTimeout: 100,
    resources: [
      [room, { 'ws:open': room.join, 'ws:message:room': room.set, 'ws:close': room.leave, 'ws:noretries': true }],
      { resource: messages, events: { 'ws:message:say': messages.add } },
    ],
  });
  onTestFinished(() => {
    ws.destroy();
  });
  ws.bind(log, { 'ws:message': 'said' });
  return { ws, room, messages, log };
}

it('joins, and brings what the server tells to model, collection and view', async () => {
  const { ws, room, messages, log } = start();
  await pass();
  expect(ws.isOpen).toBe(true);
  expect(received).toEqual([{ topic: 'join' }]);
  expect(room.attributes).toEqual({ online: true, name: 'Fight Club', members: 2 });

  tell('say', { id: 1, text: 'His name is Robert Paulson.' });
  await pass();
  expect(messages.toJSON()).toEqual([{ id: 1, text: 'His name is Robert Paulson.' }]);
  expect(log.lines).toEqual([
    'room: {"name":"Fight Club","members":2}',
    'say: {"id":1,"text":"His name is Robert Paulson."}',
  ]);
});

it('saves over the connection and hears of it by an expectation', async () => {
  const { ws, room } = start();
  await pass();
  await expect(ws.ready).resolves.toBe(ws);
  const pong = ws.expect('pong', 2).promise;
  ws.send({ topic: 'ping', at: 7 });
  room.save({ name: 'Project Mayhem' });
  await pass();
  await expect(pong).resolves.toEqual({ at: 7 });
  expect(received.slice(1)).toEqual([
    { topic: 'ping', at: 7 },
    { online: true, name: 'Project Mayhem', members: 2, method: 'create' },
  ]);
});

it('joins again after the connection was lost, and gives up when the server stays away', async () => {
  const { ws, room } = start();
  const lost = vi.fn();
  room.on('ws:noretries', lost);
  await pass(2000);
  server.close({ code: 1012, reason: 'restart', wasClean: true });
  expect(room.get('online')).toBe(false);
  server = serve();
  await pass(200);
  expect(room.get('online')).toBe(true);
  expect(received).toEqual([{ topic: 'join' }, { topic: 'join' }]);

  await pass(2000);
  server.close();
  await pass(2000);
  expect(lost).toHaveBeenCalledOnce();
  expect(ws.isOpen).toBe(false);
});

it('closes the connection when the last of its resources has gone', async () => {
  const { ws, room, messages, log } = start();
  await pass();
  ws.unbind(messages);
  room.destroy();
  await pass();
  expect(ws.isOpen).toBe(true);
  log.remove();
  ws.unbind(log);
  await pass();
  expect(ws.resources).toEqual([]);
  expect(ws.socket).toBeNull();
  expect(server.clients()).toEqual([]);
});
