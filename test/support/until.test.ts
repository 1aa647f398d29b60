import { afterEach, expect, it, vi } from 'vitest';
import { flush, until } from './until.js';

afterEach(() => {
  vi.useRealTimers();
});

it('waits in real time although the timers are fake, and gives back what it waited for', async () => {
  vi.useFakeTimers();
  let polls = 0;
  expect(await until(() => (++polls > 2 ? 'there' : ''))).toBe('there');
});

it('takes a throwing predicate for one that is not true yet', async () => {
  let polls = 0;
  const predicate = () => {
    if (++polls < 3) throw new Error('not yet');
    return polls;
  };
  expect(await until(predicate)).toBe(3);
});

it('fails after its time, with the predicate in the message and its last error as the cause', async () => {
  const cause = new Error('still not');
  const failing = until(
    () => {
      throw cause;
    },
    { timeoutMs: 20 },
  );
  await expect(failing).rejects.toMatchObject({ message: expect.stringMatching(/20 ms: .*throw cause/s), cause });
});

it('flushes microtasks of microtasks, and no timer', async () => {
  vi.useFakeTimers();
  const calls: string[] = [];
  setTimeout(() => calls.push('timer'), 0);
  queueMicrotask(() => queueMicrotask(() => calls.push('microtask')));
  await flush();
  expect(calls).toEqual(['microtask']);
});
