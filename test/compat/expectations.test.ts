import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { visit, visitOpen } from './page.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** What has become of a promise so far. */
async function stateOf(promise: PromiseLike<unknown>): Promise<unknown> {
  let state: unknown = 'pending';
  promise.then(
    (value) => {
      state = { value };
    },
    (error) => {
      state = { error };
    },
  );
  await flush();
  return state;
}

const other = { type: 'other', data: { ok: 'no' } };
const wanted = { type: 'answer', data: { ok: true, n: 42 } };
const fulfilled = { value: wanted.data };

describe('expect()', () => {
  it.each([
    ['a type', 'answer'],
    ['a function that accepts the payload', (data: any) => data.n === 42],
    ['a function that accepts the type', (_data: unknown, type: string | undefined) => type === 'answer'],
    ['an object whose fields the payload has', { ok: true }],
  ])('waits for %s', async (_what, what: any) => {
    const { ws, receive } = visitOpen();
    const { promise } = ws.expect(what);
    receive(other);
    expect(await stateOf(promise)).toBe('pending');
    receive(wanted);
    expect(await stateOf(promise)).toEqual(fulfilled);
  });

  it.each([null, false])('waits for any message when it is given %j, whatever the option says', async (what) => {
    const { ws, receive } = visitOpen({ expect: 'answer' });
    const { promise } = ws.expect(what);
    receive({ text: 'anything' });
    expect(await stateOf(promise)).toEqual({ value: { text: 'anything' } });
  });

  it.each([
    ['nothing', []],
    ['true', [true]],
  ])('waits for what the option expect says when it is given %s', async (_what, args) => {
    const { ws, receive } = visitOpen({ expect: 'answer' });
    const { promise } = ws.expect(...(args as []));
    receive(other);
    expect(await stateOf(promise)).toBe('pending');
    receive(wanted);
    expect(await stateOf(promise)).toEqual(fulfilled);
  });

  it('waits for messages without a type by their text', async () => {
    const { ws, sockets } = visitOpen();
    const { promise } = ws.expect('PONG');
    sockets.last.server.send('PONG');
    expect(await stateOf(promise)).toEqual({ value: 'PONG' });
  });

  it('goes by the fields that typeAttribute and dataAttribute name', async () => {
    const { ws, receive } = visitOpen({ typeAttribute: 'topic', dataAttribute: 'info' });
    const { promise } = ws.expect('answer');
    receive({ topic: 'answer', info: 42 });
    expect(await stateOf(promise)).toEqual({ value: 42 });
  });

  it('is rejected after the seconds that it is given', async () => {
    const { ws } = visitOpen();
    const { promise } = ws.expect('answer', 0.5);
    await vi.advanceTimersByTimeAsync(499);
    expect(await stateOf(promise)).toBe('pending');
    await vi.advanceTimersByTimeAsync(1);
    await expect(promise).rejects.toThrow(/timeout/i);
  });

  it('can be set before the connection is open', async () => {
    const { ws, accept, receive } = visit();
    const { promise } = ws.expect('answer');
    accept();
    receive(wanted);
    expect(await stateOf(promise)).toEqual(fulfilled);
  });

  it('does not keep the message from those who are bound to it', () => {
    const { ws, receive } = visitOpen();
    const model = new Backbone.Model();
    ws.bind(model, { 'ws:message:answer': model.set });
    ws.expect('answer');
    receive(wanted);
    expect(model.attributes).toEqual(wanted.data);
  });
});

describe('the option expect', () => {
  it.each([
    ['a type', 'answer'],
    ['a function', (data: any) => data.n === 42],
    ['an object', { n: 42 }],
  ])('can be %s', async (_what, what) => {
    const { ws, receive } = visitOpen({ expect: what });
    const { promise } = ws.expect();
    receive(other);
    expect(await stateOf(promise)).toBe('pending');
    receive(wanted);
    expect(await stateOf(promise)).toEqual(fulfilled);
  });

  it('is any message by default', async () => {
    const { ws, receive } = visitOpen();
    const { promise } = ws.expect(true);
    receive(other);
    expect(await stateOf(promise)).toEqual({ value: other.data });
  });
});

describe('the option expectSeconds', () => {
  it.each([
    ['7 by default', {}, 7000],
    ['what it says', { expectSeconds: 0.05 }, 50],
  ])('is the seconds that an expectation waits: %s', async (_what, options, ms) => {
    const { ws } = visitOpen(options);
    const { promise } = ws.expect('answer');
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(await stateOf(promise)).toBe('pending');
    await vi.advanceTimersByTimeAsync(1);
    expect(await stateOf(promise)).toEqual({ error: expect.any(Error) });
  });
});

describe('an Expectation', () => {
  it('is given up by kill()', async () => {
    const { ws, receive } = visitOpen();
    const expectation = ws.expect('answer');
    expectation.kill();
    receive(wanted);
    await expect(expectation.promise).rejects.toThrow();
  });

  it('is not changed by a kill() that comes too late', async () => {
    const { ws, receive } = visitOpen();
    const expectation = ws.expect('answer');
    receive(wanted);
    expectation.kill();
    expect(await stateOf(expectation.promise)).toEqual(fulfilled);
  });

  it('passes a promise on to then and catch', async () => {
    const { ws, receive } = visitOpen();
    const answer = ws.expect('answer').promise.then((data) => data.n);
    const failure = ws.expect('nothing', 1).promise.catch(() => 'nothing came');
    receive(wanted);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await Promise.all([answer, failure])).toEqual([42, 'nothing came']);
  });
});
