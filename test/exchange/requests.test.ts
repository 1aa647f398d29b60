import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import type { LogEntry } from '../../src/index.js';
import { flush } from '../support/until.js';
import { connect } from '../support/wire.js';
import { ask, errorOf, standing } from './asking.js';

describe('a request', () => {
  it('goes out as type, payload and id, and nothing else', () => {
    const { ws, socket } = connect();
    ask(ws, 'order.place', { symbol: 'ACME', qty: 1 });
    expect(socket.sent).toHaveLength(1);
    expect(socket.sent[0]).toMatch(/^\{"type":"order\.place","data":\{"symbol":"ACME","qty":1\},"id":"[0-9a-z]+-1"\}$/);
  });

  it('without a payload goes out as type and id', () => {
    const { ws, sent } = connect();
    ws.request('ping', undefined).catch(() => {});
    expect(sent()).toEqual([{ type: 'ping', id: expect.any(String) }]);
  });

  it('has an id unlike any other, of other connections and after reconnects too', () => {
    const ids = Array.from({ length: 50 }, () => {
      const { ws, FakeWebSocket } = connect();
      for (let n = 0; n < 3; n++) {
        ask(ws);
        ask(ws);
        ws.destroy().open();
        FakeWebSocket.last.server.accept();
      }
      return FakeWebSocket.sockets.flatMap(({ sent }) => sent.map((frame) => JSON.parse(String(frame)).id));
    }).flat();
    expect(ids).toHaveLength(300);
    expect(new Set(ids).size).toBe(300);
    for (const id of ids) expect(id).toMatch(/^[0-9a-z]{6,14}-[1-6]$/);
  });

  it.each<[unknown]>([[{ deep: [{ er: 1 }] }], [[1, 2]], ['text'], [''], [0], [false], [null]])(
    'is fulfilled with the payload %j of its reply',
    async (data) => {
      const { ws, sent, receiveRaw } = connect();
      const request = ask(ws);
      receiveRaw({ id: sent()[0].id, data });
      expect(await request).toEqual(data);
    },
  );

  it('is fulfilled with nothing by a reply that is its id alone', async () => {
    const { ws, sent, receiveRaw } = connect();
    const request = ask(ws);
    receiveRaw({ id: sent()[0].id });
    expect(await standing(request)).toEqual(['fulfilled', undefined]);
  });

  it('gets the reply with its id, in whichever order they come', async () => {
    const { ws, sent, receiveRaw } = connect();
    const requests = [1, 2, 3].map((n) => ask(ws, 'double', n));
    for (const { id, data } of sent().reverse()) receiveRaw({ id, data: data * 2 });
    expect(await Promise.all(requests)).toEqual([2, 4, 6]);
  });

  it.each([
    ['a type', 'quote'],
    ['its own type', 'ask'],
  ])('takes a reply that has %s, and nobody else gets it', async (_name, type) => {
    const { ws, sent, receiveRaw } = connect();
    const others = vi.fn();
    const resource = Object.assign({}, Backbone.Events);
    ws.bind(resource);
    await flush();
    resource.on('all', others);
    ws.on('all', others);
    const expectations = [ws.expect(type), ws.expect(null)];
    const request = ask(ws);
    receiveRaw({ type, id: sent()[0].id, data: 7 });
    expect(await request).toBe(7);
    expect(others).not.toHaveBeenCalled();
    expect(await Promise.all(expectations.map(standing))).toEqual(['waiting', 'waiting']);
  });

  it('is what another of the same type does not take for its own: one that waits for a type gets what has no id', async () => {
    const { ws, receiveRaw } = connect();
    const request = ask(ws, 'pong');
    const expectation = ws.expect('pong');
    receiveRaw({ type: 'pong', data: 7 });
    expect([await expectation, await standing(request)]).toEqual([7, 'waiting']);
  });

  it('and its reply are in the debug log', async () => {
    const lines: LogEntry[] = [];
    const { ws, sent, receiveRaw } = connect({ logger: (entry) => void lines.push(entry) });
    lines.length = 0;
    const request = ask(ws);
    receiveRaw({ type: 'answer', id: sent()[0].id });
    await request;
    expect(lines.map(({ direction, type }) => [direction, type])).toEqual([
      ['out', 'ask'],
      ['in', 'answer'],
    ]);
  });
});

