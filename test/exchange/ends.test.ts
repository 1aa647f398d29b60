import { getEventListeners } from 'node:events';
import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Expectation, WSError } from '../../src/index.js';
import { flush } from '../support/until.js';
import { type Connected, connect, connecting } from '../support/wire.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** The error it was rejected with; a test whose expectation ended well fails. */
const errorOf = (expectation: Expectation): Promise<WSError> =>
  expectation.promise.then(
    () => Promise.reject(new Error('It ended with a message.')),
    (error) => error,
  );

type End = (connected: Connected<'ws'>, expectation: Expectation, controller: AbortController) => unknown;

const ends: [string, code: string, End][] = [
  ['its time is over', 'timeout', () => vi.advanceTimersByTime(7000)],
  ['it is killed', 'killed', (_connected, expectation) => expectation.kill()],
  ['its signal aborts', 'aborted', (_connected, _expectation, controller) => controller.abort()],
  ['the connection is lost', 'connection-lost', ({ socket }) => socket.server.drop({ error: false })],
  ['the server closes', 'connection-lost', ({ socket }) => socket.server.close(1001)],
  ['the connection is closed', 'closed', ({ ws }) => ws.close()],
  ['the connection is destroyed', 'destroyed', ({ ws }) => ws.destroy()],
];

const kinds: [string, any][] = [
  ['a type', 'quote'],
  ['a predicate', () => false],
  ['an object', { never: true }],
];

describe.each(ends)('when %s', (_name, code, end) => {
  it.each(kinds)('an expectation of %s is rejected with a code, at once', async (_kind, what) => {
    const connected = connect({ reopen: false });
    const controller = new AbortController();
    const expectation = connected.ws.expect(what, { signal: controller.signal });
    const error = errorOf(expectation);
    end(connected, expectation, controller);
    expect(await error).toBeInstanceOf(WSError);
    expect(await error).toMatchObject({ code, message: expect.stringMatching(/\.$/) });
  });

  it.each(kinds)('nothing of an expectation of %s is left', async (_kind, what) => {
    const connected = connect({ reopen: false });
    const controller = new AbortController();
    const predicate = vi.fn(what);
    const expectation = connected.ws.expect(typeof what === 'function' ? predicate : what, {
      signal: controller.signal,
    });
    end(connected, expectation, controller);
    await flush();
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    predicate.mockClear();
    connected.ws.open();
    if (connected.socket.readyState === 0) connected.socket.server.accept();
    const next = connected.ws.expect('quote');
    connected.receive('quote', 7);
    expect(await next).toBe(7);
    expect(predicate).not.toHaveBeenCalled();
  });

  it('whatever comes after changes nothing', async () => {
    const connected = connect();
    const controller = new AbortController();
    const expectation = connected.ws.expect('quote', { signal: controller.signal });
    end(connected, expectation, controller);
    for (const [, , other] of ends) other(connected, expectation, controller);
    expect(await errorOf(expectation)).toMatchObject({ code });
  });

  it('a rejection that nobody handles is not reported', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const connected = connect();
    const controller = new AbortController();
    const expectation = connected.ws.expect('quote', { signal: controller.signal });
    end(connected, expectation, controller);
    // Node tells of unhandled rejections once the microtasks are through.
    await flush();
    await flush();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    expect(await errorOf(expectation)).toMatchObject({ code });
  });
});

