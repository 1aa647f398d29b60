import type { Resource } from '../../types/resource.js';
import { changesOf, KeyedIndex } from '../router/keyed.js';
import { isSame, type Router } from '../router/router.js';
import type { Handler, Slot, Trigger } from '../router/slot.js';
import type { Rule } from './events.js';

/** What a binding is one of. */
export interface Owner {
  readonly router: Router;
  unbind(resource: Resource): void;
  /** An attribute by which it is known has changed. */
  changed(resource: Resource): void;
}

function onDestroy(this: Binding, target?: unknown): void {
  // A collection passes the `destroy` of its models on.
  if (!target || target === this.resource) this.owner.unbind(this.resource);
}

function onChange(this: Binding): void {
  for (const slot of this.slots) if (slot.home instanceof KeyedIndex) slot.home.move(slot);
  this.owner.changed(this.resource);
}

/** Without the series of messages that it may belong to. */
const plain = (handler: Handler): Handler =>
  typeof handler === 'object' && 'stream' in handler ? handler.handler : handler;

const triggerOf = (handler: Handler): string | undefined => (plain(handler) as Trigger).trigger;

const isLike = (a: Handler, b: Handler): boolean =>
  plain(a) === plain(b) || (triggerOf(a) !== undefined && triggerOf(a) === triggerOf(b));

/** A listener as Backbone keeps it, with one field in place of its four. */
class Listener {
  constructor(readonly ctx: Binding) {}
  get context(): Binding {
    return this.ctx;
  }
  get callback(): typeof onChange {
    return onChange;
  }
}

/**
 * What one resource has bound on one connection: a chain of slots, which takes less room than a list. It is its own listener for
 * `destroy` as well.
 */
export class Binding {
  /** What the resource had of its own before: properties that the connection covered, and Backbone's record of listeners. */
  covered: { [name: string]: unknown } | undefined;
  private first: Slot | undefined;

  constructor(
    readonly resource: any,
    readonly owner: Owner,
  ) {
    this.covered = resource._events && { _events: resource._events };
    this.listen('destroy');
  }

  get slots(): Slot[] {
    const slots: Slot[] = [];
    for (let slot = this.first; slot; slot = slot.next) slots.push(slot);
    return slots;
  }

  /** Adds what is not there yet and returns what it added. */
  add(rules: readonly Rule[]): Slot[] {
    const added: Slot[] = [];
    // Who takes every event as it is has no need of a slot that triggers one of them.
    const isSelf = (topic: string, handler: Handler): boolean => topic !== '' && triggerOf(handler) === topic;
    if (rules.some(([event]) => !event)) this.remove(({ home, handler }) => isSelf(home.topic, handler));
    for (const [event, handler, key] of rules) {
      const { slots } = this;
      const like = slots.filter(({ home }) => isSame((home as KeyedIndex).key, key));
      if (like.some((slot) => slot.home.topic === event && isLike(slot.handler, handler))) continue;
      if (isSelf(event, handler) && slots.some(({ home }) => !home.topic)) continue;
      if (key && !like[0]) for (const change of changesOf(key)) this.listen(change, new Listener(this));
      const slot = this.owner.router.add(this.resource, event, handler, key);
      slot.next = this.first;
      this.first = slot;
      added.push(slot);
    }
    return added;
  }

  /** Looks after events of the model that change by what it is known. */
  follow(changes: readonly string[]): void {
    for (const change of changes) {
      const isKnown = this.slots.some(({ home }) => home instanceof KeyedIndex && changesOf(home.key).includes(change));
      if (!isKnown) this.listen(change, new Listener(this));
    }
  }

  /** Removes all. */
  clear(): void {
    for (let slot = this.first; slot; slot = slot.next) this.owner.router.remove(slot);
    this.first = undefined;
  }

  remove(test: (slot: Slot) => boolean): void {
    const { slots, owner } = this;
    this.first = undefined;
    for (const slot of slots) {
      if (test(slot)) owner.router.remove(slot);
      else {
        slot.next = this.first;
        this.first = slot;
      }
    }
  }

  /** Leaves the resource's listeners as they were, without the empty hash that Backbone would keep. */
  stop(): void {
    const { resource, covered } = this;
    resource.off(null, null, this);
    if (covered?._events) return;
    for (const _ in resource._events) return;
    delete resource._events;
  }

  get ctx(): this {
    return this;
  }
  get context(): this {
    return this;
  }
  get callback(): typeof onDestroy {
    return onDestroy;
  }

  private listen(event: string, listener: Listener | Binding = this): void {
    const { resource } = this;
    resource.on(event, listener.callback, this);
    // Backbone makes a record, and its `push` room for 17 of them, where most models have one listener: 190 bytes a model.
    if (resource._events?.[event].length === 1) resource._events[event] = [listener];
  }
}
