import type { IncomingType, IsFree, MessageMap } from './messages.js';
import type { Resource } from './resource.js';

/**
 * What the compiler says of a method that does not fit. It reads as a sentence: who calls it, with what, and what the method takes
 * instead, each by the names of its parameters.
 */
export interface DecoratorError<Calls extends string, Given, But extends string, Taken> {
  '~error': [Calls, Given, But, Taken];
}

type IsAny<T> = 0 extends 1 & T ? true : false;

/** The first of several parameters, by its name. */
type First<Args extends unknown[]> = Args extends [unknown, ...infer Others]
  ? Args extends [...infer One, ...Others]
    ? One
    : Args
  : Args;

/** Where the first parameter does not fit it is shown alone: the compiler cuts off what is long. */
type Mismatch<Name extends string, Args extends unknown[], Taken extends unknown[]> = [Args[0]] extends [Taken[0]]
  ? DecoratorError<`${Name} calls the method with`, Args, 'but it takes', Taken>
  : DecoratorError<`${Name} calls the method with`, First<Args>, 'but it takes', First<Taken>>;

type NoFunction<Name extends string> = `${Name} decorates a method, or a field that holds a function`;

type Static<Name extends string> = `${Name} decorates members of instances, not static ones`;

/**
 * `unknown` where the function takes these arguments, else the error. Parameters are compared, not functions: to a standard
 * decorator a generic method would seem to take anything. A field that may also hold something else does not fit.
 */
type CheckFunction<Name extends string, Args extends unknown[], F> =
  IsAny<F> extends true
    ? unknown
    : [F] extends [(...args: infer Taken) => unknown]
      ? ((...args: Taken) => unknown) extends (...args: Args) => unknown
        ? unknown
        : Mismatch<Name, Args, Taken>
      : NoFunction<Name>;

/** By this alone a legacy decorator can tell a getter from a method. It cannot where there is a setter too. */
type IsReadonly<T, K> = K extends keyof T
  ? (<X>() => X extends Pick<T, K> ? 1 : 2) extends <X>() => X extends Readonly<Pick<T, K>> ? 1 : 2
    ? true
    : false
  : false;

/** `Value` is the type in the property descriptor, which a field has not; of a private field nothing is known. */
type CheckLegacy<
  Name extends string,
  Args extends unknown[],
  Prototype,
  Member,
  Value,
> = Prototype extends abstract new (
  ...args: any
) => any
  ? Static<Name>
  : unknown extends Value
    ? Member extends keyof Prototype
      ? CheckFunction<Name, Args, Prototype[Member]>
      : unknown
    : IsReadonly<Prototype, Member> extends true
      ? NoFunction<Name>
      : CheckFunction<Name, Args, Value>;

type CheckStandard<Name extends string, Args extends unknown[], Context> = Context extends { static: true }
  ? Static<Name>
  : Context extends ClassMethodDecoratorContext<any, infer F> | ClassFieldDecoratorContext<any, infer F>
    ? CheckFunction<Name, Args, F>
    : NoFunction<Name>;

/**
 * `unknown` where the member fits. `Target` is the value (standard) or the prototype (legacy), `Member` the context (standard)
 * or the name (legacy).
 */
type CheckMember<Name extends string, Args extends unknown[], Target, Member, Value> = Member extends PropertyKey
  ? CheckLegacy<Name, Args, Target, Member, Value>
  : CheckStandard<Name, Args, Member>;

/**
 * Decorates a method, or a field that holds a function, that takes `Args`. One signature for standard and legacy decorators: of
 * several overloads the compiler would explain only the last.
 */
export type MemberDecorator<Name extends string, Args extends unknown[]> = <Target, Member, Value = unknown>(
  target: Target,
  member: unknown extends CheckMember<Name, Args, NoInfer<Target>, NoInfer<Member>, NoInfer<Value>>
    ? Member
    : CheckMember<Name, Args, NoInfer<Target>, NoInfer<Member>, NoInfer<Value>>,
  descriptor?: TypedPropertyDescriptor<Value>,
) => void;

/** What a decorator without its parentheses is called with, which is an error. */
export type NotCalled<Name extends string> = [target: unknown, member: `write ${Name}`, descriptor?: unknown];

type IsUnion<T, Each = T> = [T] extends [never]
  ? false
  : Each extends unknown
    ? [T] extends [Each]
      ? false
      : true
    : never;

/** What `onMessage` returns. After a wrong type, for which the compiler has put in all types, anything: one error is enough. */
export type MessageDecorator<M extends MessageMap, K extends string, Args extends unknown[]> = [
  IsFree<M['incoming']>,
  IsUnion<K>,
  IncomingType<M>,
] extends [false, true, K]
  ? any
  : MemberDecorator<`@onMessage('${K}')`, Args>;

/** What a message can do to a collection without a handler. Through a property, so that an error lists them. */
export type CollectionOperation = { one: 'add' | 'merge' | 'remove' | 'reset' }['one'];

/** What a message can do to a model without a handler. */
export type ModelOperation = { one: 'set' | 'unset' | 'clear' }['one'];

/** What a message can do without a handler. As a constraint the two stand in its place: an error would give its name alone. */
export type Operation = CollectionOperation | ModelOperation;

interface CollectionForApply extends Resource {
  add(models: any, options?: any): any;
  modelId(attributes: any): any;
  reset(models?: any, options?: any): any;
}

interface ModelForApply extends Resource {
  clear(options?: any): any;
  set(attributes: any, options?: any): any;
  unset(attribute: any, options?: any): any;
}

/** True for `any`, and for what extends it, as all classes do that extend one made by `extend`: they have an index signature. */
type IsUntyped<R> = IsAny<R> extends true ? true : string extends keyof R ? true : false;

/** What can be applied to the instances of a class. */
export type OperationOf<R> =
  IsUntyped<R> extends true
    ? Operation
    : R extends CollectionForApply
      ? CollectionOperation
      : R extends ModelForApply
        ? ModelOperation
        : never;

/** `unknown` where the instance fits, else what is wrong. All operations: none is given, or a wrong one has had its error. */
type CheckInstance<R, O extends Operation> =
  IsUntyped<R> extends true
    ? unknown
    : R extends Resource
      ? [Operation] extends [O]
        ? unknown
        : R extends CollectionForApply
          ? CheckApply<Exclude<O, CollectionOperation>, 'a model', 'a collection'>
          : R extends ModelForApply
            ? CheckApply<Exclude<O, ModelOperation>, 'a collection', 'a model'>
            : CheckApply<O, 'a model or a collection', 'neither'>
      : '@wsResource decorates a class with Backbone.Events, such as a model, a collection or a view';

type CheckApply<Wrong extends string, For extends string, Is extends string> = [Wrong] extends [never]
  ? unknown
  : `apply: '${Wrong}' is for ${For}, and this class is ${Is}`;

/**
 * Decorates a class, which stays what it is to the compiler: generic parameters, statics and `abstract` included. The prototype is
 * looked at, because a class that extends a type parameter, as in a mixin, can be compared with nothing.
 */
export type ResourceDecorator<O extends Operation = Operation> = <C, R>(
  target: unknown extends CheckInstance<NoInfer<R>, O> ? C & { readonly prototype: R } : CheckInstance<NoInfer<R>, O>,
  context?: ClassDecoratorContext<any>,
) => C;
