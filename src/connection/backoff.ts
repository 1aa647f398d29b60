import type { CloseEventLike } from '../../types/socket.js';
import type { Settings } from '../options.js';

/** Timers hold a signed 32-bit number of milliseconds; a longer delay would fire at once. */
export const LONGEST_MS = 2_147_483_647;

/**
 * Milliseconds before an attempt. The jitter is full, so it does not fade when `maxMs` is reached: clients that lost the
 * same server spread over the whole of `[0, bound)`.
 *
 * @param attempt 1 for the first
 * @param random gives numbers in [0, 1)
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function delayFor(
  { backoff, reopenTimeout }: Pick<Settings, 'backoff' | 'reopenTimeout'>,
  attempt: number,
  event: CloseEventLike,
  random: () => number,
): number {
  let delay = reopenTimeout;
  if (typeof backoff === 'function') {
    const own = backoff(attempt, event);
    if (own >= 0) delay = own;
  } else if (backoff) {
    // 0 * Infinity is NaN after very many attempts with a base of 0.
    const bound = Math.min(backoff.maxMs, backoff.baseMs * backoff.factor ** (attempt - 1) || 0, LONGEST_MS);
    delay = backoff.jitter === 'full' ? random() * bound : bound;
  }
  return Math.min(delay, LONGEST_MS);
}
