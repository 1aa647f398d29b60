import type { LifecycleOptions, LifeSignal } from '../../types/resilience.js';
import type { CloseEventLike } from '../../types/socket.js';
import { LONGEST_MS } from './backoff.js';
import { closeOf } from './close.js';

/** What follows the signals. */
export interface Follower {
  pause(is: boolean): void;
  drop(event: CloseEventLike, isOwn: boolean): void;
}

/**
 * Follows the life of a page: when no attempt should be made, when one is due at once, and when there must be no socket.
 *
 * @param probe asks whether an open connection is alive
 */
export function createPresence(
  { source, hiddenMs }: Required<LifecycleOptions>,
  connection: Follower,
  probe: () => void,
) {
  /** Reasons to make no attempt. */
  const reasons = new Set<LifeSignal>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Which of the times it is that the source is followed. */
  let present: object | undefined;
  let undo: (() => void) | undefined;

  const stay = (reason: LifeSignal): void => {
    reasons.add(reason);
    connection.pause(true);
  };
  /** @param isNews whether an attempt is due although none was held back */
  const back = (reason: LifeSignal, isNews = false): void => {
    const wasAway = reasons.delete(reason);
    if (reasons.size) return;
    if (wasAway || isNews) connection.pause(false);
    probe();
  };

  const follow: { readonly [S in LifeSignal]: () => void } = {
    // What the browser says of the network is not always true of this connection.
    offline() {
      stay('offline');
      probe();
    },
    online: () => back('offline', true),
    hidden() {
      clearTimeout(timer);
      timer = setTimeout(stay, Math.min(hiddenMs, LONGEST_MS), 'hidden');
    },
    visible() {
      clearTimeout(timer);
      back('hidden');
    },
    suspend() {
      stay('suspend');
      connection.drop(closeOf(1001, 'suspended'), true);
    },
    resume: () => reasons.has('suspend') && back('suspend'),
  };

  return {
    start(): void {
      if (present) return;
      const mine = {};
      present = mine;
      // A source may tell something after its end, too.
      const end = source((signal) => present === mine && follow[signal]?.());
      // What it tells at once may have been the end.
      if (present === mine) undo = end;
      else end();
    },
    stop(): void {
      present = undefined;
      clearTimeout(timer);
      undo?.();
      undo = undefined;
      reasons.clear();
      connection.pause(false);
    },
  };
}
