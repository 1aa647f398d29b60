import type { Resource } from '../../types/resource.js';
import type { Binding } from './binding.js';

/** What `stopListening` has to tell: every connection that has something bound. */
export interface Listener {
  has(resource: Resource): boolean;
  stopped(resource: Resource, other: unknown, names: unknown, callback: unknown): void;
}

const listeners = /* @__PURE__ */ new Set<Listener>();

/** Of objects whose `stopListening` is their own and not their class's. */
const originals = /* @__PURE__ */ new WeakMap<Resource, Resource['stopListening']>();

/** Stands in front of a bound resource's own method: a view that is removed calls it, and so does `model.destroy()`. */
function stopListening(this: Resource, other?: unknown, names?: unknown, callback?: unknown): Resource {
  (originals.get(this) ?? Object.getPrototypeOf(this).stopListening).call(this, other, names, callback);
  for (const listener of [...listeners]) listener.stopped(this, other, names, callback);
  return this;
}

/** While a connection has something bound, and no longer, it is kept here. */
export function listen(listener: Listener, isBusy: boolean): void {
  if (isBusy) listeners.add(listener);
  else listeners.delete(listener);
}

function onDestroy(this: Binding, target?: unknown): void {
  // A collection passes the `destroy` of its models on.
  if (target === undefined || target === this.resource) this.owner.unbind(this.resource);
}

/** Sees the end of a resource. */
export function attach(binding: Binding): void {
  const resource = binding.resource as any;
  binding.hadEvents = Object.hasOwn(resource, '_events');
  resource.on('destroy', onDestroy, binding);
  trim(resource, 'destroy');
  if (resource.stopListening === stopListening) return;
  if (Object.hasOwn(resource, 'stopListening')) originals.set(resource, resource.stopListening);
  resource.stopListening = stopListening;
}

/** Leaves a resource as `attach` found it. */
export function detach(binding: Binding): void {
  const resource = binding.resource as any;
  if (resource.stopListening === stopListening && ![...listeners].some((listener) => listener.has(resource))) {
    const original = originals.get(resource);
    if (original) resource.stopListening = original;
    else delete resource.stopListening;
    originals.delete(resource);
  }
  resource.off(null, null, binding);
  // Backbone would keep an empty hash. Taken away last, as it came first: that leaves no trace in the object's layout.
  const { _events } = resource;
  if (!binding.hadEvents && _events && Object.keys(_events).length === 0) delete resource._events;
}

/** `push` makes room for 17 listeners where most models have one: 130 bytes a model. */
export function trim(resource: any, event: string): void {
  const list = resource._events?.[event];
  if (list?.length === 1) resource._events[event] = list.slice();
}
