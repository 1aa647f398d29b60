import type { Match, Resource } from '../../types/resource.js';
import { misuse } from '../errors.js';
import { type Key, toKey } from '../router/keyed.js';
import type { Router } from '../router/router.js';
import type { Handler } from '../router/slot.js';
import type { Declaration } from './declared.js';

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

/** As everywhere in Backbone, a name may be several, separated by spaces. */
const eventsOf = (hash: object, prefix: string): [event: string, value: unknown][] =>
  Object.entries(hash).flatMap(([names, value]) =>
    (names.match(/\S+/g) ?? []).map((name): [string, unknown] => [
      name.startsWith(prefix) ? name : prefix + name,
      value,
    ]),
  );

/**
 * Puts together what a resource listens to: what its class declares, its `wsEvents`, whose names have no prefix, and the hash
 * given to `bind`. If there is nothing of all that, every event.
 * @throws WSError `bad-events`; `bad-resource`: a key for something without attributes
 */
export function toRules(
  router: Router,
  resource: Resource & { wsEvents?: unknown },
  events?: object | null,
  match?: Match,
  declared?: Declaration,
): readonly Rule[] {
  const own: any = typeof resource.wsEvents === 'function' ? resource.wsEvents() : resource.wsEvents;
  const rules = declared?.rules ?? [];
  if (!events && !own) {
    if (match === undefined) return rules[0] ? rules : everything;
    throw misuse('bad-events', 'match:', 'a hash of events that it holds for', events);
  }
  const toOwn = (hash: any, prefix: string, match: Match | undefined): Rule[] => {
    if (hash && (typeof hash !== 'object' || Array.isArray(hash)))
      throw misuse('bad-events', hash === own ? 'wsEvents:' : 'bind:', 'a hash of events', hash);
    const key = match === undefined ? undefined : toKey(match, resource);
    return eventsOf(hash ?? {}, prefix).map(([event, value]) => {
      const isMessage = event === router.message || event.startsWith(router.start);
      return [event, toHandler(value, resource, event), isMessage ? key : undefined];
    });
  };
  return [...rules, ...toOwn(own, router.prefix, (match ?? declared?.match) || undefined), ...toOwn(events, '', match)];
}
