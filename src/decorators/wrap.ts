import type { Resource } from '../../types/resource.js';
import type { WSError } from '../errors.js';
import { warn } from '../warn.js';
import { checkFields } from './checkFields.js';
import { connectionNow } from './connectionNow.js';
import { type Config, planOf, setConfig } from './declaration.js';

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** Reading the environment costs more than making an instance, so each class does it once. */
function checksFields(): typeof checkFields | undefined {
  try {
    if (process.env.NODE_ENV !== 'production') return checkFields;
  } catch {}
  return undefined;
}

/** Binds an instance, after its construction. */
function attach(resource: Resource, { source }: Config, name: string): void {
  try {
    connectionNow(source).bind(resource);
  } catch (error) {
    if ((error as WSError)?.code !== 'destroyed') throw error;
    warn(`${name}: made after its connection was destroyed, so it is not bound.`);
  }
}

/** A class in the place of another, which binds what it constructs. */
export function wrap(Target: any, config: Config): unknown {
  const { prototype } = Target;
  const isNative = /^class\b/.test(Function.prototype.toString.call(Target));
  const check = checksFields();

  function Wrapped(this: any, ...args: unknown[]): unknown {
    // A class made by `extend` calls its parent without `new`.
    const Class = new.target ?? this?.constructor;
    const made = new.target || isNative ? Reflect.construct(Target, args, Class) : (Target.apply(this, args) ?? this);
    const plan = planOf(Class.prototype);
    if (plan.config === config) {
      check?.(made, Class.name);
      if (plan.options.bind !== 'manual') attach(made, config, Class.name);
    }
    return made;
  }

  // Statics are read, and accessors called, where they are.
  Object.setPrototypeOf(Wrapped, Target);
  const { name, length } = Object.getOwnPropertyDescriptors(Target) as PropertyDescriptorMap;
  Object.defineProperties(Wrapped, {
    name: name ?? {},
    length: length!,
    prototype: { value: prototype, writable: false },
  });
  Object.defineProperty(prototype, 'constructor', { value: Wrapped, writable: true, configurable: true });
  setConfig(prototype, config);
  return Wrapped;
}
