import { describe, expect, it } from 'vitest';
import { connect } from '../support/wire.js';
import { ask, errorOf, standing } from './asking.js';

describe('the names of the fields', () => {
  const names = { typeAttribute: 'event', dataAttribute: 'payload', idAttribute: 'ref', errorAttribute: 'problem' };

  it('are options, for the request and for its reply', async () => {
    const { ws, sent, receiveRaw } = connect(names);
    const [kept, refused] = [ask(ws, 'order.place', { qty: 1 }), ask(ws)];
    const [first, second] = sent();
    expect(first).toEqual({ event: 'order.place', payload: { qty: 1 }, ref: expect.any(String) });
    receiveRaw({ ref: second.ref, payload: 1, problem: 'sold out' });
    receiveRaw({ ref: first.ref, payload: 7, error: 'not looked at', data: 'neither' });
    expect(await kept).toBe(7);
    expect(await errorOf(refused)).toMatchObject({ code: 'remote', cause: 'sold out' });
  });

  it('are looked for in no other place', async () => {
    const { ws, sent, receiveRaw } = connect(names);
    const request = ask(ws);
    receiveRaw({ id: sent()[0].ref, data: 7 });
    expect(await standing(request)).toBe('waiting');
  });

  it.each(['constructor', 'toString', '0', 'a b'])('may be as odd as %j', async (name) => {
    const { ws, socket, receiveRaw } = connect({ idAttribute: name });
    const request = ask(ws);
    const id = Object.entries(JSON.parse(String(socket.sent[0]))).find(([key]) => key === name)?.[1];
    receiveRaw({ data: 6 });
    socket.server.send(`{"data":7,${JSON.stringify(name)}:${JSON.stringify(id)}}`);
    expect(await request).toBe(7);
  });

  it.each([false, null, ''] as const)('an error’s may be %j: an error is no error then', async (errorAttribute) => {
    const { ws, sent, receiveRaw } = connect({ errorAttribute });
    const request = ask(ws);
    receiveRaw({ id: sent()[0].id, error: 'no', data: 7, '': 'nor this' });
    expect(await request).toBe(7);
  });

  it.each([false, null] as const)(
    'a payload’s may be %j: its fields stand beside the id, a reply is taken whole',
    async (dataAttribute) => {
      const { ws, sent, receiveRaw } = connect({ dataAttribute });
      const request = ask(ws, 'order.place', { symbol: 'ACME', qty: 1 });
      const [{ id }] = sent();
      expect(sent()).toEqual([{ type: 'order.place', symbol: 'ACME', qty: 1, id: expect.stringMatching(/-1$/) }]);
      receiveRaw({ id, price: 7, data: 'a field as any other' });
      expect(await request).toEqual({ id, price: 7, data: 'a field as any other' });
    },
  );

  it('without a field for payloads: an error is an error all the same', async () => {
    const { ws, sent, receiveRaw } = connect({ dataAttribute: false });
    const request = ask(ws, 'ask', {});
    receiveRaw({ id: sent()[0].id, error: 'no', price: 7 });
    expect(await standing(request)).toEqual(['remote', true]);
  });

  it('without a field for types a request has one all the same, for the server must know what it is asked', async () => {
    const { ws, sent, receiveRaw } = connect({ typeAttribute: false });
    const request = ask(ws);
    expect(sent()).toEqual([{ type: 'ask', data: 1, id: expect.any(String) }]);
    receiveRaw({ id: sent()[0].id, data: 7 });
    expect(await request).toBe(7);
  });

  it.each([false, null, ''] as const)('an id’s may be %j: then there are no requests', (idAttribute) => {
    const { ws, socket } = connect({ idAttribute });
    expect(() => ask(ws)).toThrow(
      expect.objectContaining({ code: 'bad-argument', message: expect.stringContaining('idAttribute') }),
    );
    expect(socket.sent).toEqual([]);
  });
});

describe('a reply', () => {
  it('may come in a binary frame, or in a Blob', async () => {
    const { ws, socket, sent } = connect();
    const requests = [ask(ws), ask(ws)];
    const [first, second] = sent().map(({ id }) => JSON.stringify({ id, data: 7 }));
    socket.server.send(new TextEncoder().encode(first));
    socket.binaryType = 'blob';
    socket.server.send(new Blob([second!]));
    expect(await Promise.all(requests)).toEqual([7, 7]);
  });

  it('may come with others in one frame, where the codec says so', async () => {
    const codec = { encode: JSON.stringify, decode: JSON.parse };
    const { ws, sent, receiveRaw } = connect({ codec });
    const heard: unknown[] = [];
    ws.on('ws:message:quote', (data) => void heard.push(data));
    const requests = [ask(ws), ask(ws)];
    const [first, second] = sent().map(({ id }) => ({ id, data: 7 }));
    receiveRaw([first, { type: 'quote', data: 1 }, second, first]);
    expect(await Promise.all(requests)).toEqual([7, 7]);
    expect(heard).toEqual([1]);
  });

  it('may be what a codec makes of a frame that looks quite different', async () => {
    const codec = {
      encode: ({ type, data, id }: any) => JSON.stringify({ jsonrpc: '2.0', method: type, params: data, id }),
      decode: (frame: string) => {
        const { id, result, error } = JSON.parse(frame);
        return { id, data: result, error };
      },
    };
    const { ws, sent, receiveRaw } = connect({ codec });
    const [kept, refused] = [ask(ws, 'add', [1, 2]), ask(ws, 'add', [])];
    expect(sent()[0]).toEqual({ jsonrpc: '2.0', method: 'add', params: [1, 2], id: expect.any(String) });
    receiveRaw({ jsonrpc: '2.0', id: sent()[0].id, result: 3 });
    receiveRaw({ jsonrpc: '2.0', id: sent()[1].id, error: { code: -32602, message: 'Invalid params' } });
    expect(await kept).toBe(3);
    expect(await errorOf(refused)).toMatchObject({ message: 'Request "add": Invalid params.' });
  });
});
