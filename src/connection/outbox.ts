import type { DropReason } from '../../types/events.js';
import type { Frame } from '../../types/socket.js';
import { byteLength } from '../codec/frame.js';
import { WSError } from '../errors.js';
import type { Settings } from '../options.js';
import { LONGEST_MS } from './backoff.js';

type OutboxSettings = Exclude<Settings['outbox'], false>;

/** Told how a message ended: without an error it is on the socket. */
export type Settle = (error?: WSError) => void;

/**
 * Messages that wait for a connection, first in, first out. Each ends exactly once: handed to the socket by `flush`, or
 * told to `onDrop`.
 *
 * @param pressure of the socket: it is told when nothing waits any more and there is room
 */
export function createOutbox(
  { limit, maxBytes, ttlMs, overflow, coalesce }: OutboxSettings,
  onDrop: (message: unknown, reason: DropReason) => void,
  pressure?: { isHigh(): boolean; drained(): void },
) {
  type Entry = [
    frame: Frame,
    message: unknown,
    bytes: number,
    until: number,
    settle?: Settle | undefined,
    key?: unknown,
  ];
  let entries: (Entry | undefined)[] = [];
  /** The oldest. A gap in front of it, closed now and then, is cheaper than a shift, which may copy all the others. */
  let first = 0;
  let total = 0;
  const byKey = new Map<unknown, Entry>();
  /** Somebody was told to wait, and not yet that it is over. */
  let isDrainDue = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const give = (
    [, message, , , settle]: Entry,
    reason: DropReason,
    error = new WSError('dropped', `Not sent: ${reason}.`),
  ): void => {
    settle?.(error);
    onDrop(message, reason);
  };
  const shift = (): Entry => {
    const entry = entries[first]!;
    entries[first++] = undefined;
    if (first > 64 && first * 2 > entries.length) {
      entries = entries.slice(first);
      first = 0;
    }
    forget(entry);
    return entry;
  };
  const forget = (entry: Entry): void => {
    total -= entry[2];
    if (byKey.get(entry[5]) === entry) byKey.delete(entry[5]);
  };
  /** Mostly it is the oldest, and taking that out does not move the others. */
  const takeOut = (index: number): Entry => {
    if (index === first) return shift();
    const [entry] = entries.splice(index, 1);
    forget(entry!);
    return entry!;
  };
  /** All wait equally long, so the oldest is the first, unless a newer one has taken its place. */
  const nextToExpire = (): number => {
    let next = first;
    if (coalesce) for (let i = first; i < entries.length; i++) if (entries[i]![3] < entries[next]![3]) next = i;
    return next;
  };
  /** One timer is enough. */
  const expire = (): void => {
    clearTimeout(timer);
    timer = undefined;
    while (ttlMs && entries[first]) {
      const next = nextToExpire();
      const rest = entries[next]![3] - Date.now();
      if (rest > 0) {
        // Who was told of one that has expired may have sent another.
        clearTimeout(timer);
        timer = setTimeout(expire, Math.min(rest, LONGEST_MS));
        return;
      }
      give(takeOut(next), 'expired');
    }
  };

  return {
    isEmpty: (): boolean => first === entries.length,

    get size(): number {
      return entries.length - first;
    },

    get bytes(): number {
      return total;
    },

    /**
     * @throws WSError `outbox-full`: there is no room and the policy is `'reject'`
     */
    enqueue(frame: Frame, message: unknown, settle?: Settle): void {
      isDrainDue = true;
      const bytes = byteLength(frame);
      const key = settle ? undefined : (coalesce?.(message) ?? undefined);
      const entry: Entry = [frame, message, bytes, Date.now() + ttlMs, settle, key];
      let older: Entry | undefined;
      const isFull = (): boolean => {
        older = byKey.get(key);
        return older
          ? total - older[2] + bytes > maxBytes
          : entries.length - first >= limit || total + bytes > maxBytes;
      };
      const gone: Entry[] = [];
      while (overflow === 'drop-oldest' && entries[first] && bytes <= maxBytes && isFull()) gone.push(shift());
      if (isFull()) {
        if (overflow !== 'reject') return give(entry, 'overflow');
        const room = `${limit} messages of together ${maxBytes} bytes may wait`;
        const error = new WSError('outbox-full', `Outbox: ${room}. Send less, or raise the option "outbox".`);
        give(entry, 'overflow', error);
        throw error;
      }
      const last = older?.[1];
      if (older) {
        total += bytes - older[2];
        [older[0], older[1], older[2], older[3]] = entry;
      } else {
        entries.push(entry);
        total += bytes;
        if (key !== undefined) byKey.set(key, entry);
        // What comes later does not end sooner.
        if (timer === undefined) expire();
      }
      // Last, because what is sent by who is told comes after this one.
      for (const one of gone) give(one, 'overflow');
      if (older) onDrop(last, 'coalesced');
    },

    /** Hands over what waits until `send` takes no more. A frame that makes it throw is dropped. */
    flush(send: (frame: Frame, message: unknown) => boolean): void {
      expire();
      while (entries[first]) {
        // Taken out first: what sending sets off may reach this very outbox.
        const entry = shift();
        let isSent: boolean | undefined;
        try {
          isSent = send(entry[0], entry[1]);
        } catch {
          give(entry, 'unsendable');
          continue;
        }
        if (!isSent) {
          if (first) entries[--first] = entry;
          else entries.unshift(entry);
          total += entry[2];
          if (entry[5] !== undefined && !byKey.has(entry[5])) byKey.set(entry[5], entry);
          break;
        }
        entry[4]?.();
      }
      expire();
      if (!isDrainDue || entries[first] || !pressure || pressure.isHigh()) return;
      isDrainDue = false;
      pressure.drained();
    },

    /** Takes out, without a word, what was given with this `settle`. */
    withdraw(settle: Settle): void {
      const isHead = entries[first]?.[4] === settle;
      const index = isHead ? first : entries.findIndex((entry) => entry?.[4] === settle);
      if (index < 0) return;
      takeOut(index);
      expire();
    },

    /**
     * Gives everything up.
     * @returns tells of it; what is sent by who is told belongs to what comes next
     */
    clear(): (reason: DropReason) => void {
      const left = entries.slice(first) as Entry[];
      isDrainDue = false;
      entries = [];
      first = total = 0;
      byKey.clear();
      expire();
      return (reason) => {
        for (const entry of left) give(entry, reason);
      };
    },
  };
}
