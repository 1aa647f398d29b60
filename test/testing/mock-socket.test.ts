import { WebSocket as MockSocket, Server } from 'mock-socket';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { traceOf } from '../support/trace.js';
import { join, knock, serve } from './guest.js';

/** What the README says of mock-socket, beside what the entry for tests does in the same place. */

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => {}); // it tells of refused attempts there
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

let count = 0;

/** A server of mock-socket and a socket that is connecting to it. */
function mock(options: { verifyClient?: () => boolean; selectProtocol?: () => string } = {}, protocols?: string[]) {
  const url = `ws://mock-${++count}`;
  const server = new Server(url, { mock: false, ...options });
  const far = new Promise<any>((resolve) => server.on('connection', resolve));
  const socket = new MockSocket(url, protocols);
  return { url, server, far, socket, trace: traceOf(socket as any) };
}
const pass = () => vi.advanceTimersByTimeAsync(20);

const REFUSED = ['error@3', 'close 1006 unclean@3'];
const REFUSED_BY_MOCK = ['error@3', 'close 1000 clean@3'];

describe('a refused attempt', () => {
  it.each([
    ['by verification', { verifyClient: () => false }],
    ['for its subprotocol', { selectProtocol: () => 'other' }],
  ])('%s closes with 1000, clean', async (_, options) => {
    const { trace } = mock(options, ['v1']);
    await pass();
    expect(trace).toEqual(REFUSED_BY_MOCK);
  });

  it('for there is no server closes with 1000, clean', async () => {
    const trace = traceOf(new MockSocket('ws://nobody') as any);
    const server = serve();
    server.close();
    const guest = knock(server);
    await pass();
    expect([trace, guest.trace]).toEqual([REFUSED_BY_MOCK, REFUSED]);
  });

  it('for the server goes has no error', async () => {
    const { server, trace } = mock();
    server.close();
    const own = serve({ latencyMs: 4 });
    const guest = knock(own);
    await vi.advanceTimersByTimeAsync(1);
    own.close();
    await pass();
    expect([trace, guest.trace]).toEqual([['close 1000 clean@3'], REFUSED]);
  });
});

describe('a close', () => {
  it('while connecting has the code that was given', async () => {
    const { socket, trace } = mock();
    socket.close(4001);
    const guest = knock(serve());
    guest.socket.close(4001);
    await pass();
    expect([trace, guest.trace]).toEqual([['error@3', 'close 4001 unclean@3'], REFUSED]);
  });

  it('by the client is unclean, and waits for no server', async () => {
    const { socket, trace } = mock();
    const server = serve();
    const guest = await join(server);
    await pass();
    socket.close(4001);
    server.faults.hang('close');
    guest.socket.close(4001);
    await pass();
    expect([trace.slice(1), guest.trace.slice(1)]).toEqual([['close 4001 unclean@3'], []]);
    server.heal();
    expect(guest.trace.slice(1)).toEqual(['close 4001 clean@3']);
  });

  it('by the server comes within its call', async () => {
    const { server, trace } = mock();
    await pass();
    server.close({ code: 4001, reason: '', wasClean: true });
    expect(trace.slice(1)).toEqual(['close 4001 clean@3']);
    const own = serve({ latencyMs: 1 });
    const guest = knock(own);
    await pass();
    own.faults.close(4001);
    expect(guest.trace).toEqual(['open@1']);
  });

  it('does not keep messages away that come meanwhile', async () => {
    const { far, socket, trace } = mock();
    await pass();
    socket.close();
    (await far).send('late');
    expect(trace.slice(1)).toEqual(['message late@2']);
    const own = serve();
    const guest = await join(own);
    guest.socket.close();
    guest.socket.server.send('late');
    await pass();
    expect(guest.messages).toEqual([]);
  });
});

it('has errors without a close', async () => {
  const { server, socket, trace } = mock();
  await pass();
  server.simulate('error');
  await pass();
  expect([trace.slice(1), socket.readyState]).toEqual([['error@3'], 3]);
});

it('has no bufferedAmount', async () => {
  const { socket } = mock();
  await pass();
  socket.send('hi');
  expect(socket.bufferedAmount).toBeUndefined();
  const own = serve();
  const guest = await join(own);
  own.faults.trickle(0);
  guest.socket.send('hi');
  expect(guest.socket.bufferedAmount).toBe(2);
});

it('brings binary frames as they were sent, views as text, and changed when their buffer was', async () => {
  const { far, socket } = mock();
  const own = serve();
  const guest = await join(own);
  await pass();
  const kinds: string[][] = [[], []];
  const peers = [await far, { send: (frame: any) => own.last.sendFrame(frame) }];
  [socket, guest.socket].forEach((client, index) => {
    client.binaryType = 'blob';
    client.onmessage = ({ data }: any) => kinds[index]!.push(Object.prototype.toString.call(data).slice(8, -1));
    peers[index].send(new Uint8Array([1]).buffer);
    peers[index].send(new Uint8Array([1]));
  });
  expect(kinds).toEqual([
    ['ArrayBuffer', 'String'],
    ['Blob', 'Blob'],
  ]);

  let got: any;
  const bytes = new Uint8Array([1]);
  (await far).on('message', (frame: any) => {
    got = frame;
  });
  socket.send(bytes);
  guest.socket.send(bytes);
  bytes[0] = 9;
  await pass();
  expect([got, guest.socket.server.received[0]]).toEqual([new Uint8Array([9]), new Uint8Array([1])]);
});

it('stops at a listener that throws, and throws at the server', async () => {
  const { server, socket } = mock();
  const own = serve();
  const guest = await join(own);
  await pass();
  const seen: string[] = [];
  for (const [name, client] of Object.entries({ mock: socket, own: guest.socket })) {
    client.addEventListener('message', () => {
      throw new Error('listener');
    });
    client.addEventListener('message', () => seen.push(name));
  }
  expect(() => server.emit('message', 'hi')).toThrow('listener');
  own.broadcast('hi');
  expect(seen).toEqual(['own']);
});

it('runs on timers of its own', async () => {
  const { trace } = mock();
  const guest = await join(serve());
  await vi.advanceTimersByTimeAsync(3);
  expect([trace, guest.trace]).toEqual([[], ['open@1']]);
  await vi.advanceTimersByTimeAsync(1);
  expect(trace).toEqual(['open@1']);
});

it('has one server for a URL in the whole process', async () => {
  const { url } = mock();
  expect(() => new Server(url, { mock: false })).toThrow('already listening');
  expect([serve({ url }).url(), serve({ url }).url()]).toEqual([url, url]);
});
