import type { Resource } from '../../types/resource.js';
import { misuse } from '../errors.js';
import { type Checked, check } from '../schema/check.js';
import { warn } from '../warn.js';
import { type Guarded, type Handler, Slot, type Slots, type Streamed, type Trigger } from './slot.js';

/** Takes what a handler threw. */
export type Fail = (error: unknown) => void;

/** Calls one handler with any arguments. */
function call(slot: Slot, topic: string, args: readonly unknown[], fail: Fail | undefined): unknown {
  const { resource, handler } = slot;
  if (typeof handler !== 'object') return direct(resource, handler, args);
  return 'stream' in handler
    ? streamed(slot, handler, topic, args, fail)
    : indirect(resource, handler, topic, args, fail);
}

/** A validator first, or an event of the resource. */
function indirect(
  resource: Resource,
  handler: Guarded | Trigger,
  topic: string,
  args: readonly unknown[],
  fail: Fail | undefined,
): unknown {
  if ('schema' in handler) return guarded(resource, handler, args, fail);
  // Backbone splits names at white space; a type from the wire must not become several events.
  if (handler.trigger || !/\s/.test(topic)) resource.trigger(handler.trigger || topic, ...args);
  return undefined;
}

/** Only a message belongs to a series; it is known by its origin. */
function streamed(
  slot: Slot,
  { stream, handler }: Streamed,
  topic: string,
  args: readonly unknown[],
  fail: Fail | undefined,
): unknown {
  const { resource } = slot;
  const isGuarded = typeof handler === 'object' && 'schema' in handler;
  const run = (): unknown =>
    typeof handler === 'object' ? indirect(resource, handler, topic, args, fail) : direct(resource, handler, args);
  const meta = args.at(-1);
  if (Object(meta) !== meta || !('raw' in (meta as object))) return run();
  let value: unknown;
  stream.take(meta as object, (meta as { raw: unknown }).raw, args[0], () => {
    // It may have been removed while the message waited.
    if (slot.position >= 0) value = run();
    // A validator makes the next message wait; what a handler promises does not.
    return isGuarded ? value : undefined;
  });
  return value;
}

const direct = (resource: any, handler: Guarded['handler'], args: readonly unknown[]): unknown =>
  (typeof handler === 'function' ? handler : resource[handler]).apply(resource, args);

/** @param fail takes what a validator that takes its time refuses, unless the caller looks at the promise */
function guarded(
  resource: unknown,
  { schema, handler }: Guarded,
  [data, ...rest]: readonly unknown[],
  fail: Fail | undefined,
): unknown {
  const pass = ({ value }: Checked): unknown => direct(resource, handler, [value, ...rest]);
  const checked = check(schema, (rest[0] as { type?: string }).type, data);
  if (!(checked instanceof Promise)) return pass(checked);
  const work = checked.then(pass);
  return fail ? work.catch(fail) : work;
}

/** Takes what a handler returns, or what it throws. */
export type Answer = (value: unknown, error?: unknown) => void;

/** Without what is around it. */
export const innermost = (handler: Handler): Exclude<Handler, Guarded | Streamed> =>
  typeof handler === 'object' && 'handler' in handler ? innermost(handler.handler) : handler;

/** What went wrong with a slot: a name that names no method any more gets an error that says so. */
function explain(error: unknown, { resource, handler }: Slot): unknown {
  const name = innermost(handler);
  if (typeof name === 'function' || typeof name === 'object') return error;
  try {
    const value = (resource as any)[name];
    if (typeof value === 'function') return error;
    const lost = misuse('no-handler', `"${String(name)}":`, `a method of ${resource.constructor?.name}`, value);
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
export function deliver(
  to: Slot | Slots | undefined,
  topic: string,
  args: readonly unknown[],
  fail: Fail,
  answer?: Answer,
): void {
  for (const slot of to instanceof Slot ? [to] : (to ?? []).slice()) {
    if (!slot) continue;
    try {
      if (slot.position >= 0) {
        const value = call(slot, topic, args, answer ? undefined : fail);
        // What listens to a triggered event cannot answer.
        if (typeof innermost(slot.handler) !== 'object') answer?.(value);
      }
    } catch (error) {
      const problem = explain(error, slot);
      fail(problem);
      answer?.(undefined, problem ?? 'error');
    }
  }
}

/** Calls one handler of a typed message. The arguments are spelled out, so that nothing is allocated for it. */
function callTyped(slot: Slot, topic: string, data: unknown, meta: unknown, fail: Fail): void {
  const { resource, handler } = slot;
  if (typeof handler === 'string') (resource as any)[handler](data, meta);
  else if (typeof handler === 'function') handler.call(resource, data, meta);
  else call(slot, topic + (meta as { type: string }).type, [data, meta], fail);
}

/** Gives a typed message to one handler. */
export function deliverToOne(slot: Slot, start: string, data: unknown, meta: unknown, fail: Fail): void {
  try {
    callTyped(slot, start, data, meta, fail);
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
        if (slot !== undefined && slot.position >= 0) callTyped(slot, start, data, meta, fail);
      }
    } catch (error) {
      fail(explain(error, slots[i]!));
    }
  }
}
