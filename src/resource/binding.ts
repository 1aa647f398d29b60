import type { Resource } from '../../types/resource.js';
import { changesOf, KeyedIndex } from '../router/keyed.js';
import { isSame, type Router } from '../router/router.js';
import type { Slot, Trigger } from '../router/slot.js';
import type { Rule } from './events.js';

/** What a binding is one of. */
export interface Owner {
  readonly router: Router;
  unbind(resource: Resource): void;
}

function onDestroy(this: Binding, target?: unknown): void {
  // A collection passes the `destroy` of its models on.
  if (!target || target === this.resource) this.owner.unbind(this.resource);
}

function onChange(this: Binding): void {
  for (const slot of this.slots) if (slot.home instanceof KeyedIndex) slot.home.move(slot);
}

/** What one resource has bound on one connection. */
export class Binding {
  slots: Slot[] = [];
  /** The resource's own properties that the connection covered with its own. */
  covered: { [name: string]: unknown } | undefined;
  /** Whether it had no listeners before. */
  isBare: boolean;

  constructor(
    readonly resource: any,
    readonly owner: Owner,
  ) {
    this.isBare = !resource._events;
    this.listen('destroy', onDestroy);
  }

  /** Adds what is not there yet and returns what it added. */
  add(rules: readonly Rule[]): Slot[] {
    const added: Slot[] = [];
    // Who takes every event as it is has no need of a slot that triggers one of them.
    const isSelf = (topic: string, handler: any): boolean => !!topic && handler.trigger === topic;
    if (rules.some(([event]) => !event)) this.remove(({ topic, handler }) => isSelf(topic, handler));
    for (const [event, handler, key] of rules) {
      const like = this.slots.filter(({ home }) => isSame((home as KeyedIndex).key, key));
      const isThere = like.some(
        ({ topic, handler: own }) =>
          topic === event &&
          (own === handler || ((own as Trigger).trigger ?? own) === ((handler as Trigger).trigger ?? handler)),
      );
      if (isThere || (isSelf(event, handler) && this.slots.some(({ topic }) => !topic))) continue;
      if (key && !like[0]) for (const change of changesOf(key)) this.listen(change, onChange);
      added.push(this.owner.router.add(this.resource, event, handler, key));
      this.slots = this.slots.concat(added.slice(-1));
    }
    return added;
  }

  remove(test: (slot: Slot) => boolean): void {
    const { slots, owner } = this;
    for (const slot of slots) if (test(slot)) owner.router.remove(slot);
    this.slots = slots.filter(({ position }) => position >= 0);
  }

  /** Leaves the resource's listeners as they were, without the empty hash that Backbone would keep. */
  stop(others: (Binding | undefined)[]): void {
    const { resource } = this;
    resource.off(null, null, this);
    if (!this.isBare) return;
    for (const other of others) if (other) other.isBare = true;
    if (!Object.keys(resource._events ?? {})[0]) delete resource._events;
  }

  private listen(event: string, callback: (this: Binding, target?: unknown) => void): void {
    const { resource } = this;
    resource.on(event, callback, this);
    // `push` makes room for 17 listeners where most models have one: 130 bytes a model.
    if (resource._events?.[event].length === 1) resource._events[event] = resource._events[event].slice();
  }
}
