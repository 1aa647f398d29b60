import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../support/wire.js';
import { ask, errorOf, standing, watchMaps } from './asking.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a hostile reply', () => {
  it.each([
    ['in the payload', '{"id":ID,"data":{"__proto__":{"admin":true},"price":7}}'],
    ['in the payload of one with a type', '{"type":"ask","id":ID,"data":{"__proto__":{"admin":true},"price":7}}'],
    ['in the message', '{"id":ID,"__proto__":{"admin":true},"data":{"price":7}}'],
  ])('with __proto__ %s gives no prototype to anybody', async (_name, text) => {
    const { ws, socket, sent } = connect();
    const request = ask(ws);
    socket.server.send(text.replace('ID', JSON.stringify(sent()[0].id)));
    const data = await request;
    expect(Object.hasOwn(data, '__proto__')).toBe(false);
    expect(Object.assign({}, data).admin).toBeUndefined();
    expect(data).toEqual({ price: 7 });
    expect(({} as any).admin).toBeUndefined();
  });

  it('with __proto__ in the models of a list gives none either', async () => {
    const { ws, socket, sent } = connect();
    const request = ask(ws);
    socket.server.send(`{"id":${JSON.stringify(sent()[0].id)},"data":[{"__proto__":{"admin":true},"n":1},{"n":2}]}`);
    const data = await request;
    expect(data.map((one: object) => Object.assign({}, one))).toEqual([{ n: 1 }, { n: 2 }]);
    expect(Object.assign({}, data[0]).admin).toBeUndefined();
  });

  it('with __proto__ in a message that is its own payload gives none', async () => {
    const { ws, socket, sent } = connect({ dataAttribute: false });
    const request = ask(ws, 'ask', {});
    socket.server.send(`{"id":${JSON.stringify(sent()[0].id)},"__proto__":{"admin":true},"n":1}`);
    expect(Object.assign({}, await request).admin).toBeUndefined();
  });

  it.each<[string, string]>([
    ['no text', '{"toString":null}'],
    ['no text, by any way', '{"toString":1,"valueOf":1}'],
    ['a list', '[[]]'],
    ['a number', '7'],
    ['null', 'null'],
    ['true', 'true'],
  ])('whose error has a message that is %s rejects the request all the same', async (_name, message) => {
    const { result, left } = watchMaps(connect);
    const { ws, socket, sent, FakeWebSocket } = result;
    const request = ask(ws);
    socket.server.send(`{"id":${JSON.stringify(sent()[0].id)},"error":{"message":${message},"code":1}}`);
    expect(await standing(request)).toEqual(['remote', true]);
    const error = await errorOf(request);
    expect(error.cause).toEqual({ message: JSON.parse(message), code: 1 });
    expect(error.message).toMatch(/^Request "ask": /);
    expect([left(), vi.getTimerCount(), FakeWebSocket.errors]).toEqual([0, 0, []]);
  });

  it.each([
    ['a toString of its own', '{"toString":1,"valueOf":null}'],
    ['a constructor', '{"constructor":null}'],
    ['a then that is no function', '{"then":"soon"}'],
    ['all of them', '{"then":null,"catch":1,"constructor":{"name":1},"hasOwnProperty":1,"toJSON":1}'],
  ])('whose payload has %s is taken as it is', async (_name, data) => {
    const { ws, socket, sent } = connect();
    const request = ask(ws);
    socket.server.send(`{"id":${JSON.stringify(sent()[0].id)},"data":${data}}`);
    expect(JSON.stringify(await request)).toBe(data);
  });

  it('of 10 MB is taken', async () => {
    const { ws, sent, receiveRaw } = connect();
    const [request, refused] = [ask(ws), ask(ws)];
    const big = 'x'.repeat(10_000_000);
    receiveRaw({ id: sent()[0].id, data: big });
    receiveRaw({ id: sent()[1].id, error: big });
    expect(await request).toBe(big);
    expect((await errorOf(refused)).cause).toBe(big);
  });

  it('does not stop those that come behind it in the same frame, or in the next', async () => {
    const codec = { encode: JSON.stringify, decode: async (text: string) => JSON.parse(text) };
    const { ws, sent, receiveRaw } = connect({ codec });
    const requests = [1, 2, 3].map((n) => ask(ws, 'ask', n));
    const [first, second, third] = sent().map(({ id }) => id);
    receiveRaw([
      { id: first, error: { message: { toString: null } } },
      { id: second, data: 2 },
    ]);
    receiveRaw({ id: third, data: 3 });
    expect(await standing(requests[2]!)).toEqual(['fulfilled', 3]);
    expect(await standing(requests[1]!)).toEqual(['fulfilled', 2]);
    expect(await standing(requests[0]!)).toEqual(['remote', true]);
  });
});

describe('a hundred thousand replies that nobody waits for', () => {
  it('leave nothing behind', async () => {
    const { result, left } = watchMaps(connect);
    const { ws, socket, sent } = result;
    const request = ask(ws);
    const handler = socket.onmessage!;
    for (let n = 0; n < 100_000; n++) handler({ type: 'message', data: `{"id":"x-${n}"}` } as any);
    const before = left();
    result.receiveRaw({ id: sent()[0].id, data: 7 });
    expect([await request, left()]).toEqual([7, 0]);
    expect(before).toBeLessThanOrEqual(3);
  });
});
