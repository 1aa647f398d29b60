import type { Operation } from '../types/decorators.js';
import type { Match } from '../types/resource.js';
import { planOf } from './decorators/declaration.js';

/** One thing that a class listens to. */
export interface RouteInfo {
  /** The event, without prefix: `message:quote`, `open`. */
  readonly event: string;
  /** Type of the messages; undefined for other events, and for `message`. */
  readonly type: string | undefined;
  /** Who takes it: a member's name, a function, an event that is triggered, or what is applied to the resource. */
  readonly handler:
    | PropertyKey
    | ((...args: any[]) => unknown)
    | { readonly trigger: string }
    | { readonly apply: Operation };
  /** Undefined where every instance is concerned. */
  readonly match: Match | undefined;
}

const start = 'message:';

/** A class has none to show if they depend on an instance. */
function eventsOf(resource: any): { [names: string]: any } {
  try {
    return (typeof resource.wsEvents === 'function' ? resource.wsEvents() : resource.wsEvents) ?? {};
  } catch {
    return {};
  }
}

/**
 * What a class, or an instance, says that it listens to: by decorators, by `apply`, by static `routes` of `withWS`, by
 * `wsEvents`, with the names that these have. What was given to `bind` is not in it.
 * @returns empty for what says nothing
 */
export function routesOf(target: object): RouteInfo[] {
  const isClass = typeof target === 'function';
  const resource: any = (isClass ? target.prototype : target) ?? {};
  const { members, options } = planOf((isClass ? resource : Object.getPrototypeOf(target)) ?? Object.prototype);
  const info = (
    event: string,
    handler: RouteInfo['handler'],
    match: Match | false | undefined = options.match,
  ): RouteInfo => {
    const isMessage = event === 'message' || event.startsWith(start);
    const type = event.startsWith(start) ? event.slice(start.length) : undefined;
    return { event, type, handler, match: (isMessage && match) || undefined };
  };
  const hash = eventsOf(resource);
  return [
    ...Object.entries(options.apply ?? {}).map(([type, apply]) => info(start + type, { apply })),
    ...members.flatMap(({ name, marks }) => marks.map(({ event, match }) => info(event, name, match))),
    ...Object.entries(hash).flatMap(([names, to]) =>
      (names.match(/\S+/g) ?? []).map((event) => {
        const isEvent = to === true || (typeof to === 'string' && typeof resource[to] !== 'function');
        return info(event, isEvent ? { trigger: to === true ? event : to } : to);
      }),
    ),
  ];
}
