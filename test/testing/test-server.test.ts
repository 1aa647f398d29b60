import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { join, knock, serve } from './guest.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('connections', () => {
  it('are accepted in a microtask and listed, oldest first, until they end', async () => {
    const server = serve();
    expect(() => server.last).toThrow(/No client is connected.*\n.*createTestServer/);
    const first = knock(server, ['v2', 'v1']);
    expect(server.clients).toEqual([]);
    const second = await join(server);
    expect(server.clients.map(({ id, socket }) => [id, socket])).toEqual([
      [1, first.socket],
      [2, second.socket],
    ]);
    expect([first.trace, first.socket.protocol]).toEqual([['open@1'], 'v2']);
    expect(server.last.socket).toBe(second.socket);
    second.socket.close();
    expect(server.clients.map(({ id }) => id)).toEqual([1]);
    first.socket.server.drop();
    expect(server.clients).toEqual([]);
  });

  it('are told to onConnect once they are open, before their first message', async () => {
    const server = serve();
    const seen: unknown[] = [];
    server.onConnect(() => seen.push('replaced'));
    server.onConnect((client) => {
      seen.push(['connect', client.received.length]);
      client.send('welcome');
    });
    server.on('hi', () => seen.push('hi'));
    const guest = knock(server);
    guest.socket.addEventListener('open', () => guest.send({ type: 'hi' }));
    await flush();
    expect(seen).toEqual([['connect', 1], 'hi']);
    expect(guest.messages).toEqual([{ type: 'welcome' }]);
  });

  it('that end as soon as they are open are not told to onConnect', async () => {
    const server = serve();
    const connected = vi.fn();
    server.onConnect(connected);
    const { socket } = knock(server);
    socket.addEventListener('open', () => socket.server.drop());
    await flush();
    expect(connected).not.toHaveBeenCalled();
  });

  it('close cleanly, by either side', async () => {
    const server = serve();
    const [left, sent, bare] = [await join(server), await join(server), await join(server)];
    const [, second, third] = server.clients;
    left.socket.close(4001, 'bye');
    second!.close(4002, 'go');
    third!.close();
    expect(() => third!.close(1006)).toThrow(RangeError);
    second!.close(4003);
    second!.send('late');
    await flush();
    expect(left.trace).toEqual(['open@1', 'close 4001 bye clean@3']);
    expect(sent.trace).toEqual(['open@1', 'close 4002 go clean@3']);
    expect(bare.trace).toEqual(['open@1', 'close 1005 clean@3']);
    expect(server.history.filter(({ event }) => event === 'close')).toHaveLength(3);
  });

  it('imitate the deviations of clients', async () => {
    const late = serve({ lateMessages: true });
    const guest = await join(late);
    late.broadcast('before');
    late.faults.trickle(0);
    guest.socket.close();
    late.broadcast('late');
    late.heal();
    await flush();
    expect(guest.messages.map(({ type }) => type)).toEqual(['before', 'late']);
    const synchronous = knock(serve({ syncClose: true }));
    synchronous.socket.close();
    expect(synchronous.trace).toEqual(['error@3', 'close 1006 unclean@3']);
  });
});

describe('url and protocol', () => {
  it('give at once what the options say', () => {
    const server = serve({ url: 'wss://example.com/feed', protocol: ['v2', 'v1'] });
    expect([server.url(), server.protocol()]).toEqual(['wss://example.com/feed', ['v2', 'v1']]);
    const plain = serve();
    expect([plain.url(), plain.protocol()]).toEqual(['ws://test.server/', undefined]);
  });
});

describe('what the server sends', () => {
  it('arrives at once, with a type, as it is, or as a frame', async () => {
    const server = serve();
    const guests = [await join(server), await join(server)];
    server.broadcast('quote', { price: 1 }, { seq: 7 });
    server.last.send({ any: 'message' });
    server.last.sendFrame('no json');
    expect(guests[0]!.messages).toEqual([{ type: 'quote', data: { price: 1 }, seq: 7 }]);
    expect(guests[1]!.messages).toEqual([{ type: 'quote', data: { price: 1 }, seq: 7 }, { any: 'message' }, 'no json']);
  });

  it('goes nowhere once the connection has ended', async () => {
    const server = serve();
    const guest = await join(server);
    const client = server.last;
    client.drop({ error: false });
    client.send('late');
    client.sendFrame('late');
    client.close();
    client.drop();
    client.halfOpen();
    expect(guest.trace).toEqual(['open@1', 'close 1006 unclean@3']);
    expect(server.history.filter(({ event }) => event === 'lost')).toHaveLength(1);
  });
});

describe('close', () => {
  it('loses all connections, refuses later ones, and leaves no timer', async () => {
    const server = serve({ latencyMs: 10 });
    const open = knock(server);
    await vi.advanceTimersByTimeAsync(10);
    const connecting = knock(server);
    await flush();
    server.broadcast('never');
    server.faults.hang('url');
    server.faults.hang('handshake');
    const url = server.url();
    const hung = await join(server);
    server.close();
    server.close();
    expect(vi.getTimerCount()).toBe(0);
    const later = await join(server);
    await expect(url).resolves.toBe('ws://test.server/');
    for (const { trace } of [connecting, hung, later]) expect(trace).toEqual(['error@3', 'close 1006 unclean@3']);
    expect(open.trace).toEqual(['open@1', 'error@3', 'close 1006 unclean@3']);
    expect(server.history.filter(({ text }) => text === 'server.close()')).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('sets no timer for what it was about to answer', async () => {
    const server = serve();
    const guest = await join(server);
    guest.socket.close();
    server.faults.latency(10);
    server.close();
    await flush();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('calls no handler any more', async () => {
    const server = serve();
    const guest = await join(server);
    const handler = vi.fn();
    server.on('hi', handler);
    guest.send({ type: 'hi' });
    server.close();
    await flush();
    expect(handler).not.toHaveBeenCalled();
  });
});
