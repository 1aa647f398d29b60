import { createDeadlines, type Timed } from './deadlines.js';
import { covers } from './match.js';

/** How long until what is not confirmed is sent again, in milliseconds: the first time, and at most. */
const FIRST_MS = 5000;
const LONGEST_MS = 60_000;

/** What was sent and has to be confirmed. */
export class Awaited<T> implements Timed {
  deadline = 0;

  constructor(
    readonly wish: T,
    readonly type: string,
    /** The payloads that a confirmation may repeat: its own, and that of the message that it was sent with. */
    readonly payloads: readonly unknown[],
    public timeoutMs = FIRST_MS,
  ) {
    this.deadline = performance.now() + timeoutMs;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Whether a confirmation speaks of a payload: all fields that they share agree; undefined if they share none. */
function agrees(confirmation: unknown, payload: unknown): boolean | undefined {
  if (!isObject(confirmation) || !isObject(payload)) return confirmation === payload || undefined;
  const shared = Object.keys(payload).filter((key) => Object.hasOwn(confirmation, key));
  if (!shared.length) return undefined;
  const fits = (key: string): boolean =>
    covers(payload[key], confirmation[key]) ||
    (Array.isArray(confirmation[key]) && (confirmation[key] as unknown[]).includes(payload[key]));
  return shared.every(fits);
}

/**
 * Waits for confirmations of what was sent.
 *
 * @param onLate sends it again
 */
export function createConfirmations<T>(onLate: (wish: T) => void) {
  const byWish = new Map<T, Awaited<T>>();
  /** How long it waited last, for those that are sent again. */
  const waited = new Map<T, number>();
  const deadlines = createDeadlines<Awaited<T>>((late) => {
    byWish.delete(late.wish);
    waited.set(late.wish, late.timeoutMs);
    onLate(late.wish);
  });

  const confirmations = {
    /** How many wait. A field, because it is asked for every message. */
    size: 0,

    add(wish: T, type: string, payloads: readonly unknown[]): void {
      confirmations.remove(wish);
      const last = waited.get(wish);
      const awaited = new Awaited(wish, type, payloads, last && Math.min(last * 2, LONGEST_MS));
      byWish.set(wish, awaited);
      deadlines.add(awaited);
      confirmations.size = byWish.size;
    },

    remove(wish: T): void {
      const awaited = byWish.get(wish);
      if (awaited) deadlines.remove(awaited);
      byWish.delete(wish);
      confirmations.size = byWish.size;
    },

    has: (wish: T): boolean => byWish.has(wish) || waited.has(wish),

    /** Shows a message to those that wait. One that repeats nothing of what was sent confirms the oldest. */
    offer(type: string, data: unknown): void {
      let oldest: Awaited<T> | undefined;
      let isVague = true;
      for (const awaited of [...byWish.values()]) {
        if (awaited.type !== type) continue;
        oldest ??= awaited;
        const answers = awaited.payloads.map((payload) => agrees(data, payload));
        if (answers.some((answer) => answer !== undefined)) isVague = false;
        if (answers.includes(true)) confirmations.done(awaited.wish);
      }
      if (isVague && oldest) confirmations.done(oldest.wish);
    },

    done(wish: T): void {
      confirmations.remove(wish);
      waited.delete(wish);
    },

    clear(): void {
      for (const wish of [...byWish.keys()]) confirmations.remove(wish);
      waited.clear();
    },
  };
  return confirmations;
}
