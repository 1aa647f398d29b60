import { show, WSError } from '../errors.js';
import type { Predicate } from './expectation.js';

const isObject = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === 'object';

/** Whether every field of `wanted` is in `value` and equal; objects are compared field by field. */
function covers(wanted: Record<string, unknown>, value: unknown): boolean {
  return (
    isObject(value) &&
    Object.keys(wanted).every((key) => {
      const part = wanted[key];
      return isObject(part) ? covers(part, value[key]) : Object.is(part, value[key]);
    })
  );
}

/**
 * What an expectation waits for, as a type, a test, or undefined for anything. An object is looked for in the payload and
 * in the whole message.
 * @throws WSError `bad-argument`
 */
export function toTest(what: unknown): string | Predicate | undefined {
  if (what === null || what === undefined || typeof what === 'boolean') return undefined;
  if (typeof what === 'string' || typeof what === 'function') return what as string | Predicate;
  if (isObject(what)) return (data, _type, raw) => covers(what, data) || covers(what, raw);
  throw new WSError(
    'bad-argument',
    `expect: expected a type, a function, an object, true, false or null, got ${show(what)}.`,
  );
}
