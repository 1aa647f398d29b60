export const isLater = (value: any): value is PromiseLike<unknown> => typeof value?.then === 'function';

/**
 * Runs handlers and tells when that is done with: also what takes its time, and what throws, because a message that breaks a handler
 * would break it again.
 */
export function passed(run: () => unknown, commit: () => void): unknown {
  let result: unknown;
  try {
    result = run();
  } finally {
    if (!isLater(result)) commit();
  }
  return isLater(result) ? Promise.resolve(result).finally(commit) : result;
}
