import type { Settings } from '../options.js';

/**
 * The type of a message, or undefined: only a string that is not empty is one. Numbers and objects in its place are data,
 * so nothing from the wire is ever turned into a name.
 */
export function typeOf(message: any, typeAttribute: string): string | undefined {
  if (message === null || typeof message !== 'object' || !typeAttribute) return undefined;
  const type = message[typeAttribute];
  return typeof type === 'string' && type !== '' ? type : undefined;
}

/** The payload of a typed message: what stands in its data field, or the message itself where it has no such field. */
export function payloadOf(message: any, dataAttribute: string): any {
  if (dataAttribute === '') return message;
  const data = message[dataAttribute];
  return data === undefined ? message : data;
}

const PROTO = '__proto__';

const disarm = (value: any): void => {
  if (value !== null && typeof value === 'object' && Object.hasOwn(value, PROTO)) delete value[PROTO];
};

/** Takes `__proto__` out: as a field of a payload it would become the prototype of the attributes in `model.set`. */
export function safe(data: any): any {
  disarm(data);
  if (Array.isArray(data)) data.forEach(disarm);
  return data;
}

/** Puts a payload into its envelope. */
export function seal(type: string, data: unknown, { typeAttribute, dataAttribute }: Settings): object {
  return dataAttribute
    ? { [typeAttribute]: type, [dataAttribute]: data }
    : { ...(data as object), [typeAttribute]: type };
}
