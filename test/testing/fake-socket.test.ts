import { describe, expect, it } from 'vitest';
import { createFakeWebSocket } from '../../src/testing/index.js';
import type { WebSocketConstructor } from '../../types/socket.js';
import { traceOf } from '../support/trace.js';
import { flush, until } from '../support/until.js';
import { make, nameOf } from './make.js';

const URL_ = 'ws://server/';

describe('the constructor', () => {
  it('fits where the engine asks for a WebSocket constructor', () => {
    const FakeWebSocket: WebSocketConstructor = createFakeWebSocket();
    expect(new FakeWebSocket(URL_)).toBeInstanceOf(FakeWebSocket);
  });

  it('remembers its own sockets only', () => {
    const FakeWebSocket = createFakeWebSocket();
    const Other = createFakeWebSocket();
    const first = new FakeWebSocket(URL_);
    const second = new FakeWebSocket(URL_);
    expect(FakeWebSocket.sockets).toEqual([first, second]);
    expect(FakeWebSocket.last).toBe(second);
    expect(() => Other.last).toThrow('No socket was made yet');
  });

  it('counts connecting and open sockets as live', () => {
    const FakeWebSocket = createFakeWebSocket({ autoClose: false });
    const [connecting, open, closing, lost] = Array.from({ length: 4 }, () => new FakeWebSocket(URL_));
    for (const socket of [open, closing, lost]) socket?.server.accept();
    closing?.close();
    lost?.server.drop();
    expect(FakeWebSocket.live).toEqual([connecting, open]);
  });

  it('has the constants on both sides', () => {
    const FakeWebSocket = createFakeWebSocket();
    const states = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };
    expect({ ...FakeWebSocket }).toMatchObject(states);
    expect(new FakeWebSocket(URL_)).toMatchObject(states);
  });

  it.each([
    ['ws://host', 'ws://host/'],
    ['http://host/x', 'ws://host/x'],
    [new URL('https://host/x'), 'wss://host/x'],
  ])('takes the URL %s as %s', (url, expected) => {
    expect(new (createFakeWebSocket())(url).url).toBe(expected);
  });

  it.each([
    ['nothing', undefined],
    ['/relative', undefined],
    ['ftp://host', undefined],
    ['ws://host/#fragment', undefined],
    ['ws://host/#', undefined],
    [URL_, ['x', 'x']],
    [URL_, ['']],
    [URL_, 'with space'],
  ])('refuses the URL %s with the subprotocols %j', (url, protocols) => {
    const FakeWebSocket = createFakeWebSocket();
    expect(nameOf(() => new FakeWebSocket(url, protocols))).toBe('SyntaxError');
    expect(FakeWebSocket.sockets).toEqual([]);
  });

  it('runs the script once the code that made the socket is through', async () => {
    const FakeWebSocket = createFakeWebSocket({ script: (socket) => socket.server.accept() });
    const events = traceOf(new FakeWebSocket(URL_));
    expect(events).toEqual([]);
    await flush();
    expect(events).toEqual(['open@1']);
  });
});

describe('the handshake', () => {
  it('takes null for the name of a subprotocol, as browsers do', () => {
    expect(new (createFakeWebSocket())(URL_, null as unknown as string).protocols).toEqual(['null']);
  });

  it.each([
    { requested: [], answer: undefined, protocol: '' },
    { requested: ['a', 'b'], answer: undefined, protocol: 'a' },
    { requested: ['a', 'b'], answer: 'b', protocol: 'b' },
    { requested: ['a'], answer: 'c', protocol: null },
    { requested: ['a'], answer: '', protocol: null },
    { requested: [], answer: 'c', protocol: null },
  ])('asked for $requested and answered $answer, settles on $protocol', ({ requested, answer, protocol }) => {
    const socket = new (createFakeWebSocket())(URL_, requested);
    const events = traceOf(socket);
    socket.server.accept(answer);
    expect(events).toEqual(protocol === null ? ['error@3', 'close 1006 unclean@3'] : ['open@1']);
    expect(socket.protocol).toBe(protocol ?? '');
    expect(socket.protocols).toEqual(requested);
  });

  it('comes too late for a client that has gone', async () => {
    const [socket, events] = make({ connecting: true });
    socket.close();
    socket.server.accept();
    await flush();
    socket.server.refuse();
    expect(events).toEqual(['error@3', 'close 1006 unclean@3']);
  });

  it('answers a script that is wrong with an error', () => {
    const [connecting] = make({ connecting: true });
    const [open] = make();
    expect(() => open.server.accept()).toThrow('accept() needs a connecting socket');
    expect(() => open.server.refuse()).toThrow('refuse() needs a connecting socket');
    expect(() => connecting.server.send('x')).toThrow('call accept() first');
    expect(() => connecting.server.close()).toThrow('call accept() first');
    expect(() => open.server.finishClose()).toThrow('needs a close() by the client');
    expect(() => open.server.close(1006)).toThrow('use server.drop()');
    expect(() => open.server.close(undefined, 'why')).toThrow(RangeError);
    expect(() => open.server.close(1000, 'x'.repeat(124))).toThrow(RangeError);
  });
});

