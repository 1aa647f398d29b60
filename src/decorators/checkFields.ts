import { warn } from '../warn.js';

const mend = 'Set it in preinitialize(), write a getter, or only `declare` it.';

/**
 * Fields of a class are set when `super()` has returned, which is after Backbone has read or written what has the same name. The
 * compiler does not see that, so it is told on the console.
 */
export function checkFields(resource: any, name: string): void {
  const { attributes, idAttribute } = resource;
  if (!attributes) return;
  if (Object.hasOwn(resource, 'id') && resource.id === undefined && attributes[idAttribute] !== undefined) {
    warn(`${name}: the class field "id" has erased the id. ${mend}`);
  } else if (Object.hasOwn(resource, 'idAttribute') && resource.id !== attributes[idAttribute]) {
    warn(`${name}: the class field "idAttribute" came after Backbone had read it, so there is no id. ${mend}`);
  }
  if (!Object.hasOwn(resource, 'defaults')) return;
  const defaults = typeof resource.defaults === 'function' ? resource.defaults() : resource.defaults;
  if (Object.keys(defaults ?? {}).some((key) => !(key in attributes))) {
    warn(`${name}: the class field "defaults" came after Backbone had read it, so they are not set. ${mend}`);
  }
}
