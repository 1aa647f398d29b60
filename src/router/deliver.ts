import { misuse } from '../errors.js';
import { warn } from '../warn.js';
import { Slot, type Slots } from './slot.js';

/** Takes what a handler threw. */
export type Fail = (error: unknown) => void;

/** Calls one handler with any arguments. */
function call({ resource, handler }: Slot, topic: string, args: readonly unknown[]): void {
  if (typeof handler !== 'object') {
    (typeof handler === 'function' ? handler : (resource as any)[handler]).apply(resource, args);
    return;
  }
  // Backbone splits names at white space; a type from the wire must not become several events.
  if (handler.trigger || !/\s/.test(topic)) resource.trigger(handler.trigger || topic, ...args);
}

/** What went wrong with a slot: a name that names no method any more gets an error that says so. */
function explain(error: unknown, { resource, handler }: Slot): unknown {
  if (typeof handler === 'function' || typeof handler === 'object') return error;
  try {
    const value = (resource as any)[handler];
    if (typeof value === 'function') return error;
    const lost = misuse('no-handler', `"${String(handler)}":`, `a method of ${resource.constructor?.name}`, value);
    warn(lost.message);
    return lost;
  } catch {
    // It was an accessor that threw.
    return error;
  }
}

/**
 * Delivers an event. A handler that throws stops nobody. What is removed meanwhile gets nothing more, what is added waits
 * for the next event.
 */
export function deliver(to: Slot | Slots | undefined, topic: string, args: readonly unknown[], fail: Fail): void {
  for (const slot of to instanceof Slot ? [to] : (to ?? []).slice()) {
    try {
      if (slot && slot.position >= 0) call(slot, topic, args);
    } catch (error) {
      fail(explain(error, slot!));
    }
  }
}

/** Calls one handler of a typed message. The arguments are spelled out, so that nothing is allocated for it. */
function callTyped(slot: Slot, topic: string, data: unknown, meta: unknown): void {
  const { resource, handler } = slot;
  if (typeof handler === 'string') (resource as any)[handler](data, meta);
  else if (typeof handler === 'function') handler.call(resource, data, meta);
  else call(slot, topic + (meta as { type: string }).type, [data, meta]);
}

/** Gives a typed message to one handler. */
export function deliverToOne(slot: Slot, start: string, data: unknown, meta: unknown, fail: Fail): void {
  try {
    callTyped(slot, start, data, meta);
  } catch (error) {
    fail(explain(error, slot));
  }
}

/**
 * Gives a typed message to many handlers, with one `try` for all: behind a handler that throws the loop goes on.
 * @param start of the event's name, before the type
 */
export function deliverToAll(slots: Slots, start: string, data: unknown, meta: unknown, fail: Fail): void {
  const { length } = slots;
  for (let i = 0; i < length; i++) {
    try {
      for (; i < length; i++) {
        const slot = slots[i];
        if (slot !== undefined && slot.position >= 0) callTyped(slot, start, data, meta);
      }
    } catch (error) {
      fail(explain(error, slots[i]!));
    }
  }
}
