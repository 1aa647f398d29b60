import { warn } from '../warn.js';

const mend = 'Set it on the prototype or in preinitialize(), or only `declare` it.';

/** Whether every default is among the attributes. A function that throws would have done so before. */
function hasDefaults({ attributes, defaults }: any): boolean {
  try {
    return Object.keys(typeof defaults === 'function' ? defaults() : defaults).every((key) => key in attributes);
  } catch {
    return true;
  }
}

/**
 * What is told of a new instance. That it is not bound, because nothing else tells. And of its fields:
 * fields of a class are set when `super()` has returned, which is after Backbone has read or written what has the same name. The
 * compiler does not see that, so it is told on the console.
 */
export function checkInstance(resource: any, name: string, isBound: boolean): void {
  if (!isBound) warn(`${name}: made after its connection was destroyed, so it is not bound.`);
  const { attributes, idAttribute } = resource;
  if (!attributes || !idAttribute) return;
  // Properties stand in the order in which they came, and Backbone makes `attributes` after `preinitialize`.
  const names = Object.keys(resource);
  const isLate = (property: string): boolean => names.indexOf(property) > names.indexOf('attributes');
  if (isLate('id') && resource.id === undefined && attributes[idAttribute] !== undefined) {
    warn(`${name}: the class field "id" has erased the id. ${mend}`);
  } else if (isLate('idAttribute') && resource.id !== attributes[idAttribute]) {
    warn(`${name}: the class field "idAttribute" came after Backbone had read it, so there is no id. ${mend}`);
  }
  if (isLate('defaults') && !hasDefaults(resource)) {
    warn(`${name}: the class field "defaults" came after Backbone had read it, so they are not set. ${mend}`);
  }
}
