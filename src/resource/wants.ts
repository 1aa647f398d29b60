import type { SubscribeOptions } from '../../types/resilience.js';
import type { BindOptions, Match, Resource } from '../../types/resource.js';
import { idOf, type Subscriptions, toMessage, type Wish } from '../exchange/subscriptions.js';
import { resolveWishes } from '../options.js';
import type { Stream } from '../resume/stream.js';
import type { Streamed } from '../router/slot.js';
import type { Declaration } from './declared.js';
import type { Rule } from './events.js';

/** What one resource wants of its connection beside messages. */
interface Want {
  readonly options: SubscribeOptions;
  readonly stream: Stream | undefined;
  wish: Wish | undefined;
}

const none: readonly string[] = [];

/**
 * Subscriptions and series of messages of resources, for those alone that have some.
 *
 * @param series those of all resources; the `whole` one is the connection's
 */
export function createWants(
  subscriptions: Subscriptions,
  series: {
    readonly whole: unknown;
    add(resource: Resource, options: NonNullable<SubscribeOptions['resume']>): Stream;
    remove(stream: Stream): void;
    leave(resource: Resource): void;
  },
  fail: (error: unknown) => void,
) {
  const all = new Map<Resource, Want>();

  /** @throws WSError `bad-argument`, and what the functions throw */
  const wishOf = (resource: any, want: Want): Wish | undefined => {
    const { subscribe, unsubscribe, subscribeMany, unsubscribeMany, confirm } = want.options;
    const given = subscribe?.(resource);
    if (!given) return undefined;
    const message = toMessage(given, 'subscribe') as any;
    const end = (unsubscribe?.(resource) || undefined) as any;
    if (end) toMessage(end, 'unsubscribe');
    const id = idOf(message);
    /** The same with a cursor. What a resource says may be something else by now, above all when it has gone. */
    const since = (whole: unknown): any => {
      const cursor = want.stream ? want.stream.cursor : whole;
      try {
        if (cursor !== undefined && idOf(subscribe!(resource)) === id)
          return toMessage(subscribe!(resource, cursor), 'subscribe');
      } catch (error) {
        fail(error);
      }
      return message;
    };
    const begin = want.stream || series.whole ? since : message;
    const others = { subscribeMany, unsubscribeMany, confirm } as SubscribeOptions;
    return subscriptions.add(id, { subscribe: begin, unsubscribe: end, ...others });
  };

  return {
    /**
     * Takes what the options of `bind` say, or else its class.
     * @returns the events that may change what it subscribes to
     * @throws WSError `bad-option`, `bad-argument`, `bad-resource`, and what the functions throw; it wants nothing then
     */
    add(resource: Resource, given: BindOptions | undefined, declared: Declaration | undefined): readonly string[] {
      const own: SubscribeOptions | undefined =
        given && Object.keys(given).some((name) => name !== 'match') ? resolveWishes(given) : undefined;
      const options = (own?.subscribe ? own : declared) ?? {};
      const resume = own?.resume ?? declared?.resume;
      if (!(options.subscribe || resume) || all.has(resource)) return none;
      const want: Want = { options, stream: resume && series.add(resource, resume), wish: undefined };
      try {
        want.wish = wishOf(resource, want);
      } catch (error) {
        if (want.stream) series.remove(want.stream);
        throw error;
      }
      all.set(resource, want);
      return changesFor(resource, options, (given?.match ?? declared?.match) || undefined);
    },

    /** What it subscribes to may be something else now. */
    update(resource: Resource): void {
      const want = all.get(resource);
      if (!want) return;
      const last = want.wish;
      try {
        want.wish = wishOf(resource, want);
        if (last) subscriptions.release(last);
        // Something else is another series, of which nothing has come yet.
        if (!last || last.id !== want.wish?.id) want.stream?.end();
      } catch (error) {
        fail(error);
      }
    },

    remove(resource: Resource): void {
      series.leave(resource);
      const want = all.get(resource);
      if (!want) return;
      all.delete(resource);
      if (want.wish) subscriptions.release(want.wish);
      if (want.stream) series.remove(want.stream);
    },

    /** Handlers that belong to a series. Which events are messages is seen when they come: routes may rename them. */
    wrap(resource: Resource, rules: readonly Rule[]): readonly Rule[] {
      const stream = all.size ? all.get(resource)?.stream : undefined;
      if (!stream) return rules;
      return rules.map(([event, handler, key]) => [event, { stream, handler: handler as Streamed['handler'] }, key]);
    },
  };
}

/** Events of a model that may change what it subscribes to, or which series of messages is its own. */
function changesFor(resource: any, { subscribe }: SubscribeOptions, match: Match | undefined): string[] {
  if (!resource.attributes || !(subscribe || match)) return [];
  const attributes = ['id', ...(typeof match === 'string' ? [match] : Object.values(match ?? {}))];
  return [...new Set(attributes.map((name) => `change:${name === 'id' ? resource.idAttribute : name}`))];
}

export type Wants = ReturnType<typeof createWants>;
