import { misuse } from '../errors.js';
import type { Predicate } from './expectation.js';

/** Whether everything that `wanted` has is in `value` and equal; objects are compared field by field. */
export const covers = (wanted: any, value: any): boolean =>
  Object(wanted) === wanted
    ? Object(value) === value && Object.keys(wanted).every((key) => covers(wanted[key], value[key]))
    : Object.is(wanted, value);

/**
 * What an expectation waits for: a type or a test. An object is looked for in the payload and in the whole message.
 * @throws WSError `bad-argument`
 */
export function toTest(what: any): string | Predicate {
  if (!what || what === true) return () => true;
  if (typeof what === 'object') return (data, _type, raw) => covers(what, data) || covers(what, raw);
  if (typeof what === 'string' || typeof what === 'function') return what;
  throw misuse('bad-argument', 'expect:', 'a type, a function, an object, true or null', what);
}
