import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { codeOf, connected, connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('before the connection is open', () => {
  it('messages wait, and are sent in order before the open event', () => {
    const { ws, FakeWebSocket } = connecting();
    const { last } = FakeWebSocket;
    expect([ws.send('a', 1), ws.send('b', 2), ws.send({ type: 'c' })]).toEqual([false, false, false]);
    const sentAtOpen: unknown[] = [];
    ws.on('ws:open', () => void sentAtOpen.push(...last.sent));
    last.server.accept();
    expect(sentAtOpen).toEqual(['{"type":"a","data":1}', '{"type":"b","data":2}', '{"type":"c"}']);
    expect(ws.send('d', 3)).toBe(true);
    expect(last.sent).toHaveLength(4);
  });

  it('text and binary messages wait together', () => {
    const { ws, FakeWebSocket } = connecting();
    const bytes = new Uint8Array([1, 2, 3]);
    ws.send(bytes);
    ws.send('text');
    FakeWebSocket.last.server.accept();
    expect(FakeWebSocket.last.sent).toEqual([bytes, '"text"']);
  });

  it('a message is sent as it was when it was given', () => {
    const { ws, FakeWebSocket } = connecting();
    const message = { price: 1 };
    ws.send(message);
    message.price = 2;
    FakeWebSocket.last.server.accept();
    expect(FakeWebSocket.last.sent).toEqual(['{"price":1}']);
  });

  it.each([
    ['undefined', undefined],
    ['a function', () => {}],
    ['a number too big for JSON', 1n],
    [
      'a cycle',
      (() => {
        const cycle: any = {};
        return (cycle.self = cycle);
      })(),
    ],
  ])('%s is refused at once', (_, message) => {
    const { ws, FakeWebSocket, trace } = connecting();
    expect(codeOf(() => ws.send(message))).toBe('bad-message');
    FakeWebSocket.last.server.accept();
    expect(FakeWebSocket.last.sent).toEqual([]);
    expect(trace).toEqual(['open']);
  });

  it('what is sent in an open handler goes behind what waited', () => {
    const { ws, FakeWebSocket } = connecting();
    ws.on('ws:open', () => ws.send('in the handler'));
    ws.send('waited');
    FakeWebSocket.last.server.accept();
    expect(FakeWebSocket.last.sent).toEqual(['"waited"', '"in the handler"']);
  });
});

describe('between two connections', () => {
  it('messages wait for the next one', () => {
    const { ws, server, socket, FakeWebSocket } = connected();
    ws.send('first');
    server.drop();
    expect(ws.send('waiting')).toBe(false);
    vi.advanceTimersByTime(3000);
    expect(ws.send('connecting')).toBe(false);
    FakeWebSocket.last.server.accept();
    expect([socket.sent, FakeWebSocket.last.sent]).toEqual([['"first"'], ['"waiting"', '"connecting"']]);
  });

  it('messages survive close() and are sent after open()', async () => {
    const { ws, FakeWebSocket, trace } = connecting();
    ws.send('before');
    ws.close();
    expect(ws.send('after')).toBe(false);
    await flush();
    ws.open();
    FakeWebSocket.last.server.accept();
    expect(FakeWebSocket.last.sent).toEqual(['"before"', '"after"']);
    expect(trace.filter((line) => line.startsWith('dropped'))).toEqual([]);
  });

  it('a message for a socket that is closing waits for the next one', () => {
    const { ws, socket, server, FakeWebSocket } = connected({}, { autoClose: false });
    socket.close();
    expect([ws.send('first'), ws.send('second')]).toEqual([false, false]);
    server.finishClose();
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.accept();
    expect([socket.sent, FakeWebSocket.last.sent]).toEqual([[], ['"first"', '"second"']]);
  });

  it('what a connection took no more, since it was lost meanwhile, goes over the next one, in order', () => {
    const { ws, FakeWebSocket } = connecting();
    for (const word of ['a', 'b', 'c']) ws.send(word);
    const first = FakeWebSocket.last;
    const send = first.send.bind(first);
    first.send = (frame) => {
      send(frame);
      first.server.drop();
    };
    first.server.accept();
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.accept();
    expect([first.sent, FakeWebSocket.last.sent]).toEqual([['"a"'], ['"b"', '"c"']]);
  });
});

describe('a message ends once', () => {
  it('with destroy, in order, told by its reason', () => {
    const { ws, FakeWebSocket, trace } = connecting();
    ws.send('a');
    ws.send('b', { n: 1 });
    ws.destroy();
    const dropped = ['dropped destroyed "a"', 'dropped destroyed {"type":"b","data":{"n":1}}'];
    expect(trace).toEqual(['close 1006', ...dropped]);
    ws.open();
    FakeWebSocket.last.server.accept();
    expect(FakeWebSocket.last.sent).toEqual([]);
  });

  it('with the very message that was given', () => {
    const { ws } = connecting();
    const message = new Uint8Array([1]);
    const dropped: unknown[] = [];
    ws.on('ws:dropped', (info) => void dropped.push(info));
    ws.send(message);
    ws.destroy();
    expect(dropped).toEqual([{ message, reason: 'destroyed' }]);
    expect((dropped[0] as any).message).toBe(message);
  });

  it('when the socket refuses it, and the others are sent', () => {
    const { ws, FakeWebSocket, trace } = connecting();
    for (const word of ['a', 'refused', 'c']) ws.send(word);
    const { last } = FakeWebSocket;
    const send = last.send.bind(last);
    last.send = (frame) => {
      if (frame === '"refused"') throw new Error('no');
      send(frame);
    };
    last.server.accept();
    expect(trace).toEqual(['dropped unsendable "refused"', 'open']);
    expect(last.sent).toEqual(['"a"', '"c"']);
  });

  it('when the connection is destroyed because another one was dropped', () => {
    const { ws, FakeWebSocket, trace } = connecting({ outbox: { limit: 1, overflow: 'drop-oldest' } });
    ws.send('first');
    ws.once('ws:dropped', () => ws.destroy());
    ws.send('second');
    const dropped = ['dropped destroyed "second"', 'dropped overflow "first"'];
    expect(trace.filter((line) => line.startsWith('dropped')).sort()).toEqual(dropped);
    ws.open();
    FakeWebSocket.last.server.accept();
    expect(FakeWebSocket.last.sent).toEqual([]);
  });

  it.each([
    ['destroy', 'close 1000', ['dropped destroyed "b"']],
    ['close', 'close 1005', []],
  ] as const)('when a drop during the flush leads to %s, and no open is told', async (method, close, ends) => {
    const { ws, FakeWebSocket, trace } = connecting();
    for (const word of ['refused', 'b']) ws.send(word);
    ws.once('ws:dropped', () => ws[method]());
    FakeWebSocket.last.send = () => {
      throw new Error('no');
    };
    FakeWebSocket.last.server.accept();
    await flush();
    expect(new Set(trace)).toEqual(new Set(['dropped unsendable "refused"', close, ...ends]));
  });

  it('in a drop during the flush, and what that sends goes to the end', () => {
    const { ws, FakeWebSocket } = connecting();
    for (const word of ['refused', 'b']) ws.send(word);
    ws.once('ws:dropped', () => ws.send('from the handler'));
    const { last } = FakeWebSocket;
    const send = last.send.bind(last);
    last.send = (frame) => {
      if (frame === '"refused"') throw new Error('no');
      send(frame);
    };
    last.server.accept();
    expect(last.sent).toEqual(['"b"', '"from the handler"']);
  });
});

describe('outbox: false', () => {
  it('lets send throw whenever the connection is not open', async () => {
    const { ws, FakeWebSocket } = connecting({ outbox: false });
    const codes = [codeOf(() => ws.send('connecting'))];
    FakeWebSocket.last.server.accept();
    expect(ws.send('open')).toBe(true);
    FakeWebSocket.last.server.drop();
    codes.push(codeOf(() => ws.send('waiting')));
    ws.close();
    codes.push(codeOf(() => ws.send('closed')));
    expect(codes).toEqual(['not-open', 'not-open', 'not-open']);
    expect(FakeWebSocket.last.sent).toEqual(['"open"']);
  });

  it('names the state in the message', () => {
    const { ws } = connecting({ outbox: false });
    expect(() => ws.send('x')).toThrow(/expected an open connection, got one that is connecting/);
  });

  it('lets send throw for a socket that is closing', () => {
    const { ws, socket } = connected({ outbox: false }, { autoClose: false });
    socket.close();
    expect(codeOf(() => ws.send('x'))).toBe('not-open');
  });
});
