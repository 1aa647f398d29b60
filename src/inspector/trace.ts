import { deliver } from '../router/deliver.js';
import type { Handler, Slot } from '../router/slot.js';
import type { insideOf } from './inside.js';

/** One handler that ran. */
export interface Call {
  /** Class of the resource. */
  readonly resource: string;
  /** The method's name, `(function)`, or the event that was triggered. */
  readonly handler: string;
  /** How long it took. */
  readonly ms: number;
}

function nameOf(handler: Handler): string {
  if (typeof handler === 'function') return handler.name || '(function)';
  if (typeof handler !== 'object') return String(handler);
  if ('handler' in handler) return nameOf(handler.handler);
  return handler.trigger ? `trigger ${handler.trigger}` : 'trigger';
}

export const classOf = (resource: object): string => resource.constructor?.name || 'Object';

/**
 * Times the handlers of typed messages from now on. A message that is inspected is given to one handler after the other, by the
 * same code that calls them otherwise.
 *
 * @returns the undo
 */
export function trace(
  { bus }: ReturnType<typeof insideOf>,
  called: (type: string, calls: Call[]) => void,
  now: () => number = () => performance.now(),
): () => void {
  const { router, fail } = bus;
  const original = router.deliver;
  const own = (type: string, data: unknown, meta: unknown): void => {
    const calls: Call[] = [];
    const to: readonly Slot[] = router.find(type, data);
    for (const slot of to) {
      if (slot.position < 0) continue;
      const start = now();
      deliver(slot, router.start + type, [data, meta], fail);
      if (calls.length < 100)
        calls.push({ resource: classOf(slot.resource), handler: nameOf(slot.handler), ms: now() - start });
    }
    called(type, calls);
  };
  router.deliver = own;
  return () => {
    if (router.deliver === own) router.deliver = original;
  };
}
