import type { GapInfo } from '../../types/events.js';
import type { ResumeOptions } from '../../types/resilience.js';

/** How long until what failed is tried again: from the first to the longest, in milliseconds. */
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;

/** A message that waits, and how it goes on. */
type Waiting = readonly [token: object, raw: any, data: any, run: () => unknown];

const isLater = (value: any): value is PromiseLike<unknown> => typeof value?.then === 'function';

/**
 * One series of messages with cursors: drops repetitions, notices gaps, and remembers how far its handlers have come.
 *
 * @param gap raises the event
 * @param refetch gets the whole state anew and gives the cursor that it has, if it is known; without it a gap is only told
 * @param fail takes what it throws
 */
export function createStream(
  { cursor: cursorField, epoch: epochField, message }: ResumeOptions,
  resource: unknown,
  gap: (info: GapInfo) => void,
  refetch: ((info: GapInfo) => unknown) | undefined,
  fail: (error: unknown) => void,
) {
  let cursor: any;
  let epoch: any;
  /** The message under way. Several handlers may ask for it; it is judged once. */
  let present: object | undefined;
  let isWanted = true;
  /** What waits for the whole state. */
  let queue: Waiting[] | undefined;
  /** Grows when all of it is forgotten. */
  let life = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Beside type and payload, or in the payload. */
  const read = (field: string | undefined, raw: any, data: any): unknown =>
    field ? (raw?.[field] ?? data?.[field] ?? undefined) : undefined;

  /** Whether the message goes on; undefined if it has to wait. */
  const judge = (got: unknown, series: unknown): boolean | undefined => {
    const isOther = epoch !== undefined && series !== undefined && series !== epoch;
    if (cursor === undefined || (!isOther && typeof got !== typeof cursor)) return true;
    const isCounted = typeof got === 'number';
    if (!isOther && (isCounted ? got <= cursor : got === cursor)) return false;
    if (!isOther && (!isCounted || got === cursor + 1)) return true;
    const info: GapInfo = { reason: isOther ? 'epoch' : 'missing', cursor, got, resource };
    if (refetch) begin(info);
    gap(info);
    return refetch ? undefined : true;
  };

  /** Holds everything back until the whole state is there. */
  const begin = (info: GapInfo): void => {
    const mine = life;
    let delayMs = FIRST_MS;
    queue = [];
    const attempt = (): void => {
      timer = undefined;
      new Promise((resolve) => resolve(refetch!(info))).then(
        (reached) => (mine === life ? finish(reached, mine) : undefined),
        (error) => {
          if (mine !== life) return;
          timer = setTimeout(attempt, delayMs);
          delayMs = Math.min(delayMs * 2, LONGEST_MS);
          fail(error);
        },
      );
    };
    attempt();
  };

  const finish = async (reached: any, mine: number): Promise<void> => {
    cursor = reached ?? undefined;
    epoch = undefined;
    const waiting = queue ?? [];
    while (waiting[0]) {
      const next = waiting.shift()!;
      queue = undefined;
      try {
        const work = stream.take(...next);
        if (mine !== life) return;
        // Another gap: the rest waits with it.
        if (isHolding()) return keep(...waiting);
        // What comes meanwhile has to wait behind those that wait already.
        queue = waiting;
        if (isLater(work)) await work;
      } catch (error) {
        fail(error);
      }
      if (mine !== life) return;
      queue = waiting;
    }
    queue = undefined;
  };
  const isHolding = (): boolean => queue !== undefined;
  /** Nothing is kept if all has been forgotten meanwhile. */
  const keep = (...more: Waiting[]): void => {
    if (queue) queue.push(...more);
  };

  const stream = {
    /** Of the last message whose handlers have returned; assignable, by who has kept it. */
    get cursor(): any {
      return cursor;
    },
    set cursor(value: any) {
      cursor = value ?? undefined;
    },

    /**
     * Lets a message through, drops it, or keeps it for later.
     * @param token the same for all handlers of one message
     */
    take(token: object, raw: any, data: any, run: () => unknown): unknown {
      if (queue) return void queue.push([token, raw, data, run]);
      const got = read(cursorField, raw, data);
      if (got === undefined) return run();
      if (token !== present) {
        const series = read(epochField, raw, data);
        const verdict = judge(got, series);
        if (verdict === undefined) return keep([token, raw, data, run]);
        present = token;
        isWanted = verdict;
        if (!verdict) return undefined;
        return passed(run, () => {
          cursor = got;
          if (series !== undefined) epoch = series;
        });
      }
      return isWanted ? run() : undefined;
    },

    /** What asks for the messages since the cursor; undefined if there is nothing to ask. */
    message(): unknown {
      return cursor === undefined ? undefined : message?.(cursor, epoch, resource);
    },

    /** The connection is lost: what waits is not done with, and will come again. */
    lost(): void {
      present = undefined;
      if (queue) queue.length = 0;
      if (timer === undefined) return;
      // The next message will show the gap again.
      clearTimeout(timer);
      timer = queue = undefined;
    },

    /** Forgets everything. */
    end(): void {
      life++;
      clearTimeout(timer);
      timer = queue = present = cursor = epoch = undefined;
    },
  };
  return stream;
}

/** Also after what takes its time, and after what throws: a message that breaks a handler would break it again. */
function passed(run: () => unknown, commit: () => void): unknown {
  let result: unknown;
  try {
    result = run();
  } finally {
    if (!isLater(result)) commit();
  }
  return isLater(result) ? result.then(commit) : result;
}

export type Stream = ReturnType<typeof createStream>;
