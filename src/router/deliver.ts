import { Slot, type Slots } from './slot.js';

/** Takes what a handler threw. */
export type Fail = (error: unknown) => void;

/**
 * Calls `visit` with each slot. One that throws stops nobody: the loop goes on behind it. What is removed while it runs
 * gets nothing more, what is added waits for the next message.
 */
function each(to: Slot | Slots | undefined, fail: Fail, visit: (slot: Slot) => void): void {
  const slots = to instanceof Slot ? [to] : (to ?? []);
  const { length } = slots;
  for (let i = 0; i < length; i++) {
    try {
      for (; i < length; i++) {
        const slot = slots[i];
        if (slot !== undefined && slot.position >= 0) visit(slot);
      }
    } catch (error) {
      fail(error);
    }
  }
}

/** Calls one handler. */
function call({ resource, handler }: Slot, topic: string, args: readonly unknown[]): void {
  if (typeof handler !== 'object') {
    (typeof handler === 'function' ? handler : (resource as any)[handler]).apply(resource, args);
    return;
  }
  // Backbone splits names at white space; a type from the wire must not become several events.
  if (handler.trigger || !/\s/.test(topic)) resource.trigger(handler.trigger || topic, ...args);
}

/** Delivers an event. */
export const deliver = (to: Slot | Slots | undefined, topic: string, args: readonly unknown[], fail: Fail): void =>
  each(to, fail, (slot) => call(slot, topic, args));

/** The same for typed messages, with the arguments spelled out: on this way nothing is allocated for a handler. */
export const deliverTyped = (
  to: Slot | Slots | undefined,
  start: string,
  type: string,
  data: unknown,
  meta: unknown,
  fail: Fail,
): void =>
  each(to, fail, (slot) => {
    const { resource, handler } = slot;
    if (typeof handler === 'string') (resource as any)[handler](data, meta);
    else if (typeof handler === 'function') handler.call(resource, data, meta);
    else call(slot, start + type, [data, meta]);
  });
