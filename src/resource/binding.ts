import type { Resource } from '../../types/resource.js';
import { changesOf, type Key, KeyedIndex } from '../router/keyed.js';
import type { Router } from '../router/router.js';
import { type Slot, Trigger } from '../router/slot.js';
import type { Rule } from './events.js';
import { trim } from './hooks.js';

/** What a binding is one of. */
export interface Owner {
  readonly router: Router;
  unbind(resource: Resource): void;
}

function onChange(this: Binding): void {
  this.each((slot) => slot.home instanceof KeyedIndex && slot.home.move(slot));
}

const sameHandler = (a: unknown, b: unknown): boolean =>
  a === b || (a instanceof Trigger && b instanceof Trigger && a.event === b.event);

/** What one resource has bound on one connection: a chain of slots, and what it had of its own before. */
export class Binding {
  hadEvents = false;
  /** The resource's own properties that were covered, by name. */
  covered: { [name: string]: PropertyDescriptor | undefined } | undefined;
  #first: Slot | undefined;

  constructor(
    readonly resource: Resource,
    readonly owner: Owner,
  ) {}

  get isEmpty(): boolean {
    return !this.#first;
  }

  each(visit: (slot: Slot) => void): void {
    for (let slot = this.#first; slot; slot = slot.next) visit(slot);
  }

  /** Adds what is not there yet and returns what it added. Without rules: every event. */
  add(rules: readonly Rule[] | undefined): Slot[] {
    const { resource, owner } = this;
    const { router } = owner;
    if (!rules) {
      if (this.#hasEvery()) return [];
      // Every event includes those that are triggered under their own names already.
      this.removeWhere(({ home, handler }) => handler instanceof Trigger && handler.event === home.topic);
      return [this.#link(router.addEvery(resource))];
    }
    return rules
      .filter((rule) => !this.#covers(rule))
      .map(({ event, handler, key }) => {
        if (key) this.#follow(key);
        return this.#link(router.add(resource, event, handler, key));
      });
  }

  removeWhere(test: (slot: Slot) => boolean): void {
    let last: Slot | undefined;
    this.each((slot) => {
      if (!test(slot)) last = slot;
      else {
        this.owner.router.remove(slot);
        if (last) last.next = slot.next;
        else this.#first = slot.next;
      }
    });
  }

  #link(slot: Slot): Slot {
    slot.next = this.#first;
    this.#first = slot;
    return slot;
  }

  #hasEvery(): boolean {
    return this.#some((slot) => slot.home === this.owner.router.every);
  }

  #covers({ event, handler, key }: Rule): boolean {
    if (handler instanceof Trigger && handler.event === event && this.#hasEvery()) return true;
    return this.#some(
      ({ home, handler: own }) => home.topic === event && sameHandler(own, handler) && keyOf(home)?.id === key?.id,
    );
  }

  #some(test: (slot: Slot) => boolean): boolean {
    for (let slot = this.#first; slot; slot = slot.next) if (test(slot)) return true;
    return false;
  }

  /** Moves the keyed slots when the model's attributes change; one listener for all with the same key. */
  #follow(key: Key): void {
    if (this.#some(({ home }) => keyOf(home)?.id === key.id)) return;
    const { resource } = this;
    const events = changesOf(key, resource);
    resource.on(events, onChange, this);
    for (const event of events.split(' ')) trim(resource, event);
  }
}

const keyOf = (home: object): Key | undefined => (home instanceof KeyedIndex ? home.key : undefined);
