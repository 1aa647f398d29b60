import type { EventArgs } from './events.js';
import type { IsFree, MessageMap } from './messages.js';
import type { SubscribeOptions } from './resilience.js';

/** Anything with Backbone.Events on it: a model, a collection, a view, a plain object extended with them. */
export interface Resource {
  on(event: any, callback: any, context?: any): any;
  off(event?: any, callback?: any, context?: any): any;
  listenTo(other: any, event: any, callback: any): any;
  stopListening(other?: any, event?: any, callback?: any): any;
  trigger(event: any, ...args: any[]): any;
}

/**
 * Names of the methods of `R` that accept the arguments `A`, or the first of them alone, as `Collection#add` does. Not `wsEvents`,
 * whose own type comes from here where it is written with `satisfies`.
 */
export type MethodFor<R, A extends unknown[]> = {
  [N in Exclude<keyof R & string, 'wsEvents'>]: R[N] extends ((...args: A) => unknown) | ((data: A[0]) => unknown)
    ? N
    : never;
}[Exclude<keyof R & string, 'wsEvents'>];

/**
 * What an events hash says of one event: `true` triggers the same event on the resource, a function is called with the
 * resource as `this`, a name calls that method, `{ trigger }` triggers another event on the resource.
 */
export type EventTarget<R, A extends unknown[]> =
  | true
  | MethodFor<R, A>
  | { readonly trigger: string }
  | ((this: R, ...args: A) => unknown);

/** The events hash of `bind`: which event of the connection goes where on the resource. */
export type WsEvents<M extends MessageMap, R = any, P extends string = 'ws'> =
  IsFree<M['incoming']> extends true
    ? {
        readonly [event: string]: true | string | { readonly trigger: string } | ((this: R, ...args: any[]) => unknown);
      }
    : { readonly [E in keyof EventArgs<M, P>]?: EventTarget<R, Extract<EventArgs<M, P>[E], unknown[]>> };

/**
 * Which field of the payload says whose message it is: a name that payload and model share, or
 * `{ field: 'attribute' }`. With several fields all have to agree.
 */
export type Match = string | { readonly [field: string]: string };

/** Third argument of `bind`. */
export interface BindOptions<M extends MessageMap = any> extends SubscribeOptions<M> {
  /**
   * Delivers a message only to the models whose attribute equals (`===`) the payload's field. Holds for every
   * `message` event of the hash. It is an index, not a filter: a message for one of a million models costs what it
   * costs for one of ten. The index follows changes of the attribute, and an id that comes late; it does not see
   * changes made with `{ silent: true }`. A model without the attribute, or with null in it, gets nothing.
   * The attribute `'id'` stands for the model's `idAttribute`.
   */
  readonly match?: Match;
}

/** One element of the option `resources`. */
export type ResourceEntry<M extends MessageMap = any, P extends string = any> =
  | readonly [resource: Resource, events?: WsEvents<M, any, P>, options?: BindOptions<NoInfer<M>>]
  | { readonly resource: Resource; readonly events?: WsEvents<M, any, P>; readonly options?: BindOptions<NoInfer<M>> };
