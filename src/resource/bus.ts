import type { LifecycleArgs, MessageMeta } from '../../types/events.js';
import type { Log } from '../log.js';
import type { Settings } from '../options.js';
import { createRouter } from '../router/router.js';
import { listenersOf, tell } from './emitter.js';

const report = (error: unknown): void => (globalThis.reportError ?? console.error)(error);

/** Raises the events of a connection: first on what is bound, then for who listens to the connection itself. */
export function createBus(emitter: { readonly isOpen: boolean }, settings: Settings, log: Log | undefined) {
  const prefix = settings.prefix ? `${settings.prefix}:` : '';

  /** What a handler threw becomes an `error` event; if nobody listens to that, or who listens throws, it is reported. */
  const fail = (error: unknown): void => {
    const event = `${prefix}error`;
    const isHeard = router.hears(event) || listenersOf(emitter)?.[event];
    log?.('event', 'error', error);
    raise(event, [error, emitter.isOpen], report);
    if (!isHeard) report(error);
  };

  /** Raises any event by its full name, which is taken as it is. */
  const raise = (event: string, args: readonly unknown[], failed = fail): void => {
    router.emit(event, args, failed);
    tell(emitter, event, args, failed);
  };

  const router = createRouter(prefix, fail);
  const { message, start } = router;

  return {
    /** With its colon. */
    prefix,
    router,
    routes: settings.routes,
    fail,
    raise,

    /** Raises an event that is not a message. */
    emit<N extends keyof LifecycleArgs>(name: N, ...args: LifecycleArgs[N]): void {
      log?.('event', name, args[0]);
      raise(prefix + name, args);
    },

    /** Raises `message:<type>`, or what the routes make of it. */
    typed(type: string, data: unknown, meta: MessageMeta): void {
      if (!this.routes) {
        router.deliver(type, data, meta);
        // No listener can have a name with white space in it.
        if (listenersOf(emitter) && !/\s/.test(type)) tell(emitter, start + type, [data, meta], fail);
        return;
      }
      try {
        const name = this.route(start + type, data);
        if (name) raise(name, [data, meta]);
      } catch (error) {
        fail(error);
      }
    },

    /** Raises `message`, as every message does. */
    message(data: unknown, type: string | undefined, meta: MessageMeta): void {
      if (router.isHeard || listenersOf(emitter)) raise(message, [data, type, meta]);
    },

    /** What the routes make of an event's name; undefined where they suppress it. */
    route(topic: string, data: unknown): string | undefined {
      const routes = this.routes ?? {};
      const route = Object.hasOwn(routes, topic) ? routes[topic] : (routes['*'] ?? topic);
      const name = typeof route === 'function' ? route(topic, data) : route;
      return typeof name === 'string' ? name : undefined;
    },
  };
}

export type Bus = ReturnType<typeof createBus>;