describe('an error in a reply', () => {
  const coded = { code: 409, message: 'sold out', left: { ACME: 0 } };

  it.each<[unknown, string]>([
    ['sold out', 'sold out'],
    [coded, 'sold out'],
    [{ code: 409 }, 'answered with an error'],
    [['sold', 'out'], 'answered with an error'],
    [409, 'answered with an error'],
    [0, 'answered with an error'],
    [true, 'answered with an error'],
    [false, 'answered with an error'],
  ])('%j rejects the request and is its cause', async (error, text) => {
    const { ws, sent, receiveRaw } = connect();
    const request = ask(ws, 'order.place');
    receiveRaw({ id: sent()[0].id, error });
    expect(await errorOf(request)).toMatchObject({ name: 'WSError', code: 'remote', sent: true, cause: error });
    expect((await errorOf(request)).message).toBe(`Request "order.place": ${text}.`);
  });

  it('counts more than a payload beside it', async () => {
    const { ws, sent, receiveRaw } = connect();
    const request = ask(ws);
    receiveRaw({ type: 'ask', id: sent()[0].id, data: 7, error: 'no' });
    expect(await standing(request)).toEqual(['remote', true]);
  });

  it('is none if it is null', async () => {
    const { ws, sent, receiveRaw } = connect();
    const request = ask(ws);
    receiveRaw({ id: sent()[0].id, data: 7, error: null });
    expect(await request).toBe(7);
  });

  it('is told to nobody else', async () => {
    const { ws, sent, receiveRaw } = connect();
    const others = vi.fn();
    ws.on('all', others);
    const request = ask(ws);
    receiveRaw({ id: sent()[0].id, error: 'no' });
    await errorOf(request);
    expect(others).not.toHaveBeenCalled();
  });
});

describe('no reply, but an ordinary message, is', () => {
  it.each<[string, (id: string) => unknown]>([
    ['an unknown id', () => 'unknown'],
    ['the id with more behind it', (id) => `${id}0`],
    ['the number of the id', (id) => Number(id.split('-')[1])],
    ['the id in a list', (id) => [id]],
    ['the id in an object', (id) => ({ id })],
    ['null', () => null],
    ['__proto__', () => '__proto__'],
    ['constructor', () => 'constructor'],
    ['toString', () => 'toString'],
    ['a huge id', () => 'x'.repeat(1_000_000)],
  ])('one with %s', async (_name, idOf) => {
    const { ws, sent, receiveRaw } = connect();
    const heard: unknown[] = [];
    ws.on('ws:message', (data, type) => void heard.push([data, type]));
    const request = ask(ws);
    const message = { id: idOf(sent()[0].id), data: 7 };
    receiveRaw(message);
    receiveRaw({ type: 'quote', ...message });
    expect(await standing(request)).toBe('waiting');
    expect(heard).toEqual([
      [message, undefined],
      [7, 'quote'],
    ]);
  });

  it.each<[string, unknown]>([
    ['a text', 'text'],
    ['a number', 7],
    ['null', null],
    ['a list', [{ id: 1 }]],
    ['an empty object', {}],
  ])('%s', async (_name, message) => {
    const { ws, receiveRaw } = connect();
    const heard: unknown[] = [];
    ws.on('ws:message', (data) => void heard.push(data));
    const request = ask(ws);
    receiveRaw(message);
    expect([heard, await standing(request)]).toEqual([[message], 'waiting']);
  });

  it('the second reply to one request', async () => {
    const { ws, sent, receiveRaw } = connect();
    const heard: unknown[] = [];
    ws.on('ws:message', (data, type) => void heard.push([data, type]));
    const [request, other] = [ask(ws), ask(ws)];
    const [{ id }] = sent();
    for (const reply of [
      { id, data: 1 },
      { id, data: 2 },
      { id, error: 3 },
      { type: 'ask', id, data: 4 },
    ])
      receiveRaw(reply);
    expect(await request).toBe(1);
    expect(heard).toEqual([
      [{ id, data: 2 }, undefined],
      [{ id, error: 3 }, undefined],
      [4, 'ask'],
    ]);
    expect(await standing(other)).toBe('waiting');
  });

  it('a reply that comes too late: handlers and expectations of its type get it', async () => {
    const { ws, sent, receiveRaw } = connect();
    const controller = new AbortController();
    const request = ask(ws, 'quote', 1, { signal: controller.signal });
    const handler = vi.fn();
    ws.bind(Object.assign({}, Backbone.Events), { 'ws:message:quote': handler });
    const expectation = ws.expect('quote');
    controller.abort();
    receiveRaw({ type: 'quote', id: sent()[0].id, data: 7 });
    expect([await standing(request), await expectation]).toEqual([['aborted', true], 7]);
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it('a reply to a request of another connection', async () => {
    const [one, two] = [connect(), connect()];
    const requests = [ask(one.ws), ask(two.ws)];
    two.receiveRaw({ id: one.sent()[0].id, data: 7 });
    expect(await Promise.all(requests.map(standing))).toEqual(['waiting', 'waiting']);
  });
});
