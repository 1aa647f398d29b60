import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { open } from './connect.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Collects what a promise comes to. */
function outcome(promise: PromiseLike<unknown>): unknown[] {
  const outcomes: unknown[] = [];
  promise.then(
    (value) => outcomes.push(value),
    (error) => outcomes.push(error.code ?? error),
  );
  return outcomes;
}

it('fault 01: an expected object is compared field by field with the message', async () => {
  const { ws, receive } = open();
  const inPayload = outcome(ws.expect({ ok: true }).promise);
  const inMessage = outcome(ws.expect({ type: 'reply', id: 7 }).promise);
  receive({ type: 'reply', data: { n: 1 } });
  receive({ type: 'reply', id: 8, data: { ok: false } });
  receive({ n: 1 });
  await flush();
  expect([inPayload, inMessage]).toEqual([[], []]);
  receive({ type: 'reply', data: { ok: true, n: 2 } });
  await flush();
  expect([inPayload, inMessage]).toEqual([[{ ok: true, n: 2 }], []]);
  receive({ type: 'reply', id: 7, data: { n: 3 } });
  await flush();
  expect(inMessage).toEqual([{ n: 3 }]);
});

it('fault 04: an expectation that has timed out or was killed is settled, and asks its predicate no more', async () => {
  const { ws, receive } = open();
  const late = vi.fn(() => true);
  const killed = vi.fn(() => true);
  const timedOut = outcome(ws.expect(late, 1).promise);
  const expectation = ws.expect(killed, 1);
  const gaveUp = outcome(expectation.promise);
  expectation.kill();
  await vi.advanceTimersByTimeAsync(1000);
  receive({ type: 'reply' });
  await flush();
  expect([timedOut, gaveUp]).toEqual([['timeout'], ['killed']]);
  expect(late).not.toHaveBeenCalled();
  expect(killed).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

it('fault 05: a lost connection ends what is expected at once', async () => {
  const { ws, drop, accept } = open();
  const byType = outcome(ws.expect('reply').promise);
  const byTest = outcome(ws.expect(() => true).promise);
  drop();
  await flush();
  expect([byType, byTest]).toEqual([['connection-lost'], ['connection-lost']]);

  await vi.advanceTimersByTimeAsync(3000);
  accept();
  const destroyed = outcome(ws.expect('reply').promise);
  ws.destroy();
  await flush();
  expect(destroyed).toEqual(['destroyed']);
});

it('fault 27: one reply settles one expectation of its type, the oldest', async () => {
  const { ws, receive } = open();
  const first = outcome(ws.expect('reply').promise);
  const second = outcome(ws.expect('reply').promise);
  receive({ type: 'reply', data: 1 });
  await flush();
  expect([first, second]).toEqual([[1], []]);
  receive({ type: 'reply', data: 2 });
  await flush();
  expect([first, second]).toEqual([[1], [2]]);
});
