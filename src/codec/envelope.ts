import type { Settings } from '../options.js';

/** The name of a field; one that is switched off is one that no message has. */
export const fieldOf = (attribute: string | false): string | symbol => attribute || Symbol();

/**
 * The type of a message, or undefined: only a string that is not empty is one. Numbers and objects in its place are data,
 * so nothing from the wire is ever turned into a name.
 */
export function typeOf(message: any, field: string | symbol): string | undefined {
  const type = message?.[field];
  return typeof type === 'string' && type !== '' ? type : undefined;
}

/** The payload of a typed message: what stands in its data field, or the message itself where it has no such field. */
export function payloadOf(message: any, field: string | symbol): any {
  const data = message[field];
  return data === undefined ? message : data;
}

const PROTO = '__proto__';

/** Whether `disarm` has something to look for: false for every plain object without a field `__proto__`. */
export const isSuspect = (data: any): boolean =>
  data !== null && typeof data === 'object' && data[PROTO] !== Object.prototype;

/** Takes `__proto__` out: as a field of a payload it would become the prototype of the attributes in `model.set`. */
export function disarm(data: any): void {
  if (Object.hasOwn(data, PROTO)) delete data[PROTO];
  if (!Array.isArray(data)) return;
  for (let i = 0; i < data.length; i++) if (isSuspect(data[i]) && Object.hasOwn(data[i], PROTO)) delete data[i][PROTO];
}

/** Puts a payload into its envelope. */
export const seal = (type: string, data: unknown, { typeAttribute, dataAttribute }: Settings): object => {
  const field = typeAttribute || 'type';
  return dataAttribute ? { [field]: type, [dataAttribute]: data } : { ...(data as object), [field]: type };
};
