import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { connect } from '../support/wire.js';
import { ask, countUnhandled, standing, watchMaps } from './asking.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A call that must throw: what it throws, and then nothing may be left of it. */
async function misuse(call: (ws: any, signal: AbortSignal) => unknown, options: object = {}): Promise<any> {
  const unhandled = countUnhandled();
  const { result: connected, left } = watchMaps(() => connect({ ...options, reopenTimeout: 10 }));
  const { signal } = new AbortController();
  let error: unknown;
  try {
    const made: any = call(connected.ws, signal);
    made.catch(() => {});
  } catch (thrown) {
    error = thrown;
  }
  expect(connected.socket.sent).toEqual([]);
  expect([left(), vi.getTimerCount()]).toEqual([0, 0]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  // The connection goes on as if it had not been.
  connected.socket.server.drop();
  vi.advanceTimersByTime(10);
  connected.socket.server.accept();
  const request = ask(connected.ws);
  connected.receiveRaw({ id: connected.sent()[0].id, data: 7 });
  expect(await request).toBe(7);
  expect(await unhandled()).toBe(0);
  return error;
}

const circular: any = {};
circular.me = circular;

describe('a request is refused at once, and leaves nothing behind,', () => {
  it.each([[undefined], [null], [''], [7], [{ type: 'ask' }], [() => 'ask']])('with %j for its type', async (type) => {
    const error = await misuse((ws, signal) => ws.request(type, 1, { signal }));
    expect(error).toMatchObject({ name: 'WSError', code: 'bad-argument', message: expect.stringContaining('a type') });
  });

  it.each([[-1], [-0.1], [-Infinity], [NaN], ['5000'], ['soon'], [true], [null], [{}], [[]], [new Date(5)]])(
    'with %o for its timeoutMs',
    async (timeoutMs) => {
      const error = await misuse((ws, signal) => ws.request('ask', 1, { timeoutMs, signal }));
      expect(error).toMatchObject({ code: 'bad-argument', message: expect.stringContaining('timeoutMs') });
    },
  );

  it.each([[-1], [NaN], ['often'], ['2'], [{}], [true]])('with %o for the attempts of its retry', async (attempts) => {
    const error = await misuse((ws, signal) => ws.request('ask', 1, { retry: { attempts }, signal }));
    expect(error).toMatchObject({ code: 'bad-argument', message: expect.stringContaining('attempts') });
  });

  it.each([[new AbortController()], [{}], ['signal'], [7], [true]])('with %o for its signal', async (signal) => {
    const error = await misuse((ws) => ws.request('ask', 1, { signal }));
    expect(error).toMatchObject({ code: 'bad-argument', message: expect.stringContaining('signal') });
  });

  it.each<[string, unknown]>([
    ['has a circle', circular],
    ['has a bigint', { price: 7n }],
    [
      'throws when it is read',
      {
        get price() {
          throw new Error('no price');
        },
      },
    ],
    [
      'throws when it is turned into JSON',
      {
        toJSON() {
          throw new Error('no JSON');
        },
      },
    ],
  ])('with a payload that %s', async (_name, data) => {
    const error = await misuse((ws, signal) => ws.request('ask', data, { signal, retry: true }));
    expect(error).toMatchObject({ name: 'WSError', code: 'bad-message', cause: expect.any(Error) });
  });

  it('with a payload that the codec refuses', async () => {
    let isTired = true;
    const codec = {
      encode(message: unknown) {
        if (isTired) throw new Error('no');
        return JSON.stringify(message);
      },
      decode: JSON.parse,
    };
    const call = (ws: any, signal: AbortSignal) => {
      try {
        return ws.request('ask', 1, { signal });
      } finally {
        isTired = false;
      }
    };
    expect(await misuse(call, { codec })).toMatchObject({ code: 'bad-message', cause: { message: 'no' } });
  });

  it.each(['requests', 'outgoing'])('with a payload that its schema among the %s refuses', async (where) => {
    const schema = z.object({ qty: z.number() });
    const schemas =
      where === 'outgoing' ? { outgoing: { order: schema } } : { requests: { order: { request: schema } } };
    const error = await misuse((ws, signal) => ws.request('order', { qty: 'one' }, { signal, retry: true }), {
      schemas,
    });
    expect(error).toMatchObject({ code: 'invalid', message: expect.stringContaining('"order"') });
  });

  it('after destroy(), until open()', async () => {
    const { ws, FakeWebSocket, sent } = connect();
    ws.destroy();
    const { signal } = new AbortController();
    for (const options of [{ signal }, { signal: AbortSignal.abort() }, { offline: 'fail' as const }]) {
      expect(() => ws.request('ask', 1, options)).toThrow(expect.objectContaining({ code: 'destroyed' }));
    }
    expect([getEventListeners(signal, 'abort'), vi.getTimerCount()]).toEqual([[], 0]);
    ws.open();
    ask(ws);
    FakeWebSocket.last.server.accept();
    expect(sent()).toHaveLength(1);
  });
});

describe('a request takes', () => {
  it.each([[undefined], [{}], [{ timeoutMs: undefined, signal: undefined, retry: undefined, offline: undefined }]])(
    '%j for its options',
    async (options) => {
      const { ws } = connect();
      const request = ask(ws, 'ask', 1, options);
      await vi.advanceTimersByTimeAsync(9_999);
      expect(await standing(request)).toBe('waiting');
      await vi.advanceTimersByTimeAsync(1);
      expect(await standing(request)).toEqual(['timeout', true]);
    },
  );

  it.each<[any]>([[false], [undefined], [null], [{ attempts: 0 }]])('%j for a retry that is none', async (retry) => {
    const { ws, socket } = connect();
    const request = ask(ws, 'ask', 1, { retry });
    socket.server.drop();
    expect(await standing(request)).toEqual(['connection-lost', true]);
  });

  it.each([['__proto__'], ['constructor'], ['a b'], ['*'], ['all'], ['open']])('%j for its type', async (type) => {
    const { ws, sent, receiveRaw } = connect();
    const request = ask(ws, type);
    const [message] = sent();
    expect(message).toMatchObject({ type, data: 1 });
    receiveRaw({ type, id: message.id, data: 7 });
    expect(await request).toBe(7);
  });
});
