import { createDeadlines, type Timed } from './deadlines.js';
import { covers } from './match.js';

/** How long until what is not confirmed is sent again, in milliseconds: the first time, and at most. */
const FIRST_MS = 5000;
const LONGEST_MS = 60_000;

type Message = readonly [type: string, data?: unknown];

/** What was sent and has to be confirmed. */
class Awaited<T> implements Timed {
  readonly deadline: number;

  constructor(
    readonly wish: T,
    /** Its own payload. */
    readonly own: unknown,
    /** What it was sent with, maybe together with others. */
    readonly sent: Message,
    readonly timeoutMs = FIRST_MS,
  ) {
    this.deadline = performance.now() + timeoutMs;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Whether a confirmation speaks of a payload: all fields that they share agree; undefined if they share none. */
function agrees(confirmation: unknown, payload: unknown): boolean | undefined {
  if (Array.isArray(confirmation) && !Array.isArray(payload)) {
    const answers = confirmation.map((one) => agrees(one, payload));
    return answers.includes(true) || (answers.includes(false) ? false : undefined);
  }
  if (!isObject(confirmation) || !isObject(payload))
    return (payload !== undefined && confirmation === payload) || undefined;
  let answer: boolean | undefined;
  for (const key in payload) {
    if (!Object.hasOwn(confirmation, key)) continue;
    const told = confirmation[key];
    answer = covers(payload[key], told) || (Array.isArray(told) && told.includes(payload[key]));
    if (!answer) return false;
  }
  return answer;
}

/**
 * Waits for confirmations of what was sent.
 *
 * @param onLate sends it again
 */
export function createConfirmations<T>(onLate: (wish: T) => void) {
  /** By type of the message that confirms, the oldest first. */
  const byType = new Map<string, Set<Awaited<T>>>();
  const byWish = new Map<T, readonly [type: string, awaited: Awaited<T>]>();
  /** How long it waited last, for those that are sent again. */
  const waited = new Map<T, number>();
  const deadlines = createDeadlines<Awaited<T>>(({ wish, timeoutMs }) => {
    confirmations.remove(wish);
    waited.set(wish, timeoutMs);
    onLate(wish);
  });

  const confirmations = {
    /** How many wait. A field, because it is asked for every message. */
    size: 0,

    add(wish: T, type: string, own: unknown, sent: Message): void {
      confirmations.remove(wish);
      const last = waited.get(wish);
      const awaited = new Awaited(wish, own, sent, last && Math.min(last * 2, LONGEST_MS));
      const all = byType.get(type) ?? new Set();
      byType.set(type, all.add(awaited));
      byWish.set(wish, [type, awaited]);
      deadlines.add(awaited);
      confirmations.size = byWish.size;
    },

    remove(wish: T): void {
      const [type, awaited] = byWish.get(wish) ?? [];
      if (!awaited) return;
      const all = byType.get(type!)!;
      all.delete(awaited);
      if (!all.size) byType.delete(type!);
      deadlines.remove(awaited);
      byWish.delete(wish);
      confirmations.size = byWish.size;
    },

    has: (wish: T): boolean => byWish.has(wish) || waited.has(wish),

    /**
     * Shows a message to those that wait. It confirms the oldest of which it speaks, with all that went in the same message and of which
     * it speaks too; a list may speak of more. One that repeats nothing of what was sent confirms the oldest message.
     */
    offer(type: string, data: unknown): void {
      const all = byType.get(type);
      if (!all) return;
      const isList = Array.isArray(data) || (isObject(data) && Object.values(data).some(Array.isArray));
      let found: Message | undefined;
      let isVague = true;
      for (const { wish, own, sent } of all) {
        if (found && found !== sent && !isList) return;
        const mine = agrees(data, own);
        const whole = sent[1] === own ? mine : agrees(data, sent[1]);
        isVague &&= mine === undefined && whole === undefined;
        if (!mine && !whole) continue;
        found = sent;
        confirmations.done(wish);
        // It says all that this one was sent with: it can speak of no other.
        if (mine && !isList && isObject(own) && Object.keys(own).every((key) => Object.hasOwn(data as object, key)))
          return;
      }
      if (!isVague) return;
      const [oldest] = all;
      for (const { wish, sent } of all) if (sent === oldest!.sent) confirmations.done(wish);
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
