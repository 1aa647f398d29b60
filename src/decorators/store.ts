/**
 * Where marks are kept: what a decorator says of a member, as Reflect metadata. Legacy decorators are given the prototype, which
 * holds the marks; standard ones are given a metadata object, which the class then has under `Symbol.metadata`. The keys are
 * registered symbols, so every copy of the package on a page reads what any of them wrote.
 */
import 'reflect-metadata/lite';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Match } from '../../types/resource.js';
import type { Guarded } from '../router/slot.js';

// Compilers give decorators no metadata unless this exists when the class is evaluated. It stands here, not in a file of its
// own, because bundlers drop files of which nothing is used.
(Symbol as { metadata?: symbol }).metadata ??= Symbol.for('Symbol.metadata');

/** What one decorator says of one member. */
export interface Mark {
  /** The event, without prefix. */
  readonly event: string;
  readonly match?: Match | false | undefined;
  readonly schema?: StandardSchemaV1 | undefined;
  /** In place of the member's own handler: checks the payload first. */
  readonly handler?: Guarded | undefined;
}

/** One member with its marks. */
export interface Member {
  readonly name: string | symbol;
  /** Members that replace those of the same key in a base class: the name, or for a `#private` one, which nothing replaces, itself. */
  readonly key: unknown;
  /** The name, because it is looked up when the message comes; for a `#private` one what gets at it. */
  readonly handler: Guarded['handler'];
  readonly marks: Mark[];
}

const members = Symbol.for('backbone.ws/members');

/** What was read of classes. A decoration ends it: a static field makes instances while its class is still being decorated. */
export let plans = new WeakMap<object, any>();
export const forgetPlans = (): void => {
  plans = new WeakMap();
};

const ownMembers = (holder: object): Member[] => Reflect.getOwnMetadata(members, holder) ?? [];

/**
 * @param get for a `#private` member
 */
export function addMark(holder: object, name: string | symbol, mark: Mark, get?: (resource: unknown) => any): void {
  const own = ownMembers(holder);
  let member = own.find(({ name: other, key }) => other === name && (key === name) === !get);
  if (!member) {
    const handler: Guarded['handler'] = get
      ? function (this: unknown, ...args: unknown[]) {
          return get.call(this, this).apply(this, args);
        }
      : name;
    member = { name, key: get ? handler : name, handler, marks: [] };
    Reflect.defineMetadata(members, [...own, member], holder);
  }
  const { schema } = mark;
  member.marks.push(schema ? { ...mark, handler: { schema, handler: member.handler } } : mark);
  forgetPlans();
}

/** The prototypes of a class, base first. */
export function chainOf(prototype: object): object[] {
  const chain: object[] = [];
  for (let p: object | null = prototype; p; p = Object.getPrototypeOf(p)) chain.unshift(p);
  return chain;
}

/** Where the marks of one class may be: its prototype, and the metadata of its constructor. */
function holdersOf(prototype: any): object[] {
  const Class = prototype.constructor;
  const isOwn = Class?.prototype === prototype && Object.hasOwn(Class, Symbol.metadata);
  return isOwn ? [prototype, Class[Symbol.metadata]] : [prototype];
}

/** The members of a class and of those that it extends. A marked override takes the place of what it overrides. */
export const membersOf = (prototype: object): Member[] => [
  ...new Map(
    chainOf(prototype)
      .flatMap(holdersOf)
      .flatMap(ownMembers)
      .map((member) => [member.key, member]),
  ).values(),
];
