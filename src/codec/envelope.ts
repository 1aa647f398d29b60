import type { Settings } from '../options.js';

/**
 * The type of a message, or undefined: only a string that is not empty is one. Numbers and objects in its place are data,
 * so nothing from the wire is ever turned into a name.
 */
export function typeOf(message: any, field: string | false): string | undefined {
  const type = field && message !== null && typeof message === 'object' ? message[field] : undefined;
  return typeof type === 'string' && type ? type : undefined;
}

/** The payload of a typed message: what stands in its data field, or the message itself where it has no such field. */
export function payloadOf(message: any, field: string | false): any {
  const data = field ? message[field] : undefined;
  return data === undefined ? message : data;
}

const PROTO = '__proto__';

/** Takes `__proto__` out: as a field of a payload it would become the prototype of the attributes in `model.set`. */
export function safe(data: any, isRow?: boolean): any {
  // This is cheaper than to ask for an own field, and false for every plain object without one.
  if (data !== null && typeof data === 'object' && data[PROTO] !== Object.prototype) {
    if (Object.hasOwn(data, PROTO)) delete data[PROTO];
    if (!isRow && Array.isArray(data)) for (const row of data) safe(row, true);
  }
  return data;
}

/** Puts a payload into its envelope. */
export const seal = (type: string, data: unknown, { typeAttribute, dataAttribute }: Settings): object => {
  const head = { [typeAttribute || 'type']: type };
  return dataAttribute ? { ...head, [dataAttribute]: data } : { ...head, ...(data as object), ...head };
};
