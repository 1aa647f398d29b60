import Backbone from 'backbone';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Expectation } from '../../src/index.js';
import { flush } from '../support/until.js';
import { connect } from '../support/wire.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** How an expectation stands: `waiting`, what it was fulfilled with, or the code it was rejected with. */
function standing(expectation: Expectation): Promise<unknown> {
  return Promise.race([expectation.promise.catch(({ code }) => code), flush().then(() => 'waiting')]);
}

describe('an expectation', () => {
  it('of a type ends with the payload of the next message of that type', async () => {
    const { ws, receive } = connect();
    const expectation = ws.expect('quote');
    receive('halted', { price: 6 });
    expect(await standing(expectation)).toBe('waiting');
    receive('quote', { price: 7 });
    receive('quote', { price: 8 });
    expect(await expectation).toEqual({ price: 7 });
  });

  it('of a type ends with the whole message where it has no data field', async () => {
    const { ws, receiveRaw } = connect();
    const expectation = ws.expect('quote');
    receiveRaw({ type: 'quote', price: 7 });
    expect(await expectation).toEqual({ type: 'quote', price: 7 });
  });

  it('of a text ends with that text, which has no type', async () => {
    const { ws, receiveRaw } = connect();
    const expectation = ws.expect('pong');
    receiveRaw('ping');
    receiveRaw('pong');
    expect(await expectation).toBe('pong');
  });

  it('by a predicate ends when that accepts payload, type and whole message', async () => {
    const { ws, receive } = connect();
    const predicate = vi.fn(({ price }: { price: number }) => price > 7);
    const expectation = ws.expect(predicate);
    receive('quote', { price: 7 });
    receive('trade', { price: 8 });
    receive('quote', { price: 9 });
    expect(await expectation).toEqual({ price: 8 });
    expect(predicate.mock.calls).toEqual([
      [{ price: 7 }, 'quote', { type: 'quote', data: { price: 7 } }],
      [{ price: 8 }, 'trade', { type: 'trade', data: { price: 8 } }],
    ]);
  });

  it.each<[string, object, unknown, unknown]>([
    ['fields of the payload', { ok: true }, { data: { ok: true, id: 1 } }, { data: { ok: false } }],
    ['fields of the whole message', { id: 1 }, { id: 1, data: {} }, { id: 2, data: {} }],
    ['its type', { type: 'quote' }, { type: 'quote', data: 7 }, { type: 'trade', data: 7 }],
    [
      'type and payload together',
      { type: 'x', data: { a: 1 } },
      { type: 'x', data: { a: 1, b: 2 } },
      { type: 'x', data: { b: 1 } },
    ],
    ['fields within fields', { a: { b: 1 } }, { data: { a: { b: 1, c: 2 } } }, { data: { a: { c: 1 } } }],
    ['the first of a list', { list: [1] }, { data: { list: [1, 2] } }, { data: { list: [2, 1] } }],
    ['null', { a: null }, { data: { a: null } }, { data: { b: null } }],
    ['a number, not its text', { a: 1 }, { data: { a: 1 } }, { data: { a: '1' } }],
    ['a field of text, where others have none', { a: { b: 1 } }, { data: { a: { b: 1 } } }, { data: { a: null } }],
  ])('by an object ends with a message that has %s', async (_name, wanted, hit, miss) => {
    const { ws, receiveRaw } = connect();
    const expectation = ws.expect(wanted);
    for (const message of [miss, null, 7, 'text', [], {}]) receiveRaw(message);
    expect(await standing(expectation)).toBe('waiting');
    receiveRaw(hit);
    expect(await standing(expectation)).toEqual(
      (hit as { data?: unknown }).data === undefined ? hit : expect.anything(),
    );
  });

  it.each([null, false])('of %s ends with any message', async (what) => {
    const { ws, receive, receiveRaw } = connect({ expect: 'never' });
    const typed = ws.expect(what);
    receive('quote', 7);
    const bare = ws.expect(what);
    receiveRaw([1]);
    expect([await typed, await bare]).toEqual([7, [1]]);
  });

  it('of any message ends with a frame that is no JSON, as it came', async () => {
    const { ws, socket } = connect();
    const expectation = ws.expect(null);
    socket.server.send('no JSON');
    expect(await expectation).toBe('no JSON');
  });
});

describe('the option expect', () => {
  it.each<[string, unknown]>([
    ['a type', 'quote'],
    ['a predicate', (_data: unknown, type: unknown) => type === 'quote'],
    ['an object', { type: 'quote' }],
  ])('says by %s what nothing and true stand for', async (_name, option) => {
    const { ws, receive } = connect({ expect: option });
    const [first, second] = [ws.expect(), ws.expect(true)];
    receive('other', 6);
    receive('quote', 7);
    receive('quote', 8);
    expect(await first).toBe(7);
    expect(await second).toBe(option === 'quote' ? 8 : 7);
  });

  it.each([undefined, null, false, true])('of %s stands for any message', async (option) => {
    const { ws, receive } = connect({ expect: option });
    const expectation = ws.expect();
    receive('any', 7);
    expect(await expectation).toBe(7);
  });
});

