import type { IncomingType, IsFree, MessageMap } from './messages.js';
import type { Resource } from './resource.js';

/** What the compiler says of a member that cannot be decorated so; its last line names the cause, and what does not fit. */
export interface DecoratorError<Message extends string, Expected = unknown, Got = unknown> {
  '~error': Message;
  expected: Expected;
  got: Got;
}

type IsAny<T> = 0 extends 1 & T ? true : false;

/** `unknown` where the function takes these arguments, else the error. */
type CheckFunction<Name extends string, Args extends unknown[], F> =
  IsAny<F> extends true
    ? unknown
    : F extends (...args: Args) => unknown
      ? unknown
      : F extends (...args: infer Taken) => unknown
        ? DecoratorError<`${Name}: the method does not take what it would be called with`, Args, Taken>
        : DecoratorError<`${Name}: only a method, or a field that holds a function, can be called`, Args, F>;

type Static<Name extends string> = DecoratorError<`${Name}: a static member belongs to no instance; decorate a method`>;

/**
 * `unknown` where the member fits. `Target` is the value (standard) or the prototype (legacy), `Member` the context (standard)
 * or the name (legacy), `Value` the type in the property descriptor (legacy methods). A name of `never` has had its error.
 */
type CheckMember<Name extends string, Args extends unknown[], Target, Member, Value> = [Name] extends [never]
  ? unknown
  : Member extends { kind: string; static: boolean }
    ? Member extends { static: true }
      ? Static<Name>
      : Member extends ClassMethodDecoratorContext<any, infer F> | ClassFieldDecoratorContext<any, infer F>
        ? CheckFunction<Name, Args, F>
        : DecoratorError<`${Name}: only a method, or a field that holds a function, can be called`>
    : Member extends PropertyKey
      ? Target extends abstract new (
          ...args: any
        ) => any
        ? Static<Name>
        : unknown extends Value
          ? Member extends keyof Target
            ? CheckFunction<Name, Args, Target[Member]>
            : unknown
          : CheckFunction<Name, Args, Value>
      : DecoratorError<`${Name}: only a member of a class can be decorated so`>;

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

type IsUnion<T, Each = T> = [T] extends [never]
  ? false
  : Each extends unknown
    ? [T] extends [Each]
      ? false
      : true
    : never;

/** The name in an error; `never` after a wrong type, for which the compiler has put in all types: one error is enough. */
export type NameOf<M extends MessageMap, K extends string> =
  IsFree<M['incoming']> extends true
    ? `@onMessage('${K}')`
    : [IsUnion<K>, IncomingType<M>] extends [true, K]
      ? never
      : `@onMessage('${K}')`;

type FieldOf<Payload> = Payload extends object ? keyof Payload & string : never;

/** Which field of a payload says whose message it is; `{ field: 'attribute' }` where the model calls it otherwise. */
export type MatchOf<Payload> = FieldOf<Payload> | { readonly [Field in FieldOf<Payload>]?: string };

/** What a message can do to a collection without a handler. */
export type CollectionOperation = 'add' | 'merge' | 'remove' | 'reset';

/** What a message can do to a model without a handler. */
export type ModelOperation = 'set' | 'unset' | 'clear';

export type Operation = CollectionOperation | ModelOperation;

interface CollectionLike extends Resource {
  add(models: any, options?: any): any;
  modelId(attributes: any): any;
  reset(models?: any, options?: any): any;
}

interface ModelLike extends Resource {
  clear(options?: any): any;
  set(attributes: any, options?: any): any;
  unset(attribute: any, options?: any): any;
}

/** What a class has to be for the operations that it is given. All of them: a wrong one has had its error. */
type TargetOf<O extends Operation> = [O] extends [never]
  ? Resource
  : [Operation] extends [O]
    ? Resource
    : [O] extends [CollectionOperation]
      ? CollectionLike
      : [O] extends [ModelOperation]
        ? ModelLike
        : DecoratorError<
            'apply: operations of a model and of a collection in one class',
            ModelOperation,
            CollectionOperation
          >;

/** Decorates a class, which stays what it is to the compiler: generic parameters, statics and `abstract` included. */
export type ResourceDecorator<O extends Operation = never> = <C extends abstract new (...args: any[]) => TargetOf<O>>(
  target: C,
  context?: ClassDecoratorContext<C>,
) => C;
