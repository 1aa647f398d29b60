import { describe, expect, it } from 'vitest';
import { flush } from '../support/until.js';
import { join, serve } from './guest.js';

describe('a handler', () => {
  it('answers a request with what it returns or promises, and tells what it was given', async () => {
    const server = serve();
    const guest = await join(server);
    const calls: unknown[][] = [];
    server.on('add', (...args) => {
      calls.push(args);
      return args[0] + 1;
    });
    server.on('later', async (data) => data * 2);
    server.on('nothing', () => undefined);
    guest.send({ type: 'add', data: 1, id: 'a' });
    expect([server.received, calls]).toEqual([[{ type: 'add', data: 1, id: 'a' }], []]);
    guest.send({ type: 'later', data: 4, id: 0 });
    guest.send({ type: 'nothing', id: 'c' });
    await flush();
    expect(calls).toEqual([[1, server.last, { type: 'add', data: 1, id: 'a' }]]);
    expect(guest.messages.sort((a, b) => String(a.id).localeCompare(b.id))).toEqual([
      { id: 0, data: 8 },
      { id: 'a', data: 2 },
      { id: 'c' },
    ]);
    expect(server.last.received).toEqual(server.received);
  });

  it('answers with an error what it throws or rejects', async () => {
    const server = serve();
    const guest = await join(server);
    const faults = [new Error('plain'), Object.assign(new Error('coded'), { code: 'no-money' }), 'text', undefined];
    server.on('sync', (index) => {
      throw faults[index];
    });
    server.on('async', async (index) => {
      throw faults[index];
    });
    const errors = [{ message: 'plain' }, { message: 'coded', code: 'no-money' }, 'text', 'error'];
    for (const type of ['sync', 'async']) {
      faults.forEach((_, index) => {
        guest.send({ type, data: index, id: index });
      });
      await flush();
      expect(guest.messages.splice(0)).toEqual(errors.map((error, id) => ({ id, error })));
      expect(server.errors.slice(-4)).toEqual(faults);
    }
  });

  it('answers with an error what cannot be sent', async () => {
    const server = serve();
    const guest = await join(server);
    server.on('sync', () => 1n);
    server.on('async', async () => 1n);
    guest.send({ type: 'sync', id: 1 });
    guest.send({ type: 'async', id: 2 });
    await flush();
    expect(guest.messages.map(({ id, error }) => [id, error.message])).toEqual([
      [1, expect.stringContaining('BigInt')],
      [2, expect.stringContaining('BigInt')],
    ]);
  });

  it('leaves what has no id without an answer, whatever it returns or throws', async () => {
    const server = serve();
    const guest = await join(server);
    const fault = new Error('fault');
    server.on('say', () => 'something');
    server.on('fail', () => {
      throw fault;
    });
    guest.send({ type: 'say' });
    guest.send({ type: 'say', id: null });
    guest.send({ type: 'fail' });
    await flush();
    expect([guest.messages, server.errors]).toEqual([[], [fault]]);
    expect(server.history.at(-1)).toMatchObject({ client: 1, event: 'error', text: 'Error: fault' });
  });

  it('is the newest of its type, until it is taken away', async () => {
    const server = serve();
    const guest = await join(server);
    const ask = async () => {
      guest.send({ type: 'who', id: 1 });
      await flush();
      return guest.messages.pop();
    };
    const first = server.on('who', () => 'first');
    const second = server.on('who', () => 'second');
    expect(await ask()).toEqual({ id: 1, data: 'second' });
    second();
    second();
    expect(await ask()).toEqual({ id: 1, data: 'first' });
    first();
    expect(await ask()).toMatchObject({ error: { message: expect.stringContaining("server.on('who', …)") } });
  });

  it('is asked of for a request alone: other messages, and those without a type, are only received', async () => {
    const server = serve();
    const guest = await join(server);
    const messages = [{ type: 'unknown' }, { id: 'reply', data: 1 }, { type: 7, id: 1 }, null, 'text', [1]];
    for (const message of messages) guest.send(message);
    await flush();
    expect([server.received, guest.messages, server.errors]).toEqual([messages, [], []]);
  });

  it('handles what came before a close, and its answer goes nowhere', async () => {
    const server = serve();
    const guest = await join(server);
    const seen: unknown[] = [];
    server.on('last', (data) => seen.push(data));
    guest.send({ type: 'last', data: 1, id: 1 });
    guest.socket.close();
    await flush();
    expect([seen, guest.messages]).toEqual([[1], []]);
  });
});

describe('onHello', () => {
  it('gets the first message of each connection and sends what it returns, as it is', async () => {
    const server = serve();
    const seen: unknown[] = [];
    server.on('hello', () => seen.push('by type'));
    server.onHello(() => seen.push('replaced'));
    server.onHello((message, client) => {
      seen.push([message, client.id]);
      return { welcome: client.id };
    });
    const guests = [await join(server), await join(server)];
    for (const guest of guests) guest.send({ type: 'hello', id: 1 });
    guests[0]!.send({ type: 'hello' });
    await flush();
    expect(seen).toEqual([[{ type: 'hello', id: 1 }, 1], [{ type: 'hello', id: 1 }, 2], 'by type']);
    expect(guests.map(({ messages }) => messages)).toEqual([[{ welcome: 1 }], [{ welcome: 2 }]]);
  });

  it('may take its time, say nothing, close or throw', async () => {
    const server = serve();
    const fault = new Error('fault');
    server.onHello(async ({ how }, client) => {
      if (how === 'close') return client.close(4401, 'who?');
      if (how === 'throw') throw fault;
      if (how === 'null') return null;
      return how === 'late' ? { late: true } : undefined;
    });
    const ask = async (how: string) => {
      const guest = await join(server);
      guest.send({ how });
      await flush();
      return guest.trace.slice(1);
    };
    expect(await ask('late')).toEqual(['message {"late":true}@1']);
    expect(await ask('nothing')).toEqual([]);
    expect(await ask('null')).toEqual([]);
    expect(await ask('close')).toEqual(['close 4401 who? clean@3']);
    expect(await ask('throw')).toEqual([]);
    expect(server.errors).toEqual([fault]);
  });

  it('is not there by default: the first message goes to the handlers by type', async () => {
    const server = serve();
    server.on('hello', () => 'by type');
    const guest = await join(server);
    guest.send({ type: 'hello', id: 1 });
    await flush();
    expect(guest.messages).toEqual([{ id: 1, data: 'by type' }]);
  });

  it('keeps what onConnect throws for the test', async () => {
    const server = serve();
    server.onConnect(() => {
      throw new Error('fault');
    });
    await join(server);
    expect(server.errors).toEqual([new Error('fault')]);
  });
});
