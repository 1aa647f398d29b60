import type { GapInfo } from '../../types/events.js';
import type { ResumeOptions } from '../../types/resilience.js';
import type { Resource } from '../../types/resource.js';
import { misuse } from '../errors.js';
import type { Settings } from '../options.js';
import type { Bus } from '../resource/bus.js';
import { declaredBy } from '../resource/declared.js';
import { cursorIn, fieldIn } from '../resume/cursor.js';
import { createStream, type Stream } from '../resume/stream.js';

/** In the place of a state that nobody waits for any more. */
const gone = /* @__PURE__ */ Symbol();

/**
 * `fetch` as a promise of what came, or that nobody waits for it any more.
 *
 * @param isSilent whether what goes out by `fetch` has no reply
 */
const refetch = (resource: any, isSilent: boolean, signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const fetched: any = resource.fetch({
      success: (_: unknown, response: unknown) => resolve(response),
      error: (_: unknown, response: unknown) => reject(response),
      // What a model refuses is told to neither of them.
      complete: () => resolve(undefined),
    });
    signal.addEventListener('abort', () => {
      resolve(gone);
      fetched?.abort?.();
    });
    // A `fetch` of its own may have nothing but a promise.
    if (typeof fetched?.then !== 'function') return;
    const problem = () => misuse('bad-option', 'resume.onGap "fetch":', 'a sync that gets a reply, as "request"', true);
    Promise.resolve(fetched).then(
      (state) => (isSilent && state === undefined ? reject(problem()) : resolve(state)),
      reject,
    );
  });

/** Of several states the oldest counts: what the others have already comes once more. */
function oldest(states: readonly unknown[], { cursor: field, epoch }: ResumeOptions): unknown {
  const [first, ...others] = states;
  const series = fieldIn(first, epoch);
  if (others.some((state) => fieldIn(state, epoch) !== series)) return undefined;
  const cursors = states.map((state) => cursorIn(state, field));
  const isCounted = cursors.every((cursor) => typeof cursor === 'number');
  const isSame = cursors.every((cursor) => cursor === cursors[0]);
  const cursor = isSame ? cursors[0] : isCounted ? cursors.reduce((a, b) => Math.min(a, b)) : undefined;
  return { [field]: cursor, ...(epoch && { [epoch]: series }) };
}

/** The series of messages that are resumed: the connection's, and those of resources. */
export function createSeries(
  settings: Settings,
  bus: Bus,
  resources: () => readonly Resource[],
  send: (message: unknown) => boolean,
) {
  const own = new Map<Stream, Resource>();
  /** While states are fetched after a gap of the connection: what is bound and was looked at; and how a fetch of it is given up. */
  let seen = new Map<Resource, AbortController | undefined>();

  /**
   * Those not seen before that hold a state of their own: a collection, and a model that is in none that is bound. Who has a series of
   * its own sees to itself.
   */
  const wholes = (): Resource[] => {
    const all = new Set<any>(resources());
    const others = new Set<any>(own.values());
    const isWhole = (one: any): boolean => typeof one.fetch === 'function' && (one.models || !all.has(one.collection));
    const found = [...all].filter((one) => !seen.has(one) && !others.has(one) && isWhole(one));
    for (const one of all) if (!seen.has(one)) seen.set(one, undefined);
    for (const one of found) seen.set(one, new AbortController());
    return found;
  };

  const create = (options: ResumeOptions, resource: Resource | undefined): Stream => {
    const { onGap } = options;
    const fetchOne = (one: Resource, signal: AbortSignal): Promise<unknown> =>
      refetch(one, (declaredBy(one, bus.prefix)?.sync ?? settings.sync) === true, signal);
    const fetchAll = async (signal: AbortSignal): Promise<unknown> => {
      const mine: typeof seen = new Map();
      const states: unknown[] = [];
      seen = mine;
      signal.addEventListener('abort', () => {
        for (const fetching of mine.values()) fetching?.abort();
      });
      // Who is bound meanwhile may come with a state as old as that of the others.
      for (let due = wholes(); due[0]; due = signal.aborted ? [] : wholes()) {
        // If one fails, the others must not arrive after the messages that follow.
        const results = await Promise.allSettled(due.map((one) => fetchOne(one, mine.get(one)!.signal)));
        for (const result of results) {
          if (result.status === 'rejected') throw result.reason;
          if (result.value !== gone) states.push(result.value);
        }
      }
      mine.clear();
      return oldest(states, options);
    };
    const fetchAnew = (_: GapInfo, signal: AbortSignal) => (resource ? fetchOne(resource, signal) : fetchAll(signal));
    const again =
      onGap === 'fetch' ? fetchAnew : onGap && ((info: GapInfo, signal: AbortSignal) => onGap(info, signal));
    return createStream(options, resource, (info) => bus.emit('gap', info), again, bus.fail);
  };
  const whole = settings.resume && create(settings.resume, undefined);
  const all = (): Stream[] => [...(whole ? [whole] : []), ...own.keys()];

  return {
    /** The connection's own. */
    whole,

    get cursor(): any {
      return whole?.cursor;
    },
    set cursor(cursor: any) {
      if (whole) whole.cursor = cursor;
    },

    /** @throws WSError `bad-resource`: it cannot be fetched */
    add(resource: Resource, options: ResumeOptions): Stream {
      if (options.onGap === 'fetch' && typeof (resource as any).fetch !== 'function')
        throw misuse('bad-resource', 'resume.onGap "fetch":', 'a model or a collection', resource);
      const stream = create(options, resource);
      own.set(stream, resource);
      return stream;
    },

    /** Its state is of no use any more; if it comes back it is fetched again. */
    leave(resource: Resource): void {
      seen.get(resource)?.abort();
      seen.delete(resource);
    },

    remove(stream: Stream): void {
      own.delete(stream);
      stream.end();
    },

    /** Asks for what was missed. */
    resume(): void {
      for (const stream of all()) {
        try {
          const message = stream.message();
          if (message) send(message);
        } catch (error) {
          bus.fail(error);
        }
      }
    },

    lost(): void {
      for (const stream of all()) stream.lost();
    },

    end(): void {
      for (const stream of all()) stream.end();
    },
  };
}
