import type { Operation } from '../../types/decorators.js';
import type { Match } from '../../types/resource.js';
import type { Declaration, Reader } from '../resource/declared.js';
import type { Rule } from '../resource/events.js';
import { type Key, toKey } from '../router/keyed.js';
import type { Handler } from '../router/slot.js';
import { operationsOf } from './apply.js';
import { chainOf, forgetPlans, type Member, membersOf, plans } from './store.js';

/** What `wsResource` was given. Several copies of the package read it. */
export interface Config {
  readonly source: unknown;
  readonly match?: Match;
  readonly bind?: 'construct' | 'manual';
  readonly sendAttribute?: string;
  readonly apply?: { readonly [type: string]: Operation };
}

/** A class read once for all its instances. */
interface Plan {
  /** Of the outermost decorated class. */
  readonly config: Config | undefined;
  /** Options of all decorated classes together, those nearest to the instance first. */
  readonly options: Partial<Config>;
  readonly members: readonly Member[];
  /** Declarations made of it. They depend on the prefix, and on the id attribute where the class matches by id. */
  readonly made: { [key: string]: Declaration };
}

const configs = Symbol.for('backbone.ws/config');

export function setConfig(prototype: object, config: Config): void {
  Reflect.defineMetadata(configs, config, prototype);
  forgetPlans();
}

export function planOf(prototype: object): Plan {
  let plan: Plan | undefined = plans.get(prototype);
  if (!plan) {
    const found: Config[] = chainOf(prototype).flatMap((one) => Reflect.getOwnMetadata(configs, one) ?? []);
    const apply = Object.assign({}, ...found.map((config) => config.apply));
    const options: Partial<Config> = Object.assign({}, ...found, { apply });
    plans.set(prototype, (plan = { config: found.at(-1), options, members: membersOf(prototype), made: {} }));
  }
  return plan;
}

function rulesOf({ members, options }: Plan, resource: object, prefix: string): Rule[] {
  const keys = new Map<unknown, Key>();
  const toRule = (event: string, handler: Handler, match: Match | false = options.match ?? false): Rule => {
    if (!match || !/^message\b/.test(event)) return [prefix + event, handler];
    const key = keys.get(match) ?? toKey(match, resource);
    keys.set(match, key);
    return [prefix + event, handler, key];
  };
  return [
    ...Object.entries(options.apply!).map(([type, name]) => toRule(`message:${type}`, operationsOf(resource)[name]!)),
    ...members.flatMap(({ handler, marks }) =>
      marks.map((mark) => toRule(mark.event, mark.handler ?? handler, mark.match)),
    ),
  ];
}

/** What the class of a resource declares, the same object for all its instances. */
export const readDeclaration: Reader = (resource, prefix) => {
  const plan = planOf(Object.getPrototypeOf(resource) ?? Object.prototype);
  if (!plan.config && !plan.members[0]) return undefined;
  const key = prefix + (resource as { idAttribute?: string }).idAttribute;
  return (plan.made[key] ??= { ...plan.options, rules: rulesOf(plan, resource, prefix) });
};
