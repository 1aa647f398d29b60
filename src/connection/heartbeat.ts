import type { HeartbeatOptions } from '../../types/resilience.js';
import { LONGEST_MS } from './backoff.js';

/** A timer that is this much late has been held up: what came meanwhile may not have been delivered yet. In milliseconds. */
const LATE_MS = 500;

/** A turn of the event loop, in which all is delivered that came while it was blocked. */
const TURN_MS = 1;

/**
 * Finds dead links. Any frame is life; silence brings a probe, and silence after that the end.
 *
 * @param probe sends the message of the heartbeat; false if there is none
 * @param drop gives the socket up
 */
export function createHeartbeat(
  { intervalMs, timeoutMs }: Required<Pick<HeartbeatOptions, 'intervalMs' | 'timeoutMs'>>,
  probe: () => boolean,
  drop: () => void,
) {
  let heardAt = 0;
  /** By the clock on the wall: the other one may stand still while the machine sleeps. */
  let dueAt = 0;
  /** Whether a probe was sent since the last frame. */
  let isAsked = false;
  /** Whether a timer was late since then. */
  let wasLate = false;
  /** Whether the time is over, but for the last turn. */
  let isLast = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const wait = (delayMs: number): void => {
    clearTimeout(timer);
    dueAt = Date.now() + delayMs;
    timer = setTimeout(check, Math.min(delayMs, LONGEST_MS));
  };

  const forget = (): void => {
    isAsked = wasLate = isLast = false;
  };

  /** Begins to wait for a silence. */
  const rest = (): void => {
    forget();
    wait(intervalMs);
  };

  const ask = (): void => {
    isAsked = true;
    wait(Math.max(timeoutMs - TURN_MS, 0));
    // Who was not asked owes no answer. What is asked may also be the end of all this.
    if (!probe() && timer !== undefined) rest();
  };

  const check = (): void => {
    const quietMs = performance.now() - heardAt;
    if (!isAsked) return quietMs >= intervalMs ? ask() : wait(intervalMs - quietMs);
    if (isLast) return drop();
    // Once only: between two late timers everything that came has been delivered.
    if (Date.now() - dueAt < LATE_MS || wasLate) {
      isLast = true;
      return wait(TURN_MS);
    }
    wasLate = true;
    ask();
  };

  return {
    start(): void {
      heardAt = performance.now();
      rest();
    },

    stop(): void {
      clearTimeout(timer);
      timer = undefined;
    },

    /** A frame has come. */
    alive(): void {
      heardAt = performance.now();
      if (isAsked) rest();
    },

    /** Asks at once, whatever the silence, unless an answer is awaited already. */
    probe(): void {
      if (timer === undefined || (isAsked && Date.now() < dueAt)) return;
      forget();
      ask();
    },
  };
}
