import { vi } from 'vitest';

// Taken when the module loads, before any test fakes it.
const { setImmediate } = globalThis;

/** Lets every microtask run. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Moves the faked time on, timer by timer, with all microtasks between two. Faster than vitest's own by far. */
export async function advance(ms: number): Promise<void> {
  const end = Date.now() + ms;
  const stop = setTimeout(() => {}, ms);
  await settle();
  while (Date.now() < end) {
    vi.advanceTimersToNextTimer();
    await settle();
  }
  clearTimeout(stop);
}

/** Moves it on until something is true, or until so much has passed. */
export async function advanceUntil(isTrue: () => boolean, mostMs: number, stepMs = 5): Promise<boolean> {
  const end = Date.now() + mostMs;
  while (!isTrue() && Date.now() < end) await advance(Math.min(stepMs, end - Date.now()));
  return isTrue();
}
