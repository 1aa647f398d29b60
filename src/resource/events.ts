import type { BindOptions, Resource } from '../../types/resource.js';
import { misuse } from '../errors.js';
import { type Key, toKey } from '../router/keyed.js';
import type { Router } from '../router/router.js';
import type { Handler } from '../router/slot.js';

/** One event of a hash, ready to be bound. */
export type Rule = readonly [event: string, handler: Handler, key?: Key | undefined];

/** Every event, as an event of the resource. */
const everything: Rule[] = [['', { trigger: '' }]];

/** A string is a method of the resource if there is one of that name, else an event to trigger. */
function toHandler(value: any, resource: any, event: string): Handler {
  if (typeof value === 'function') return value;
  const trigger = value === true ? event : (value?.trigger ?? value);
  if (typeof trigger !== 'string' || !trigger) {
    const expected = 'true, a function, the name of a method or event, or { trigger: event }';
    throw misuse('bad-events', `bind: "${event}"`, expected, value);
  }
  return trigger === value && typeof resource[value] === 'function' ? value : { trigger };
}

/**
 * Takes an events hash apart. As everywhere in Backbone, a name may be several, separated by spaces.
 * @throws WSError `bad-events`; `bad-resource`: a key for something without attributes
 */
export function toRules(router: Router, resource: Resource, events?: object | null, options?: BindOptions): Rule[] {
  if (!events) {
    if (options?.match === undefined) return everything;
    throw misuse('bad-events', 'match:', 'a hash of events that it holds for', events);
  }
  if (typeof events !== 'object') throw misuse('bad-events', 'bind:', 'a hash of events', events);
  const key = options?.match === undefined ? undefined : toKey(options.match, resource);
  return Object.entries(events).flatMap(([names, value]) =>
    (names.match(/\S+/g) ?? []).map((event): Rule => {
      const isMessage = event === router.message || event.startsWith(router.start);
      return [event, toHandler(value, resource, event), isMessage ? key : undefined];
    }),
  );
}
