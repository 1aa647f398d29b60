import type { GapInfo } from '../../types/events.js';
import type { ResumeOptions } from '../../types/resilience.js';
import type { Resource } from '../../types/resource.js';
import type { Settings } from '../options.js';
import type { Bus } from '../resource/bus.js';
import { createStream, type Stream } from '../resume/stream.js';

/** `fetch` as a promise of the cursor in what came. */
const refetch = (resource: any, field: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const isCollection = !!resource.models;
    resource.fetch({
      reset: isCollection,
      success: (_: unknown, response: any) => resolve(response?.[field]),
      error: (_: unknown, response: unknown) => reject(response),
      // What a model refuses is told to neither of them.
      complete: () => resolve(undefined),
    });
  });

/** What holds a state of its own: a collection, and a model that is in none. */
const isWhole = (resource: any): boolean =>
  typeof resource.fetch === 'function' && (!!resource.models || !resource.collection);

/** The series of messages that are resumed: the connection's, and those of resources. */
export function createSeries(
  settings: Settings,
  bus: Bus,
  resources: () => readonly Resource[],
  send: (message: unknown) => boolean,
) {
  const own = new Set<Stream>();

  const create = (options: ResumeOptions, resource: Resource | undefined): Stream => {
    const { cursor, onGap } = options;
    const fetchAll = async (): Promise<unknown> => {
      const reached = await Promise.all(
        (resource ? [resource] : resources().filter(isWhole)).map((one) => refetch(one, cursor)),
      );
      // Of several states the oldest counts: what the others have already is the same again.
      return reached.includes(undefined) ? undefined : reached.sort((a: any, b: any) => a - b)[0];
    };
    const again = onGap === 'fetch' ? fetchAll : onGap && ((info: GapInfo) => onGap(info));
    const stream = createStream(options, resource, (info) => bus.emit('gap', info), again, bus.fail);
    if (resource) own.add(stream);
    return stream;
  };
  const whole = settings.resume && create(settings.resume, undefined);
  const all = (): Stream[] => (whole ? [whole, ...own] : [...own]);

  return {
    /** The connection's own. */
    whole,

    get cursor(): any {
      return whole?.cursor;
    },
    set cursor(cursor: any) {
      if (whole) whole.cursor = cursor;
    },

    add: (resource: Resource, options: ResumeOptions): Stream => create(options, resource),

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
