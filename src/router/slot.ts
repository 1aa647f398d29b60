import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Resource } from '../../types/resource.js';

/** Triggers an event on the resource: the one named, or the topic itself where there is no name. */
export interface Trigger {
  readonly trigger: string;
}

/** Calls a handler with what a validator makes of the payload. */
export interface Guarded {
  readonly schema: StandardSchemaV1;
  readonly handler: Direct;
}

/** Calls a handler when the series of messages, which it belongs to, lets it. */
export interface Streamed {
  readonly stream: {
    take(token: object, raw: unknown, data: unknown, run: () => unknown): unknown;
  };
  readonly handler: Direct | Trigger | Guarded;
}

type Direct = ((...args: any[]) => unknown) | string | symbol;

/** How a resource takes a message: by a function, by the method of that name at the time, or as an event of its own. */
export type Handler = Direct | Trigger | Guarded | Streamed;

/** Where a slot lives, and how it gets out. */
export interface Home {
  /** The event's name; empty for every event. */
  readonly topic: string;
  readonly size: number;
  remove(slot: Slot): void;
}

/** One handler of one resource for one topic. */
export class Slot {
  /** Index in its list; negative once it is removed, which a dispatch under way sees at once. */
  position = 0;
  /** Key in its index. */
  key: unknown;
  /** Another slot of the same resource. */
  next: Slot | undefined;

  constructor(
    readonly resource: Resource,
    readonly handler: Handler,
    readonly home: Home,
    /** Grows with each binding: the order in which handlers run. */
    readonly order: number,
  ) {}
}

/** Slots, with gaps where some were removed. */
export type Slots = readonly (Slot | undefined)[];

/** What is left of several lists, in binding order. */
export const inOrder = (...lists: Slots[]): Slot[] =>
  (lists.flat().filter(Boolean) as Slot[]).sort((a, b) => a.order - b.order);

/**
 * Slots in binding order. Removing leaves a gap and closes the gaps when they are the greater part, so adding and removing
 * cost the same however many there are. Closing them makes a new array: a dispatch goes on over the old one.
 */
export class SlotList implements Home {
  slots: (Slot | undefined)[] = [];
  size = 0;
  /** Order of the newest slot that has been here, which may have gone. */
  private newest = -1;

  constructor(readonly topic: string) {}

  add(slot: Slot): void {
    this.size++;
    slot.position = this.slots.push(slot) - 1;
    // A slot whose key has changed may be older than those that are here already.
    if (slot.order < this.newest) this.arrange();
    else this.newest = slot.order;
  }

  remove(slot: Slot): void {
    this.slots[slot.position] = undefined;
    slot.position = -1;
    if (this.slots.length > 2 * --this.size + 8) this.arrange();
  }

  private arrange(): void {
    this.slots = inOrder(this.slots);
    this.newest = this.slots.at(-1)?.order ?? -1;
    this.slots.forEach((slot, position) => {
      slot!.position = position;
    });
  }
}
