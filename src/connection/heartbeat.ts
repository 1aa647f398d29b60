import type { HeartbeatOptions } from '../../types/resilience.js';
import { LONGEST_MS } from './backoff.js';

/** A timer that is this much late has been held up: what came meanwhile may not have been delivered yet. In milliseconds. */
const LATE_MS = 500;

/**
 * Finds dead links. Any frame is life; silence brings a probe, and silence after that the end.
 *
 * @param probe sends the message of the heartbeat
 * @param drop gives the socket up
 */
export function createHeartbeat(
  { intervalMs, timeoutMs }: Required<Pick<HeartbeatOptions, 'intervalMs' | 'timeoutMs'>>,
  probe: () => void,
  drop: () => void,
) {
  let heardAt = 0;
  let dueAt = 0;
  /** Since the last frame. */
  let probes = 0;
  /** Whether a timer was late since then. */
  let wasLate = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const wait = (delayMs: number): void => {
    clearTimeout(timer);
    dueAt = performance.now() + delayMs;
    timer = setTimeout(check, Math.min(delayMs, LONGEST_MS));
  };

  const ask = (): void => {
    probes++;
    wait(timeoutMs);
    probe();
  };

  const check = (): void => {
    const now = performance.now();
    const quietMs = now - heardAt;
    // Timers may be a little early.
    if (!probes) return quietMs >= intervalMs - 1 ? ask() : wait(intervalMs - quietMs);
    // Once only: between two late timers everything that came has been delivered.
    if (now - dueAt < LATE_MS || wasLate) return drop();
    wasLate = true;
    ask();
  };

  return {
    start(): void {
      heardAt = performance.now();
      probes = 0;
      wasLate = false;
      wait(intervalMs);
    },

    stop(): void {
      clearTimeout(timer);
      timer = undefined;
    },

    /** A frame has come. */
    alive(): void {
      heardAt = performance.now();
      if (!probes) return;
      probes = 0;
      wasLate = false;
      wait(intervalMs);
    },

    /** Asks at once, whatever the silence, unless an answer is awaited already. */
    probe(): void {
      if (timer === undefined || (probes && performance.now() < dueAt)) return;
      probes = 0;
      wasLate = false;
      ask();
    },
  };
}
