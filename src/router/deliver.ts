import { Slot, Trigger } from './slot.js';
import type { Matching } from './topic.js';

/** Takes what a handler threw. */
export type Fail = (error: unknown) => void;

function trigger({ resource, handler }: Slot, topic: string, args: readonly unknown[]): void {
  const { event } = handler as Trigger;
  // Backbone splits names at white space; a type from the wire must not become several events.
  if (event || !/\s/.test(topic)) resource.trigger(event || topic, ...args);
}

function call(slot: Slot, topic: string, args: readonly unknown[]): void {
  const { resource, handler } = slot;
  if (typeof handler === 'function') handler.apply(resource, args as unknown[]);
  else if (handler instanceof Trigger) trigger(slot, topic, args);
  else (resource as any)[handler](...args);
}

/** `call` with two arguments spelled out: this is what every typed message goes through. */
function callTyped(slot: Slot, topic: string, data: unknown, meta: unknown): void {
  const { handler } = slot;
  if (typeof handler === 'function') handler.call(slot.resource, data, meta);
  else if (handler instanceof Trigger) trigger(slot, topic, [data, meta]);
  else (slot.resource as any)[handler](data, meta);
}

/**
 * Gives a typed message to all that match. One that throws stops nobody: the loop goes on behind it. What is removed while
 * it runs gets nothing more, what is added waits for the next message.
 */
export function deliver(to: Matching, topic: string, data: unknown, meta: unknown, fail: Fail): void {
  if (to === undefined) return;
  if (to instanceof Slot) {
    try {
      callTyped(to, topic, data, meta);
    } catch (error) {
      fail(error);
    }
    return;
  }
  const { length } = to;
  for (let i = 0; i < length; i++) {
    try {
      for (; i < length; i++) {
        const slot = to[i];
        if (slot !== undefined && slot.position >= 0) callTyped(slot, topic, data, meta);
      }
    } catch (error) {
      fail(error);
    }
  }
}

/** The same for any event and any number of arguments. */
export function deliverEvent(to: Matching, topic: string, args: readonly unknown[], fail: Fail): void {
  for (const slot of to instanceof Slot ? [to] : (to ?? []).slice()) {
    try {
      if (slot !== undefined && slot.position >= 0) call(slot, topic, args);
    } catch (error) {
      fail(error);
    }
  }
}
