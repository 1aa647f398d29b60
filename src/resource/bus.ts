import type { LifecycleArgs } from '../../types/events.js';
import type { MessageEventLike } from '../../types/socket.js';
import type { Log } from '../log.js';
import type { Routes } from '../options.js';
import { Router } from '../router/router.js';
import { hears, listenersOf, tell } from './emitter.js';

const report = (error: unknown): void => ((globalThis as any).reportError ?? console.error)(error);

/** Raises the events of a connection: first on what is bound, then for who listens to the connection itself. */
export class Bus {
  readonly router: Router;
  routes: Routes | undefined;

  constructor(
    readonly emitter: object,
    /** With its colon. */
    readonly prefix: string,
    readonly log: Log | undefined,
  ) {
    this.router = new Router(prefix, this.fail);
  }

  /** Raises an event that is not a message. */
  emit<N extends keyof LifecycleArgs & string>(name: N, ...args: LifecycleArgs[N]): void {
    this.log?.('event', name, args[0]);
    this.raise(this.prefix + name, args);
  }

  /** Raises any event by its full name, which is taken as it is. */
  raise(event: string, args: readonly unknown[], fail = this.fail): void {
    this.router.emit(event, args, fail);
    tell(this.emitter, event, args, fail);
  }

  /** Raises `message:<type>` and then `message`. */
  message(type: string | undefined, data: unknown, raw: unknown, event: MessageEventLike): void {
    const { router } = this;
    const meta = { type, raw, event };
    if (type !== undefined) {
      if (this.routes) this.#reroute(router.topicOf(type), data, meta);
      else {
        router.message(type, data, meta);
        // No listener can have a name with white space in it.
        if (listenersOf(this.emitter) && !/\s/.test(type))
          tell(this.emitter, router.topicOf(type), [data, meta], this.fail);
      }
    }
    if (router.every.size || !router.catchAll.isEmpty || listenersOf(this.emitter)) {
      this.raise(router.catchAll.name, [data, type, meta]);
    }
  }

  /** What the routes make of an event's name; undefined where they suppress it. */
  route(topic: string, data: unknown): string | undefined {
    const routes = this.routes ?? {};
    const route = Object.hasOwn(routes, topic) ? routes[topic] : routes['*'];
    if (!route) return topic;
    const name = typeof route === 'function' ? route(topic, data) : route;
    return typeof name === 'string' && name ? name : undefined;
  }

  /** What a handler threw becomes an `error` event; if nobody listens to that, or who listens throws, it is reported. */
  readonly fail = (error: unknown): void => {
    const event = `${this.prefix}error`;
    const isHeard = this.router.hears(event) || hears(this.emitter, event);
    this.log?.('event', 'error', error);
    this.raise(event, [error, (this.emitter as { isOpen?: boolean }).isOpen], report);
    if (!isHeard) report(error);
  };

  #reroute(topic: string, data: unknown, meta: unknown): void {
    try {
      const event = this.route(topic, data);
      if (event) this.raise(event, [data, meta]);
    } catch (error) {
      this.fail(error);
    }
  }
}
