import Backbone from 'backbone';
import type { CheckedName, ListenerOf } from '../../types/events.js';
import type { MessageMap } from '../../types/messages.js';

interface Listener {
  readonly callback: (...args: any[]) => unknown;
  readonly ctx: unknown;
}

/** Backbone.Events, typed by the events of a connection. The compiler explains the last overload, so names come last. */
export interface Events<M extends MessageMap, P extends string> {
  /** Listens to events of the connection, by their names or by a hash. */
  on(events: { [event: string]: (...args: any[]) => unknown }, context?: unknown): this;
  on<const N extends string>(event: CheckedName<M, P, N>, callback: ListenerOf<M, P, N>, context?: unknown): this;
  /** As `on`, for the next one only. */
  once(events: { [event: string]: (...args: any[]) => unknown }, context?: unknown): this;
  once<const N extends string>(event: CheckedName<M, P, N>, callback: ListenerOf<M, P, N>, context?: unknown): this;
  /** Takes listeners away: all, those of an event, of a function, of a context. */
  off(event?: string | object | null, callback?: ((...args: any[]) => unknown) | null, context?: unknown): this;
  /** Listens to another object, until `stopListening`. */
  listenTo(other: any, event: any, callback?: any): this;
  /** As `listenTo`, for the next one only. */
  listenToOnce(other: any, event: any, callback?: any): this;
  /** Ends what `listenTo` began. */
  stopListening(other?: any, event?: any, callback?: any): this;
}

/** An object with Backbone.Events on it. A class, so that a subclass can have a `bind` and `unbind` of its own. */
export const Emitter = class {} as unknown as new <M extends MessageMap, P extends string>() => Events<M, P>;
Object.assign(Emitter.prototype, Backbone.Events);

type Listeners = { [name: string]: readonly Listener[] } | undefined;

/** What listens to an object, by event; undefined where nothing ever did. Backbone's own record, in all of its 1.x. */
export const listenersOf = (emitter: object): Listeners => (emitter as { _events?: Listeners })._events;

/**
 * Calls the listeners of one event. Unlike `trigger` it takes the name as it is, spaces and all, and a listener that throws
 * does not stop the others.
 */
export function tell(emitter: object, name: string, args: readonly unknown[], fail: (error: unknown) => void): void {
  const { [name]: own, all } = listenersOf(emitter) ?? {};
  for (const [list, given] of [
    [own, args],
    [all, [name, ...args]],
  ] as const) {
    for (const { callback, ctx } of list?.slice?.() ?? []) {
      try {
        callback.apply(ctx, given as unknown[]);
      } catch (error) {
        fail(error);
      }
    }
  }
}
