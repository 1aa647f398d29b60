import type { SubscribeOptions } from '../../types/resilience.js';
import type { BindOptions, Match, Resource } from '../../types/resource.js';
import { type Subscriptions, toMessage, type Wish } from '../exchange/subscriptions.js';
import { resolveWishes } from '../options.js';
import type { Stream } from '../resume/stream.js';
import type { Router } from '../router/router.js';
import type { Handler, Streamed } from '../router/slot.js';
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
 * @param series those of all resources
 */
export function createWants(
  subscriptions: Subscriptions,
  series: {
    add(resource: Resource, options: NonNullable<SubscribeOptions['resume']>): Stream;
    remove(stream: Stream): void;
  },
  fail: (error: unknown) => void,
) {
  const all = new Map<Resource, Want>();

  /** @throws WSError `bad-argument`, and what the functions throw */
  const wishOf = (resource: any, { options, stream }: Pick<Want, 'options' | 'stream'>): Wish | undefined => {
    const { subscribe, unsubscribe, ...others } = options;
    const given = subscribe?.(resource, stream?.cursor);
    if (!given) return undefined;
    const message = toMessage(given, 'subscribe');
    const key = JSON.stringify(subscribe!(resource));
    const end = unsubscribe?.(resource);
    return subscriptions.add(key, {
      ...others,
      // Asked again only where the cursor counts: what a resource says may not be the same when it has gone.
      subscribe:
        subscribe!.length < 2
          ? message
          : (cursor) => (subscribe!(resource, stream?.cursor ?? cursor) || message) as typeof message,
      unsubscribe: end && toMessage(end, 'unsubscribe'),
    });
  };

  return {
    /**
     * Takes what the options of `bind` say, or else its class.
     * @returns the events that may change what it subscribes to
     * @throws WSError `bad-option`, `bad-argument`, and what the functions throw
     */
    add(resource: Resource, given: BindOptions | undefined, declared: Declaration | undefined): readonly string[] {
      const own = given && Object.keys(given).some((name) => name !== 'match') ? resolveWishes(given) : undefined;
      const options: SubscribeOptions | undefined = own?.subscribe || own?.resume ? own : declared;
      if (!(options?.subscribe || options?.resume) || all.has(resource)) return none;
      const stream = options.resume && series.add(resource, options.resume);
      const want = { options, stream };
      all.set(resource, { ...want, wish: wishOf(resource, want) });
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
      } catch (error) {
        fail(error);
      }
    },

    remove(resource: Resource): void {
      const want = all.get(resource);
      if (!want) return;
      all.delete(resource);
      if (want.wish) subscriptions.release(want.wish);
      if (want.stream) series.remove(want.stream);
    },

    /** Handlers of messages that belong to a series. */
    wrap(resource: Resource, rules: readonly Rule[], { message, start }: Router): readonly Rule[] {
      const stream = all.size ? all.get(resource)?.stream : undefined;
      if (!stream) return rules;
      const isMessage = (event: string): boolean => event === message || event.startsWith(start);
      const wrapped = (handler: Handler): Streamed => ({ stream, handler: handler as Streamed['handler'] });
      return rules.map(([event, handler, key]) => [event, isMessage(event) ? wrapped(handler) : handler, key]);
    },
  };
}

/** Events of a model that may change what it subscribes to. */
function changesFor(resource: any, { subscribe }: SubscribeOptions, match: Match | undefined): string[] {
  if (!subscribe || !resource.attributes) return [];
  const attributes = typeof match === 'string' ? [match] : match ? Object.values(match) : ['id'];
  return attributes.map((name) => `change:${name === 'id' ? resource.idAttribute : name}`);
}

export type Wants = ReturnType<typeof createWants>;
