import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { join, knock, serve } from './guest.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const FAILED = ['error@3', 'close 1006 unclean@3'];

describe('drop', () => {
  it('loses connections and attempts at once, and what is on the way with them', async () => {
    const server = serve({ latencyMs: 10 });
    const open = knock(server);
    await vi.advanceTimersByTimeAsync(10);
    const dead = knock(server);
    await vi.advanceTimersByTimeAsync(10);
    server.last.halfOpen();
    const connecting = knock(server);
    await flush();
    server.broadcast('never');
    open.send('never');
    server.faults.drop();
    expect([open.trace, dead.trace, connecting.trace]).toEqual([['open@1', ...FAILED], ['open@1', ...FAILED], FAILED]);
    expect([server.clients, vi.getTimerCount()]).toEqual([[], 1]);
    await vi.advanceTimersByTimeAsync(100);
    expect([open.messages, server.received, connecting.trace]).toEqual([[], [], FAILED]);
    expect(server.history.filter(({ event }) => event === 'lost').map(({ client, text }) => [client, text])).toEqual([
      [2, 'half-open'],
      [1, ''],
      [2, ''],
      [3, 'while connecting'],
    ]);
  });

  it('leaves no timer of what was on the way, late, slow or overtaken', async () => {
    const server = serve();
    const guest = await join(server);
    const client = server.last;
    server.faults.reorder(1);
    server.faults.trickle(1);
    for (let i = 0; i < 3; i++) {
      server.broadcast('never');
      guest.send('never');
    }
    expect(vi.getTimerCount()).toBe(3);
    server.faults.drop();
    client.send('never');
    client.sendFrame('never');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('by the far end itself keeps away what is on the way', async () => {
    const server = serve({ latencyMs: 10 });
    const guest = knock(server);
    await vi.advanceTimersByTimeAsync(10);
    server.broadcast('never');
    guest.socket.server.drop();
    await vi.advanceTimersByTimeAsync(10);
    expect(server.history.map(({ event }) => event)).toEqual(['attempt', 'open']);
  });

  it('without an error, as Chromium does', async () => {
    const server = serve();
    const guest = await join(server);
    server.faults.drop({ error: false });
    expect(guest.trace).toEqual(['open@1', 'close 1006 unclean@3']);
    expect((await join(server)).trace).toEqual(['open@1']);
  });
});

describe('halfOpen', () => {
  it('lets nothing pass in either direction, for good, and takes new connections', async () => {
    const server = serve();
    const guest = await join(server);
    const client = server.last;
    client.send('before');
    server.faults.halfOpen();
    expect([server.clients, client.isConnected, guest.socket.readyState]).toEqual([[], false, 1]);
    client.send('after');
    guest.send('after');
    server.heal();
    client.send('after');
    guest.send('after');
    guest.socket.close();
    await flush();
    expect([guest.trace, server.received]).toEqual([['open@1', 'message {"type":"before"}@1'], []]);
    expect(guest.socket.bufferedAmount).toBe(14);
    expect((await join(server)).trace).toEqual(['open@1']);
    client.drop();
    expect(guest.trace.slice(2)).toEqual(FAILED);
  });

  it('takes what is on the way with it', async () => {
    const server = serve({ latencyMs: 10 });
    const guest = knock(server);
    await vi.advanceTimersByTimeAsync(10);
    server.broadcast('never');
    guest.send('never');
    server.faults.halfOpen();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(100);
    expect([guest.messages, server.received]).toEqual([[], []]);
  });
});

describe('close', () => {
  it.each<[[number?, string?], string, string]>([
    [[4001, 'go'], 'close 4001 go clean@3', 'close(4001, go)'],
    [[], 'close 1005 clean@3', 'close()'],
  ])('with %j closes all connections once', async (args, close, text) => {
    const server = serve();
    const guests = [await join(server), await join(server)];
    server.faults.close(...args);
    for (const { trace } of guests) expect(trace).toEqual(['open@1', close]);
    expect((await join(server)).trace).toEqual(['open@1']);
    expect(server.history.some((entry) => entry.event === 'fault' && entry.text === text)).toBe(true);
  });

  it('refuses codes that no server can send, also when nobody is there', () => {
    expect(() => serve().faults.close(1006)).toThrow('use server.drop()');
  });

  it('comes after what was sent before it, and passes at the same time as the close of the client', async () => {
    const server = serve({ latencyMs: 10 });
    const guest = knock(server);
    await vi.advanceTimersByTimeAsync(10);
    server.broadcast('last');
    guest.send('ignored');
    guest.socket.close(4001);
    server.faults.close(4002);
    await vi.advanceTimersByTimeAsync(20);
    expect(guest.trace).toEqual(['open@1', 'close 4002 clean@3']);
    expect(server.received).toEqual([]);
  });
});
