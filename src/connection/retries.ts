import type { CloseEventLike } from '../../types/socket.js';
import type { Settings } from '../options.js';
import { delayFor, LONGEST_MS } from './backoff.js';
import { isFatalClose } from './fatal.js';

/** What follows a close: an attempt after a delay, the end, or, where the application has said no, nothing. */
export type Next = Plan | 'end' | 'nothing';

interface Plan {
  readonly delayMs: number;
  /** Whether it is taken from `retries`. */
  readonly isCounted: boolean;
}

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
  let notBefore = 0;
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
    const own = ask(
      () => delayFor(settings, retries.attempt + 1, event, random ?? Math.random),
      settings.reopenTimeout,
    );
    retries.postpone(ask(() => retryAfter?.close?.(event), undefined));
    const delayMs = Math.min(own + wantedMs, LONGEST_MS);
    notBefore = wantedMs && performance.now() + delayMs;
    wantedMs = 0;
    return delayMs;
  };

  const retries = {
    /** Attempts left; assignable. */
    left: settings.retries,
    /** Attempts in a row. */
    attempt: 0,
    /** Whether the token has to be renewed before the next attempt. */
    isRefresh: false,

    opened(): void {
      wantedMs = notBefore = 0;
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

    /** What is left of the time that the server asked for; an attempt that is due by other reasons waits for it. */
    get heldMs(): number {
      return notBefore - performance.now();
    },

    /** The application begins anew. */
    renew(): void {
      if (!(retries.left > 0)) retries.left = settings.retries;
      isRefreshed = retries.isRefresh = false;
    },

    reset(): void {
      retries.left = 0;
      retries.attempt = wantedMs = notBefore = 0;
      retries.renew();
    },

    /** @param isOwn whether this side has ended the connection, for a while: that is no failure */
    after(event: CloseEventLike, isOwn: boolean): Next {
      if (isOwn) return { delayMs: 0, isCounted: false };
      if (auth?.expiredCodes.includes(event.code) && !isRefreshed) {
        isRefreshed = retries.isRefresh = true;
        return { delayMs: 0, isCounted: false };
      }
      if (shouldReopen) {
        if (!ask(() => shouldReopen(event), true)) return 'nothing';
      } else if (settings.resilient && isFatalClose(event.code)) return 'end';
      return retries.left > 0 ? { delayMs: delayOf(event), isCounted: true } : 'end';
    },
  };
  return retries;
}
