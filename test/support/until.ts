// Taken when the module loads, so that a test's fake timers do not stop them.
const { setTimeout } = globalThis;
const now = performance.now.bind(performance);

const POLL_MS = 5;

export interface UntilOptions {
  /** @default 2000 */
  timeoutMs?: number;
}

/**
 * Waits, in real time, until the predicate gives something truthy, and gives it back. A predicate that throws is not
 * true yet; its last error becomes the cause of the failure.
 */
export async function until<T>(
  predicate: () => T,
  { timeoutMs = 2000 }: UntilOptions = {},
): Promise<NonNullable<Awaited<T>>> {
  const deadline = now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const value = await predicate();
      if (value) return value as NonNullable<Awaited<T>>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (now() >= deadline) throw new Error(`Not true within ${timeoutMs} ms: ${predicate}`, { cause });
    await pause(POLL_MS);
  }
}

/** Lets every microtask run, those that the microtasks add too; fake timers do not advance. */
export function flush(): Promise<void> {
  return pause(0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
