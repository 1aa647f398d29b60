import type { Resource } from '../../types/resource.js';
import type { WSError } from '../errors.js';
import { checkInstance } from './checkInstance.js';
import { connectionNow } from './connectionNow.js';
import { type Config, planOf, setConfig } from './declaration.js';

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** Only in development. Reading the environment costs more than making an instance, so each class does it once. */
function checker(): typeof checkInstance | undefined {
  try {
    if (process.env.NODE_ENV !== 'production') return checkInstance;
  } catch {}
  return undefined;
}

/**
 * A class in the place of another, which binds what it constructs. A proxy, so that statics, name and accessors are the class's own,
 * and one that can be called, as the classes do that `extend` makes.
 */
export function wrap(Target: any, config: Config): unknown {
  // The prototype of a class cannot be replaced, that of a function can.
  const isNative = !Object.getOwnPropertyDescriptor(Target, 'prototype')!.writable;
  const check = checker();

  /** False if the connection is gone for good. */
  const attach = (resource: Resource): boolean => {
    try {
      connectionNow(config.source).bind(resource);
      return true;
    } catch (error) {
      if ((error as WSError)?.code !== 'destroyed') throw error;
      return false;
    }
  };
  const finish = (made: any, Class: any): any => {
    const plan = planOf(Class.prototype);
    if (plan.config === config) {
      const isBound = plan.options.bind === 'manual' || attach(made);
      check?.(made, Class.name, isBound);
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
