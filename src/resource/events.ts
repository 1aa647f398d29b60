import type { BindOptions, Resource } from '../../types/resource.js';
import { show, WSError } from '../errors.js';
import { type Key, toKey } from '../router/keyed.js';
import type { Router } from '../router/router.js';
import { type Handler, Trigger } from '../router/slot.js';

/** One event of a hash, ready to be bound. */
export interface Rule {
  readonly event: string;
  readonly handler: Handler;
  readonly key: Key | undefined;
}

/** A string is a method of the resource if there is one of that name, else an event to trigger. */
function toHandler(value: any, resource: any, event: string): Handler {
  if (value === true) return new Trigger(event);
  if (typeof value === 'function') return value;
  const name = typeof value === 'string' ? value : value?.trigger;
  if (typeof name !== 'string' || !name) {
    const expected = 'true, a function, the name of a method or event, or { trigger: event }';
    throw new WSError('bad-events', `bind: "${event}" expected ${expected}, got ${show(value)}.`);
  }
  return name === value && typeof resource[name] === 'function' ? name : new Trigger(name);
}

/**
 * Takes an events hash apart. As everywhere in Backbone, a name may be several, separated by spaces.
 * @throws WSError `bad-events`; `bad-resource`: a key for something without attributes
 */
export function toRules(router: Router, resource: Resource, events: object, options: BindOptions | undefined): Rule[] {
  if (typeof events !== 'object') {
    throw new WSError('bad-events', `bind: expected a hash of events, got ${show(events)}.`);
  }
  const key = options?.match === undefined ? undefined : toKey(options.match);
  if (key && typeof (resource as any).get !== 'function') {
    throw new WSError('bad-resource', `match: expected a model, which has attributes, got ${show(resource)}.`);
  }
  return Object.entries(events).flatMap(([names, value]) =>
    names
      .split(/\s+/)
      .filter(Boolean)
      .map((event) => ({
        event,
        handler: toHandler(value, resource, event),
        key: key && router.isMessage(event) ? key : undefined,
      })),
  );
}
