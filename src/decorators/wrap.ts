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

/**
 * A class in the place of another, which binds what it constructs. A proxy, so that statics, name and accessors are the class's own,
 * and one that can be called, as the classes do that `extend` makes.
 */
export function wrap(Target: any, config: Config): unknown {
  // The prototype of a class cannot be replaced, that of a function can.
  const isNative = !Object.getOwnPropertyDescriptor(Target, 'prototype')!.writable;
  const check = checksFields();

  const finish = (made: any, Class: any): any => {
    const plan = planOf(Class.prototype);
    if (plan.config === config) {
      check?.(made, Class.name);
      if (plan.options.bind !== 'manual') attach(made, config, Class.name);
    }
    return made;
  };
  const Wrapped: unknown = new Proxy(Target, {
    // Instances made for a proxy as `new.target` have no layout in common, and are slow.
    construct: (_, args, Class) => finish(Reflect.construct(Target, args, Class === Wrapped ? Target : Class), Class),
    apply: (_, made, args) => {
      const Class = made?.constructor;
      return finish(isNative ? Reflect.construct(Target, args, Class) : (Target.apply(made, args) ?? made), Class);
    },
  });
  Object.defineProperty(Target.prototype, 'constructor', { value: Wrapped, writable: true, configurable: true });
  setConfig(Target.prototype, config);
  return Wrapped;
}
