import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { garbled } from '../../src/testing/disturb.js';
import { createRandom } from '../../src/testing/index.js';
import { flush } from '../support/until.js';
import { type AnyServer, join, serve } from './guest.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const count = (server: AnyServer, many: number, from = 0) => {
  for (let i = from; i < from + many; i++) server.broadcast('tick', i);
};
const sorted = (numbers: number[]) => [...numbers].sort((a, b) => a - b);
const ticks = (messages: any[]): number[] => messages.map((message) => message.data ?? message);

describe('garble', () => {
  it('makes a part of the frames undecodable, and never all of a frame', async () => {
    const server = serve({ seed: 7 });
    const guest = await join(server);
    server.faults.garble(0.25);
    count(server, 1000);
    const bad = guest.messages.filter((message) => typeof message === 'string');
    expect(guest.messages).toHaveLength(1000);
    expect(Math.abs(bad.length - 250)).toBeLessThan(50);
    for (const text of bad) expect(text).toMatch(/^[^\0]*\0$/);
    server.heal();
    count(server, 1);
    expect(guest.messages.at(-1)).toEqual({ type: 'tick', data: 0 });
  });

  it.each(['{"a":[1,2]}', '"text"', '17', '', 'null', '[]'])('leaves nothing of %j that is JSON', (text) => {
    const random = createRandom(5);
    for (let i = 0; i < 50; i++) expect(() => JSON.parse(garbled(text, random) as string)).toThrow(SyntaxError);
  });

  it('cuts binary frames and ends them in a byte that cannot be there', async () => {
    const half = () => 0.5;
    const bytes = new Uint8Array([9, 1, 2, 3, 4]);
    expect(garbled(bytes.subarray(1), half)).toEqual(new Uint8Array([1, 2, 0xc1]));
    expect(garbled(bytes.buffer, half)).toEqual(new Uint8Array([9, 1, 0xc1]));
    expect(garbled(new ArrayBuffer(0), half)).toEqual(new Uint8Array([0xc1]));
    const blob = garbled(new Blob([bytes]), half) as Blob;
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(new Uint8Array([9, 1, 0xc1]));
  });
});

describe('duplicate', () => {
  it('sends a part of the frames twice in a row', async () => {
    const server = serve();
    const guest = await join(server);
    server.faults.duplicate(0.5);
    count(server, 400);
    const seen = ticks(guest.messages);
    expect([...new Set(seen)]).toEqual(Array.from({ length: 400 }, (_, i) => i));
    expect(Math.abs(seen.length - 600)).toBeLessThan(60);
    expect(seen).toEqual(sorted(seen));
  });
});

describe('reorder', () => {
  it('sends a part of the frames behind the next one, and loses none', async () => {
    const server = serve();
    const guest = await join(server);
    server.faults.reorder(1);
    count(server, 4);
    expect(ticks(guest.messages)).toEqual([1, 0, 3, 2]);
    guest.messages.length = 0;
    server.heal();
    server.faults.reorder(0.3);
    count(server, 300);
    await vi.advanceTimersByTimeAsync(50);
    const seen = ticks(guest.messages);
    expect(sorted(seen)).toEqual(Array.from({ length: 300 }, (_, i) => i));
    const late = seen.filter((tick, index) => tick < seen[index - 1]!).length;
    expect(Math.abs(late - 70)).toBeLessThan(25);
  });

  it('sends a frame that no other overtakes 50 ms later, and before a close', async () => {
    const server = serve();
    const guest = await join(server);
    server.faults.reorder(1);
    count(server, 1);
    await vi.advanceTimersByTimeAsync(49);
    expect(guest.messages).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    count(server, 1, 1);
    server.last.close(4001);
    expect(guest.trace.slice(1)).toEqual([
      'message {"type":"tick","data":0}@1',
      'message {"type":"tick","data":1}@1',
      'close 4001 clean@3',
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('trickle', () => {
  it('lets so many frames a second pass in each direction, in order', async () => {
    const server = serve();
    const guest = await join(server);
    server.faults.trickle(10);
    count(server, 3);
    for (const text of ['a', 'b', 'c']) guest.send(text);
    expect([guest.messages, server.received, guest.socket.bufferedAmount]).toEqual([[], [], 9]);
    await vi.advanceTimersByTimeAsync(100);
    expect([ticks(guest.messages), server.received, guest.socket.bufferedAmount]).toEqual([[0], ['a'], 6]);
    await vi.advanceTimersByTimeAsync(150);
    expect([ticks(guest.messages), server.received, guest.socket.bufferedAmount]).toEqual([[0, 1], ['a', 'b'], 3]);
    server.faults.trickle(1000);
    await vi.advanceTimersByTimeAsync(1);
    expect([ticks(guest.messages), server.received, guest.socket.bufferedAmount]).toEqual([
      [0, 1, 2],
      ['a', 'b', 'c'],
      0,
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of none stops both directions, the closes too, until the server is healed', async () => {
    const server = serve();
    const [left, sent] = [await join(server), await join(server)];
    const [, second] = server.clients;
    server.faults.trickle(0);
    left.send('a');
    left.socket.close();
    count(server, 1);
    second!.close(4002);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([left.trace, sent.trace, server.received]).toEqual([['open@1'], ['open@1'], []]);
    expect(server.clients.map(({ id }) => id)).toEqual([1]);
    server.heal();
    await flush();
    expect(server.received).toEqual(['a']);
    expect(left.trace).toEqual(['open@1', 'close 1005 clean@3']);
    expect(sent.trace).toEqual(['open@1', 'message {"type":"tick","data":0}@1', 'close 4002 clean@3']);
  });

  it('holds for connections that come later', async () => {
    const server = serve();
    server.faults.trickle(0);
    const guest = await join(server);
    guest.send('a');
    count(server, 1);
    expect([guest.socket.bufferedAmount, guest.messages]).toEqual([3, []]);
  });
});

describe('silence', () => {
  it('keeps back what the server says until it is healed, while it receives and closes', async () => {
    const server = serve();
    server.on('ping', (_, client) => client.send('pong'));
    const [guest, left, closed] = [await join(server), await join(server), await join(server)];
    server.faults.silence();
    guest.send({ type: 'ping' });
    count(server, 1);
    left.socket.close(4001);
    server.last.close(4002);
    await flush();
    expect(server.received).toEqual([{ type: 'ping' }]);
    expect([guest.trace, left.trace, closed.trace]).toEqual([
      ['open@1'],
      ['open@1', 'close 4001 clean@3'],
      ['open@1', 'close 4002 clean@3'],
    ]);
    expect((await join(server)).trace).toEqual(['open@1']);
    server.heal();
    expect(guest.messages.map(({ type }) => type)).toEqual(['tick', 'pong']);
  });
});

describe.each(['garble', 'duplicate', 'reorder'] as const)('%s', (name) => {
  it.each([-0.1, 1.1, Number.NaN])('refuses the rate %s', (rate) => {
    const { faults } = serve();
    expect(() => faults[name](rate)).toThrow(`${name}() needs a part from 0 to 1`);
  });
});

it('refuses a rate of trickle and a latency that are none', () => {
  const { faults } = serve();
  expect(() => faults.trickle(-1)).toThrow('trickle() needs a number from 0 on, got -1.');
  expect(() => faults.latency([3, 2])).toThrow('got [3,2]');
});
