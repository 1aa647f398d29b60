import type { LifecycleOptions, LifeSignal } from '../../types/resilience.js';
import { LONGEST_MS } from './backoff.js';
import { closeOf } from './connection.js';

/** What follows the signals. */
export interface Follower {
  pause(is: boolean): void;
  drop(event: ReturnType<typeof closeOf>): void;
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
  let undo: (() => void) | undefined;

  const stay = (reason: LifeSignal): void => {
    reasons.add(reason);
    connection.pause(true);
  };
  const back = (reason: LifeSignal): void => {
    reasons.delete(reason);
    if (reasons.size) return;
    connection.pause(false);
    probe();
  };

  const follow: { readonly [S in LifeSignal]: () => void } = {
    // What the browser says of the network is not always true of this connection.
    offline() {
      stay('offline');
      probe();
    },
    online: () => back('offline'),
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
      connection.drop(closeOf(1001, 'suspended'));
    },
    resume: () => reasons.has('suspend') && back('suspend'),
  };

  return {
    start(): void {
      undo ??= source((signal) => follow[signal]?.());
    },
    stop(): void {
      clearTimeout(timer);
      undo?.();
      undo = undefined;
      reasons.clear();
      connection.pause(false);
    },
  };
}
