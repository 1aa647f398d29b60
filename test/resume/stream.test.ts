import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStream } from '../../src/resume/stream.js';
import type { ResumeOptions } from '../../types/resilience.js';
import { deferred, turn } from './resuming.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A series whose state the test gives; what went through is in `got`. */
function series(options: Partial<ResumeOptions> = {}) {
  const states: ReturnType<typeof deferred>[] = [];
  const errors: unknown[] = [];
  const got: unknown[] = [];
  const refetch = (): Promise<unknown> => {
    const state = deferred();
    states.push(state);
    return state.promise;
  };
  const gaps: unknown[] = [];
  const stream = createStream(
    { cursor: 'seq', ...options },
    undefined,
    (gap) => gaps.push(gap.got),
    refetch,
    (error) => errors.push(error),
  );
  const take = (seq: unknown, epoch?: unknown): unknown =>
    stream.take({}, { seq, epoch }, undefined, () => void got.push(seq));
  return { stream, states, errors, got, gaps, take };
}

it('keeps no more than 50,000 messages: what is forgotten is in the state that is fetched after that', async () => {
  const t = series();
  t.take(1);
  t.take(3);
  for (let seq = 4; seq <= 50_010; seq++) t.take(seq);
  t.states[0]!.resolve(50_009);
  await turn();
  // That state was asked for before they were forgotten, and nobody knows how it is.
  expect([t.got, t.states.length]).toEqual([[1], 1]);
  await vi.advanceTimersByTimeAsync(1000);
  t.states[1]!.resolve(50_009);
  await turn();
  expect([t.got, t.gaps, t.errors]).toEqual([[1, 50_010], [3], []]);
});

it('forgets them without more ado while it waits for the next attempt', async () => {
  const t = series();
  t.take(1);
  t.take(3);
  t.states[0]!.reject(new Error('down'));
  await turn();
  for (let seq = 4; seq <= 50_010; seq++) t.take(seq);
  await vi.advanceTimersByTimeAsync(1000);
  t.states[1]!.resolve(50_009);
  await turn();
  expect([t.got, t.states.length, t.errors.length]).toEqual([[1, 50_010], 2, 1]);
});

it('takes what waited before the question, and is of another epoch than the state, for older', async () => {
  const t = series({ epoch: 'epoch' });
  t.take(1, 'a');
  t.take(1, 'b');
  t.take(2, 'b');
  t.states[0]!.resolve({ seq: 1, epoch: 'c' });
  t.take(2, 'c');
  await turn();
  // The second of the old series came after the question: it may as well be of a newer one.
  expect([t.got, t.gaps]).toEqual([[1], [1, 2]]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(t.states).toHaveLength(2);
  t.states.at(-1)!.resolve({ seq: 1, epoch: 'c' });
  await turn();
  expect([t.got, t.gaps]).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

it('has an error of a message that waited told, and goes on', async () => {
  const t = series();
  t.take(1);
  t.take(3);
  t.stream.take({}, { seq: 4 }, undefined, () => Promise.reject(new Error('late')));
  t.take(5);
  t.states[0]!.resolve(3);
  await turn();
  expect([t.got, t.errors.map((error: any) => error.message), t.stream.cursor]).toEqual([[1, 5], ['late'], 5]);
});

it('goes on after a message that fails late, and then counts it', async () => {
  const t = series();
  const work = deferred();
  const outcome = t.stream.take({}, { seq: 1 }, undefined, () => work.promise);
  t.take(2);
  t.take(2);
  work.reject(new Error('late'));
  await outcome;
  await turn();
  expect([t.got, t.stream.cursor, t.gaps]).toEqual([[2], 2, []]);
});
