import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RefusableStage, Stage } from '../../src/testing/index.js';
import { flush } from '../support/until.js';
import { join, knock, serve } from './guest.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const FAILED = ['error@3', 'close 1006 unclean@3'];

describe('refuse', () => {
  it('fails attempts until the server is healed, and leaves open connections alone', async () => {
    const server = serve();
    const before = await join(server);
    server.faults.refuse();
    expect((await join(server)).trace).toEqual(FAILED);
    expect((await join(server)).trace).toEqual(FAILED);
    server.heal();
    expect((await join(server)).trace).toEqual(['open@1']);
    expect(before.trace).toEqual(['open@1']);
  });

  it.each(['url', 'protocol'] as const)('makes the function %s throw', (stage) => {
    const server = serve();
    server.faults.refuse(stage);
    expect(() => server[stage]()).toThrow(`refuses to give the ${stage}`);
    server.heal();
    expect(() => server[stage]()).not.toThrow();
  });

  it('refuses what it does not know', () => {
    const { faults } = serve();
    expect(() => faults.refuse('hello' as RefusableStage)).toThrow(
      "refuse() needs one of url, protocol, handshake, got 'hello'.",
    );
  });
});

describe('an attempt that was given up', () => {
  it('is not refused any more', async () => {
    const server = serve({ latencyMs: 10 });
    const guest = knock(server);
    await flush();
    guest.socket.close();
    server.faults.refuse();
    await vi.advanceTimersByTimeAsync(10);
    expect(server.history.at(-1)).toMatchObject({ event: 'lost', text: 'given up by the client' });
  });
});

describe('hang', () => {
  it.each(['url', 'protocol'] as const)('makes the function %s wait until the server is healed', async (stage) => {
    const server = serve({ protocol: 'v1', url: 'ws://host' });
    server.faults.hang(stage);
    let value: unknown = 'pending';
    const asked = server[stage]() as Promise<unknown>;
    void asked.then((given) => {
      value = given;
    });
    await flush();
    expect(value).toBe('pending');
    server.heal();
    await flush();
    expect(value).toBe(stage === 'url' ? 'ws://host' : 'v1');
  });

  it('can end in a refusal', async () => {
    const server = serve();
    server.faults.hang('url');
    const asked = server.url();
    server.close();
    await expect(asked).resolves.toBe('ws://test.server/');
    const other = serve();
    other.faults.hang('url');
    const refused = Promise.resolve(other.url());
    other.heal();
    other.faults.refuse('url');
    await expect(refused).rejects.toThrow('refuses to give the url');
  });

  it('leaves attempts connecting until the server is healed, those that were given up for lost', async () => {
    const server = serve();
    server.faults.hang('handshake');
    const [patient, other] = [await join(server), await join(server)];
    await vi.advanceTimersByTimeAsync(60_000);
    expect(patient.trace).toEqual([]);
    other.socket.close();
    await flush();
    server.heal();
    server.heal();
    expect([patient.trace, other.trace]).toEqual([['open@1'], FAILED]);
    expect(server.history.filter(({ event }) => event === 'lost')).toHaveLength(1);
    expect(server.history.at(-2)).toMatchObject({ client: 2, event: 'lost', text: 'given up by the client' });
  });

  it('keeps back the answer to the first message alone', async () => {
    const server = serve();
    server.on('hi', () => 'hello');
    server.faults.hang('hello');
    const guest = await join(server);
    for (const id of [1, 2]) guest.send({ type: 'hi', id });
    await flush();
    expect(guest.messages).toEqual([{ id: 2, data: 'hello' }]);
    server.heal();
    await flush();
    expect(guest.messages.at(-1)).toEqual({ id: 1, data: 'hello' });
  });

  it('keeps back the answer to a close', async () => {
    const server = serve();
    const guest = await join(server);
    const client = server.last;
    server.faults.hang('close');
    guest.socket.close(4001);
    await flush();
    expect([guest.socket.readyState, server.clients]).toEqual([2, []]);
    client.send('late');
    client.sendFrame('late');
    client.close(4002);
    server.heal();
    expect(server.history.some(({ event }) => event === 'out')).toBe(false);
    expect(guest.trace.at(-1)).toBe('close 4001 clean@3');
  });

  it('holds for several stages, and refuses what it does not know', async () => {
    const server = serve();
    server.faults.hang('url');
    server.faults.hang('handshake');
    expect(server.url()).toBeInstanceOf(Promise);
    expect((await join(server)).trace).toEqual([]);
    expect(() => server.faults.hang('sleep' as Stage)).toThrow(
      "hang() needs one of url, protocol, handshake, hello, close, got 'sleep'.",
    );
  });
});