describe('one message', () => {
  it('ends one expectation of its type, the oldest', async () => {
    const { ws, receive } = connect();
    const expectations = [ws.expect('quote'), ws.expect('quote'), ws.expect('quote')];
    receive('quote', 1);
    expect(await Promise.all(expectations.map(standing))).toEqual([1, 'waiting', 'waiting']);
    receive('quote', 2);
    receive('quote', 3);
    expect(await Promise.all(expectations)).toEqual([1, 2, 3]);
  });

  it.each([
    ['the oldest', 0, [1, 2]],
    ['the middle one', 1, [1, 2]],
    ['the youngest', 2, [1, 2]],
  ])('passes over %s once it has been killed', async (_name, killed, left) => {
    const { ws, receive } = connect();
    const expectations = [ws.expect('quote'), ws.expect('quote'), ws.expect('quote')];
    expectations[killed]?.kill();
    const late = ws.expect('quote');
    for (const data of [...left, 3]) receive('quote', data);
    const alive = [...expectations.filter((_, i) => i !== killed), late];
    expect(await Promise.all(alive)).toEqual([1, 2, 3]);
  });

  it('ends every other expectation that it fits', async () => {
    const { ws, receive } = connect();
    const all = [ws.expect('quote'), ws.expect(null), ws.expect(() => true), ws.expect({ price: 7 }), ws.expect(null)];
    const misses = [ws.expect('trade'), ws.expect(() => false), ws.expect({ price: 8 })];
    receive('quote', { price: 7 });
    expect(await Promise.all(all)).toEqual(all.map(() => ({ price: 7 })));
    expect(await Promise.all(misses.map(standing))).toEqual(['waiting', 'waiting', 'waiting']);
  });

  it('is shown to expectations before it is to handlers, which get it all the same', async () => {
    const { ws, receive } = connect();
    const seen: string[] = [];
    ws.bind(new Backbone.Model(), { 'ws:message:quote': () => void seen.push('handler') });
    const expectation = ws.expect(() => seen.push('predicate'));
    receive('quote', 7);
    expect(seen).toEqual(['predicate', 'handler']);
    expect(await expectation).toBe(7);
  });

  it('does not end what is expected while it is shown', async () => {
    const { ws, receive } = connect();
    let late: Expectation | undefined;
    ws.expect(() => {
      late ??= ws.expect(null);
      return true;
    });
    receive('quote', 1);
    expect(await standing(late!)).toBe('waiting');
    receive('quote', 2);
    expect(await late).toBe(2);
  });

  it('is not shown to what has been killed meanwhile', async () => {
    const { ws, receive } = connect();
    const predicate = vi.fn(() => true);
    ws.expect(() => second.kill());
    const second = ws.expect(predicate);
    receive('quote', 1);
    expect(predicate).not.toHaveBeenCalled();
    expect(await standing(second)).toBe('killed');
  });
});

describe('ten thousand expectations', () => {
  it('of as many types end each with its own message', async () => {
    const { ws, receive } = connect();
    const expectations = Array.from({ length: 10_000 }, (_, i) => ws.expect(`reply ${i}`));
    for (let i = 9_999; i >= 0; i--) receive(`reply ${i}`, i);
    expect(await Promise.all(expectations)).toEqual(expectations.map((_, i) => i));
  });

  it('of one type end in their order', async () => {
    const { ws, receive } = connect();
    const expectations = Array.from({ length: 10_000 }, () => ws.expect('reply'));
    for (const i of expectations.keys()) receive('reply', i);
    expect(await Promise.all(expectations)).toEqual(expectations.map((_, i) => i));
  });

  it('end all when the connection does', async () => {
    const { ws } = connect();
    const expectations = Array.from({ length: 10_000 }, (_, i) => ws.expect(i % 2 ? 'one' : `reply ${i}`));
    ws.destroy();
    const codes = await Promise.all(expectations.map((expectation) => expectation.catch(({ code }) => code)));
    expect(new Set(codes)).toEqual(new Set(['destroyed']));
  });
});

describe('a predicate that throws', () => {
  it('is told to the error event, goes on waiting and stops nobody', async () => {
    const { ws, receive } = connect();
    const broken = new Error('a broken predicate');
    const [error, handler] = [vi.fn(), vi.fn()];
    ws.on('ws:error', error).on('ws:message:quote', handler);
    const expectation = ws.expect((data) => {
      if (data === 1) throw broken;
      return true;
    });
    const other = ws.expect(null);
    receive('quote', 1);
    expect(error.mock.calls).toEqual([[broken, true]]);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(await other).toBe(1);
    receive('quote', 2);
    expect(await expectation).toBe(2);
  });
});

it.each([7, 1n, Symbol('type')])('refuses to expect %s', (what) => {
  const { ws } = connect();
  expect(() => ws.expect(what as never)).toThrow(
    expect.objectContaining({ code: 'bad-argument', message: expect.stringMatching(/^expect: expected .*, got /) }),
  );
});
