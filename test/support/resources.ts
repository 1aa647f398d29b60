import Backbone from 'backbone';
import type { Resource } from '../../src/index.js';

/** A view that needs no document. */
export class BareView extends Backbone.View {
  override _ensureElement(): void {}
  override _removeElement(): void {}
}

/** One of each kind of resource, by name, for `it.each`. */
export const kinds: [name: string, make: () => Resource & { send?: any }][] = [
  ['a model', () => new Backbone.Model()],
  ['a collection', () => new Backbone.Collection()],
  ['a view', () => new BareView()],
  ['an object with Backbone.Events', () => Object.assign({}, Backbone.Events)],
];

/** Everything that an object has of its own, hidden and accessor properties included. */
export const ownProperties = (object: object): PropertyDescriptorMap => Object.getOwnPropertyDescriptors(object);

/** Keeps what is triggered on a resource, as `[event, ...args]`. */
export function recorded(resource: Resource): unknown[][] {
  const events: unknown[][] = [];
  resource.on('all', (...args: unknown[]) => events.push(args));
  return events;
}

/** The names of what is triggered on a resource. */
export function recordedNames(resource: Resource): unknown[] {
  const names: unknown[] = [];
  resource.on('all', (name: unknown) => names.push(name));
  return names;
}