describe('sending', () => {
  it('throws while connecting', () => {
    const [socket] = make({ connecting: true });
    expect(nameOf(() => socket.send('x'))).toBe('InvalidStateError');
  });

  it('records the frames in order, buffers by copy', () => {
    const [socket] = make();
    const bytes = new Uint8Array([1, 2]);
    const blob = new Blob(['x']);
    socket.send('text');
    socket.send(bytes);
    socket.send(bytes.buffer);
    socket.send(blob);
    socket.send({ toString: () => 'made text' } as unknown as string);
    bytes[0] = 9;
    const copy = new Uint8Array([1, 2]);
    expect(socket.sent).toEqual(['text', copy, copy.buffer, blob, 'made text']);
    expect(socket.server.received).toEqual(socket.sent);
    expect(socket.bufferedAmount).toBe(0);
  });

  it('discards frames when closing or closed, and counts their bytes', async () => {
    const [socket] = make();
    socket.close();
    socket.send('é');
    await flush();
    socket.send(new Uint8Array(3));
    socket.send(new Blob(['1234']));
    expect(socket.sent).toEqual([]);
    expect(socket.bufferedAmount).toBe(2 + 3 + 4);
  });
});

describe('receiving', () => {
  it.each<[string, string | ArrayBuffer | Uint8Array | Blob]>([
    ['an ArrayBuffer', new Uint8Array([1, 2]).buffer],
    ['a view', new Uint8Array([0, 1, 2, 3]).subarray(1, 3)],
    ['a Blob', new Blob([new Uint8Array([1, 2])])],
  ])('gets %s as the binary type asks', async (_name, frame) => {
    const [socket] = make();
    const data: unknown[] = [];
    socket.onmessage = (event) => data.push(event.data);
    socket.server.send(frame);
    socket.binaryType = 'arraybuffer';
    socket.binaryType = 'nodebuffer' as BinaryType;
    socket.server.send(frame);
    await until(() => data.length === 2);
    expect(data[0]).toBeInstanceOf(Blob);
    expect(new Uint8Array(await (data[0] as Blob).arrayBuffer())).toEqual(new Uint8Array([1, 2]));
    expect(data[1]).toEqual(new Uint8Array([1, 2]).buffer);
  });

  it('keeps the order behind a Blob that is still being read', async () => {
    const [socket] = make();
    const seen: unknown[] = [];
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }) => seen.push(typeof data);
    socket.onclose = ({ code }) => seen.push(code);
    socket.server.send(new Blob(['x']));
    socket.server.send('text');
    socket.server.close(4000);
    await until(() => seen.length === 3);
    expect(seen).toEqual(['object', 'string', 4000]);
  });

  it('hears nothing after its close(), nor when closed', async () => {
    const [socket, events] = make();
    socket.close();
    socket.server.send('late');
    await flush();
    socket.server.send('later');
    expect(events).toEqual(['close 1005 clean@3']);
  });

  it('hears what comes while closing when it imitates ws', async () => {
    const [socket, events] = make({ lateMessages: true });
    socket.close();
    socket.server.send('late');
    await flush();
    socket.server.send('later');
    expect(events).toEqual(['message late@2', 'close 1005 clean@3']);
  });
});
