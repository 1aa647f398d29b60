import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FakeSocket } from '../../src/testing/index.js';
import { flush } from '../support/until.js';
import { make, nameOf } from './make.js';

afterEach(() => {
  vi.useRealTimers();
});

describe('closing by the client', () => {
  it.each<[string, [number?, string?], string]>([
    ['without a code', [], 'close 1005 clean@3'],
    ['with a code', [4001], 'close 4001 clean@3'],
    ['with a code and a reason', [1000, 'bye'], 'close 1000 bye clean@3'],
  ])('%s ends in the next microtask', async (_name, args, close) => {
    const [socket, events] = make();
    socket.close(...args);
    socket.close(3000);
    expect([socket.readyState, events]).toEqual([2, []]);
    await Promise.resolve();
    expect(events).toEqual([close]);
    expect(socket.closeCalls.map(({ code }) => code)).toEqual([args[0], 3000]);
  });

  it.each<[number | undefined, string | undefined, string]>([
    [1001, undefined, 'InvalidAccessError'],
    [2999, undefined, 'InvalidAccessError'],
    [5000, undefined, 'InvalidAccessError'],
    [Number.NaN, undefined, 'InvalidAccessError'],
    [undefined, 'a reason alone', 'InvalidAccessError'],
    [1000, 'é'.repeat(62), 'SyntaxError'],
  ])('refuses the code %s with the reason %s', (code, reason, name) => {
    const [socket] = make();
    expect(nameOf(() => socket.close(code, reason))).toBe(name);
    expect(socket.readyState).toBe(1);
  });

  it('waits for the server when autoClose is off', async () => {
    const [socket, events] = make({ autoClose: false });
    socket.close(4001);
    await flush();
    expect(socket.readyState).toBe(2);
    socket.server.finishClose();
    socket.server.finishClose();
    expect(events).toEqual(['close 4001 clean@3']);
  });

  it.each([
    ['answers', (socket: FakeSocket) => socket.server.finishClose(4005, 'mine')],
    ['closes at the same time', (socket: FakeSocket) => socket.server.close(4005, 'mine')],
  ])("reports the server's code when it %s with another", async (_name, act) => {
    const [socket, events] = make({ autoClose: false });
    socket.close(4001);
    act(socket);
    expect(events).toEqual(['close 4005 mine clean@3']);
  });

  it('waits for a timer when the pace is a timer', async () => {
    vi.useFakeTimers();
    const [socket, events] = make({ pace: 'timer' });
    socket.close();
    await flush();
    expect(events).toEqual([]);
    vi.advanceTimersByTime(0);
    expect(events).toEqual(['close 1005 clean@3']);
  });

  it('takes the timer of the clock that it is given', () => {
    const timers: [() => void, number][] = [];
    const clock = { setTimeout: (...timer: [() => void, number]) => timers.push(timer), clearTimeout: () => {} };
    const [socket, events] = make({ pace: 'timer', clock });
    socket.close();
    expect([timers.length, timers[0]![1], events]).toEqual([1, 0, []]);
    timers[0]![0]();
    expect(events).toEqual(['close 1005 clean@3']);
  });

  it.each([true, false])('while connecting fails the attempt, with autoClose %s', async (autoClose) => {
    const [socket, events] = make({ connecting: true, autoClose });
    socket.close(4001);
    expect([socket.readyState, events]).toEqual([2, []]);
    await flush();
    expect(events).toEqual(['error@3', 'close 1006 unclean@3']);
  });

  it('while connecting ends inside close(), and stays CLOSING, when it imitates Node', async () => {
    const [socket, events] = make({ connecting: true, syncClose: true });
    socket.close(4001);
    expect(events).toEqual(['error@3', 'close 1006 unclean@3']);
    await flush();
    expect(events).toHaveLength(2);
    expect(socket.readyState).toBe(2);
  });
});

describe('losing the connection', () => {
  it('closes with 1006 after an error, or without one', () => {
    const [socket, events] = make();
    const [quiet, quietEvents] = make();
    socket.server.drop();
    socket.server.drop();
    quiet.server.drop({ error: false });
    expect(events).toEqual(['error@3', 'close 1006 unclean@3']);
    expect(quietEvents).toEqual(['close 1006 unclean@3']);
  });

  it('while closing is an unclean close', async () => {
    const [socket, events] = make();
    socket.close(4001);
    socket.server.drop();
    await flush();
    expect(events).toEqual(['error@3', 'close 1006 unclean@3']);
  });

  it('in silence is noticed by nobody until drop()', async () => {
    const [socket, events] = make();
    socket.send('before');
    socket.server.silence();
    socket.send('after');
    socket.server.send('x');
    socket.server.close();
    socket.close(4001);
    socket.server.finishClose();
    await flush();
    expect([socket.readyState, socket.bufferedAmount, events]).toEqual([2, 5, []]);
    expect([socket.sent, socket.server.received]).toEqual([['before', 'after'], ['before']]);
    socket.server.drop();
    expect(events).toEqual(['error@3', 'close 1006 unclean@3']);
  });
});