describe('the time of an expectation', () => {
  it.each<[string, object, any, number]>([
    ['7 seconds', {}, undefined, 7000],
    ['what the option says', { expectSeconds: 2 }, undefined, 2000],
    ['what the option says, with options that say nothing', { expectSeconds: 2 }, {}, 2000],
    ['the argument', {}, 3, 3000],
    ['a part of a second', {}, 0.25, 250],
    ['the argument seconds', { expectSeconds: 2 }, { seconds: 4 }, 4000],
    ['0, from the option', { expectSeconds: 0 }, undefined, 0],
  ])('is %s', async (_name, options, wait, ms) => {
    const { ws } = connect(options);
    const ended = vi.fn();
    const expectation = ws.expect('quote', wait);
    expectation.catch(ended);
    await vi.advanceTimersByTimeAsync(Math.max(ms - 1, 0));
    if (ms) expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended.mock.calls).toEqual([[expect.objectContaining({ code: 'timeout' })]]);
    expect(ended.mock.calls[0]?.[0].message).toContain(`${ms / 1000} s`);
  });

  it('is over in the next macrotask, not before, if it is 0', async () => {
    const { ws, receive } = connect();
    const [met, missed] = [ws.expect('quote', 0), ws.expect('quote', 0)];
    await flush();
    receive('quote', 7);
    vi.advanceTimersByTime(1);
    expect(await met).toBe(7);
    expect(await errorOf(missed)).toMatchObject({ code: 'timeout' });
  });

  it.each([Number.POSITIVE_INFINITY, { seconds: Number.POSITIVE_INFINITY }])('has no end with %o', async (wait) => {
    const { ws, receive } = connect();
    const expectation = ws.expect('quote', wait);
    expect(vi.getTimerCount()).toBe(0);
    receive('quote', 7);
    expect(await expectation).toBe(7);
  });

  it.each<[unknown]>([[-1], [Number.NaN], ['soon'], [{ seconds: -1 }], [{ seconds: Number.NaN }]])(
    'is not %j',
    (wait) => {
      const { ws } = connect();
      expect(() => ws.expect('quote', wait as never)).toThrow(
        expect.objectContaining({ code: 'bad-argument', message: expect.stringContaining('seconds of at least 0') }),
      );
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it('stops when the message has come', async () => {
    const { ws, receive } = connect();
    const controller = new AbortController();
    const expectation = ws.expect('quote', { signal: controller.signal });
    receive('quote', 7);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    controller.abort();
    expectation.kill();
    ws.destroy();
    expect(await expectation).toBe(7);
  });
});

describe('a signal', () => {
  it('gives its reason as the cause', async () => {
    const { ws } = connect();
    const controller = new AbortController();
    const expectation = ws.expect('quote', { signal: controller.signal });
    const reason = new Error('the user went away');
    controller.abort(reason);
    expect((await errorOf(expectation)).cause).toBe(reason);
  });

  it('that has aborted already ends it at once, and the next one gets the message', async () => {
    const { ws, receive } = connect();
    const expectation = ws.expect('quote', { signal: AbortSignal.abort() });
    const next = ws.expect('quote');
    receive('quote', 7);
    expect(await errorOf(expectation)).toMatchObject({ code: 'aborted' });
    expect(await next).toBe(7);
  });
});

describe('an expectation', () => {
  it('is awaited itself, or by its promise', async () => {
    const { ws, receive } = connect();
    const expectation = ws.expect('quote');
    receive('quote', 7);
    expect(expectation.promise).toBeInstanceOf(Promise);
    expect([await expectation, await expectation.promise, await Promise.all([expectation])]).toEqual([7, 7, [7]]);
  });

  it('has then, catch and finally', async () => {
    const { ws, receive } = connect();
    const [good, bad] = [ws.expect('quote'), ws.expect('never')];
    const last = vi.fn();
    receive('quote', 7);
    bad.kill();
    expect(await good.then((data) => data + 1)).toBe(8);
    expect(await good.finally(last)).toBe(7);
    expect(await bad.catch(({ code }) => code)).toBe('killed');
    expect(await bad.then(null, ({ code }) => code)).toBe('killed');
    expect(last.mock.calls).toEqual([[]]);
  });

  it('of a connection that is still opening goes on when it is open', async () => {
    const { ws, socket, receive } = connecting();
    const expectation = ws.expect('quote');
    socket.server.accept();
    receive('quote', 7);
    expect(await expectation).toBe(7);
  });

  it('that is made in the close event belongs to the next connection', async () => {
    const { ws, socket, FakeWebSocket, receive } = connect();
    let expectation: Expectation | undefined;
    ws.once('ws:close', () => (expectation = ws.expect('quote')));
    socket.server.drop({ error: false });
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.accept();
    receive('quote', 7);
    expect(await expectation).toBe(7);
  });

  it('ends when the last resource goes', async () => {
    const { ws } = connect({ keepOpen: false });
    const resource = Object.assign({}, Backbone.Events);
    const expectation = ws.bind(resource).expect('quote');
    ws.unbind(resource);
    expect(await errorOf(expectation)).toMatchObject({ code: 'destroyed' });
  });

  it('cannot be made after destroy(), only after open()', async () => {
    const { ws, FakeWebSocket, receive } = connect();
    ws.destroy();
    expect(() => ws.expect('quote')).toThrow(expect.objectContaining({ code: 'destroyed' }));
    ws.open();
    FakeWebSocket.last.server.accept();
    const expectation = ws.expect('quote');
    receive('quote', 7);
    expect(await expectation).toBe(7);
  });
});
