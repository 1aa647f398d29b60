import type { GapInfo } from '../../types/events.js';
import type { ResumeOptions } from '../../types/resilience.js';
import { cursorIn, fieldIn } from './cursor.js';
import { isLater, passed } from './passed.js';

/** How long until what failed is tried again: from the first to the longest, in milliseconds. */
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/** So many messages may wait for the whole state. */
const MOST = 50_000;

/** A message that waits, and how it goes on. */
type Waiting = readonly [token: object, raw: any, data: any, run: () => unknown];

/**
 * One series of messages with cursors: drops repetitions, notices gaps, and remembers how far its handlers have come.
 *
 * @param gap raises the event
 * @param refetch gets the whole state anew, until the signal aborts, and gives the cursor that it has, if it is known; without it a gap
 *   is only told
 * @param fail takes what it throws
 */
export function createStream(
  { cursor: cursorField, epoch: epochField, message }: ResumeOptions,
  resource: unknown,
  gap: (info: GapInfo) => void,
  refetch: ((info: GapInfo, signal: AbortSignal) => unknown) | undefined,
  fail: (error: unknown) => void,
) {
  let cursor: any;
  let epoch: any;
  /** The message under way. Several handlers may ask for it; it is judged once. */
  let present: object | undefined;
  let isWanted = true;
  /** What waits: for the whole state, or for a message that takes its time. */
  let queue: Waiting[] | undefined;
  /** How many of them had come when the state was asked for. */
  let earlier = 0;
  let isHolding = false;
  /** While the state is fetched. */
  let fetching: AbortController | undefined;
  /** The connection was lost while the state was fetched: it may be older than what was lost with it. */
  let isStale = false;
  /** More came meanwhile than may wait: it has to be fetched once more. */
  let isLate = false;
  let waitMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Grows when all of it is forgotten. */
  let life = 0;
  /** Grows with that, and when the application says where it is: within a handler, too. */
  let moves = 0;

  /** Beside type and payload, or in the payload. */
  const read = (field: string | undefined, raw: any, data: any): unknown =>
    field ? (raw?.[field] ?? data?.[field] ?? undefined) : undefined;

  /** Whether the message is new; or what is missing before it. */
  const judge = (got: unknown, series: unknown): boolean | GapInfo => {
    if (cursor === undefined) return true;
    const isOther = epoch !== undefined && series !== undefined && series !== epoch;
    if (isOther) return { reason: 'epoch', cursor, got, resource };
    if (typeof got !== 'number') return got !== cursor;
    // A cursor that was kept somewhere may have become a text.
    const last = typeof cursor === 'object' ? Number.NaN : Number(cursor);
    if (got <= last) return false;
    return got === last + 1 || { reason: 'missing', cursor, got, resource };
  };

  const pass = (token: object, raw: any, data: any, run: () => unknown): unknown => {
    const got = read(cursorField, raw, data);
    if (got === undefined) return run();
    if (token === present) return isWanted ? run() : undefined;
    const mine = life;
    const series = read(epochField, raw, data);
    let verdict = judge(got, series);
    if (typeof verdict === 'object' && refetch) {
      queue ??= [];
      queue.unshift([token, raw, data, run]);
      return hold(verdict);
    }
    // Who is told may say where it stands, which may be somewhere else once more.
    for (let told = 0; typeof verdict === 'object' && told < 2; told++) {
      const last = moves;
      gap(verdict);
      if (mine !== life) return undefined;
      if (last === moves) break;
      verdict = judge(got, series);
    }
    const before = moves;
    present = token;
    isWanted = verdict !== false;
    if (!isWanted) return undefined;
    waitMs = 0;
    return passed(run, () => {
      if (before !== moves) return;
      cursor = got;
      if (series !== undefined) epoch = series;
    });
  };

  /** Lets those through that wait, in their order, until one of them has to wait again. */
  const drain = async (waiting: Waiting[]): Promise<void> => {
    while (queue === waiting && waiting[0]) {
      try {
        const work = pass(...waiting.shift()!);
        if (isHolding) return;
        if (isLater(work)) await work;
      } catch (error) {
        fail(error);
      }
    }
    if (queue === waiting) queue = undefined;
  };

  /** Holds everything back until the whole state is there. */
  const hold = (info: GapInfo): void => {
    const mine = life;
    isHolding = true;
    gap(info);
    if (mine === life && isHolding) begin(info);
  };

  /** Fetches it: at once, or, if that has just failed or has left a gap, after a while. */
  const begin = (info: GapInfo): void => {
    const attempt = (): void => {
      const mine = life;
      timer = undefined;
      isStale = isLate = false;
      earlier = queue!.length;
      waitMs = Math.min(waitMs * 2 || FIRST_MS, LONGEST_MS);
      const { signal } = (fetching = new AbortController());
      new Promise((resolve) => resolve(refetch!(info, signal))).then(
        (state) => mine === life && fetched(state, info),
        (error) => {
          if (mine !== life) return;
          fetching = undefined;
          fail(error);
          if (mine !== life || !isHolding) return;
          if (isStale) release();
          else begin(info);
        },
      );
    };
    if (waitMs) timer = setTimeout(attempt, waitMs);
    else attempt();
  };

  const fetched = (state: unknown, info: GapInfo): void => {
    const reached = cursorIn(state, cursorField);
    fetching = undefined;
    if (isLate) return begin(info);
    // What nobody knows the age of does not hide a loss: the old cursor will show it.
    if (reached !== undefined || !isStale) {
      const seriesOf = ([, raw, data]: Waiting): unknown => read(epochField, raw, data);
      const known = queue!.slice(0, earlier).map(seriesOf);
      cursor = reached;
      epoch = fieldIn(state, epochField) ?? known.filter((one) => one !== undefined).at(-1) ?? epoch;
      // What came before the question and is of another series is of an older one.
      queue = queue!.filter((_, i) => i >= earlier || known[i] === undefined || known[i] === epoch);
    }
    release();
  };

  /** Waits for no state any more: it would come after newer ones. */
  const giveUp = (): void => {
    life++;
    clearTimeout(timer);
    fetching?.abort();
    timer = fetching = undefined;
    waitMs = 0;
  };

  const release = (): void => {
    isHolding = false;
    drain(queue!);
  };

  /** What is forgotten is in the state that is fetched next. */
  const keep = (waiting: Waiting): void => {
    if (isHolding && queue!.length >= MOST) {
      isLate = fetching !== undefined;
      earlier = queue!.length = 0;
    }
    queue!.push(waiting);
  };

  return {
    /**
     * Of the last message whose handlers have returned; assignable, by who has its state from elsewhere: the cursor, or what has it and
     * the epoch in its fields.
     */
    get cursor(): any {
      return cursor;
    },
    set cursor(state: any) {
      moves++;
      cursor = fieldIn(state, cursorField) ?? state ?? undefined;
      epoch = fieldIn(state, epochField) ?? epoch;
      if (!isHolding) return;
      // Who has the state from elsewhere needs no other.
      giveUp();
      release();
    },

    /**
     * Lets a message through, drops it, or keeps it for later.
     * @param token the same for all handlers of one message
     * @param run a promise that it returns holds the next message back
     */
    take(token: object, raw: any, data: any, run: () => unknown): unknown {
      if (queue !== undefined) return keep([token, raw, data, run]);
      const work = pass(token, raw, data, run);
      if (!isLater(work)) return work;
      queue = [];
      const go = drain.bind(null, queue);
      return work.then(go, go);
    },

    /** What asks for the messages since the cursor; undefined if there is nothing to ask. */
    message(): unknown {
      return cursor === undefined ? undefined : message?.(cursor, epoch, resource);
    },

    /** The connection is lost: what waits is not done with. It comes again, or the next message will show the gap again. */
    lost(): void {
      if (queue) queue.length = 0;
      earlier = 0;
      isLate = false;
      isStale = fetching !== undefined;
      waitMs = 0;
      if (!isHolding || fetching) return;
      giveUp();
      isHolding = false;
      queue = undefined;
    },

    /** Forgets everything. */
    end(): void {
      moves++;
      giveUp();
      isHolding = false;
      queue = present = cursor = epoch = undefined;
    },
  };
}

export type Stream = ReturnType<typeof createStream>;
