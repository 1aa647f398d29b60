import type { CloseEventLike } from '../../types/socket.js';
import type { Settings } from '../options.js';
import { delayFor } from './backoff.js';
import { isFatalClose } from './fatal.js';

/** What follows a close: an attempt after a delay, the end, or, where the application has said no, nothing. */
export type Next = { readonly delayMs: number; readonly isRefresh: boolean } | 'end' | 'nothing';

/**
 * The rules by which a connection comes back: how often, after how long, and after which closes not at all.
 *
 * @param fail takes what a function of the options throws; that does not stop the reconnect
 */
export function createRetries(settings: Settings, fail: (error: unknown) => void) {
  const { auth, minUptimeMs, random, retryAfter, shouldReopen } = settings;
  let before = 0;
  let openedAt = 0;
  let wantedMs = 0;
  let isRefreshed = false;

  const ask = <T>(question: () => T, fallback: T): T => {
    try {
      return question();
    } catch (error) {
      fail(error);
      return fallback;
    }
  };

  const delayOf = (event: CloseEventLike): number => {
    const own = ask(() => delayFor(settings, retries.attempt + 1, event, random), settings.reopenTimeout);
    const asked = ask(() => retryAfter?.close?.(event), undefined) ?? wantedMs;
    wantedMs = 0;
    return asked > 0 ? own + asked : own;
  };

  const retries = {
    /** Attempts left; assignable. */
    left: settings.retries,
    /** Attempts in a row. */
    attempt: 0,

    opened(): void {
      openedAt = Date.now();
      before = retries.left;
      retries.left = settings.retries;
    },

    /** An open connection is lost. One that did not last does not count as a new beginning. */
    lost(): void {
      if (Date.now() - openedAt >= minUptimeMs) {
        retries.attempt = 0;
        isRefreshed = false;
      } else if (retries.left === settings.retries) retries.left = before;
    },

    /** The server wants the client back after this time, not before. */
    postpone(delayMs: unknown): void {
      if (typeof delayMs === 'number' && delayMs > 0) wantedMs = delayMs;
    },

    reset(): void {
      retries.left = settings.retries;
      retries.attempt = 0;
      wantedMs = 0;
      isRefreshed = false;
    },

    after(event: CloseEventLike): Next {
      if (auth?.expiredCodes.includes(event.code) && !isRefreshed) {
        isRefreshed = true;
        return { delayMs: 0, isRefresh: true };
      }
      if (shouldReopen) {
        if (!ask(() => shouldReopen(event), true)) return 'nothing';
      } else if (settings.resilient && isFatalClose(event.code)) return 'end';
      return retries.left > 0 ? { delayMs: delayOf(event), isRefresh: false } : 'end';
    },
  };
  return retries;
}
