import type { InvalidInfo, LifecycleArgs, MessageMeta } from '../../types/events.js';
import { WSError } from '../errors.js';
import type { Log } from '../log.js';
import type { Settings } from '../options.js';
import type { Answer } from '../router/deliver.js';
import { createRouter } from '../router/router.js';
import { listenersOf, tell } from './emitter.js';

type IsOver = (life: number) => boolean;
type Route = (topic: string, data: unknown) => string | undefined;

const report = (error: unknown): void => (globalThis.reportError ?? console.error)(error);

/** Raises the events of a connection: first on what is bound, then for who listens to the connection itself. */
export function createBus(emitter: { readonly isOpen: boolean }, settings: Settings, log: Log) {
  const prefix = settings.prefix ? `${settings.prefix}:` : '';

  /** What a handler threw becomes an `error` event; if nobody listens to that, or who listens throws, it is reported. */
  const fail = (error: unknown): void => {
    // What a handler's own schema refuses is the message's fault.
    if (error instanceof WSError && error.code === 'invalid') return bus.emit('invalid', error.cause as InvalidInfo);
    const event = `${prefix}error`;
    const isHeard = router.hears(event) || listenersOf(emitter)?.[event];
    log.write?.('event', 'error', error);
    raise(event, [error, emitter.isOpen], report);
    if (!isHeard) report(error);
  };

  /** Raises any event by its full name, which is taken as it is. */
  const raise = (event: string, args: readonly unknown[], failed = fail, answer?: Answer): void => {
    router.emit(event, args, failed, answer);
    tell(emitter, event, args, failed);
  };

  const reroute = (route: Route, topic: string, data: unknown, meta: unknown, answer?: Answer): void => {
    try {
      const name = route(topic, data);
      if (name) raise(name, [data, meta], fail, answer);
    } catch (error) {
      fail(error);
    }
  };

  const rest = (type: string | undefined, data: unknown, meta: MessageMeta, life: number, isOver: IsOver): void => {
    // No listener can have a name with white space in it.
    if (type !== undefined && !bus.routes && !/\s/.test(type)) tell(emitter, start + type, [data, meta], fail);
    if (!isOver(life)) raise(message, [data, type, meta]);
  };

  const router = createRouter(prefix, fail);
  const { message, start } = router;

  const bus = {
    /** With its colon. */
    prefix,
    router,
    routes: settings.routes,
    fail,
    raise,

    /** Raises an event that is not a message. */
    emit<N extends keyof LifecycleArgs>(name: N, ...args: LifecycleArgs[N]): void {
      log.write?.('event', name, args[0]);
      raise(prefix + name, args);
    },

    /**
     * Raises `message:<type>`, or what the routes make of it, and then `message`.
     * @param isOver asked with `life` whether a handler has ended it all; then nothing more is raised
     * @param answer takes what the handlers of the type return
     */
    message(
      type: string | undefined,
      data: unknown,
      meta: MessageMeta,
      life: number,
      isOver: IsOver,
      answer?: Answer,
    ): void {
      if (type !== undefined) {
        if (this.routes) reroute(this.route, start + type, data, meta, answer);
        else if (answer) router.emit(start + type, [data, meta], fail, answer);
        else router.deliver(type, data, meta);
      }
      // Mostly there are only handlers of the type, and it ends here.
      if (router.watchers > 0 || listenersOf(emitter)) rest(type, data, meta, life, isOver);
    },

    /** What the routes make of an event's name; undefined where they suppress it. */
    route: (topic: string, data: unknown): string | undefined => {
      const routes = bus.routes ?? {};
      const route = Object.hasOwn(routes, topic) ? routes[topic] : (routes['*'] ?? topic);
      const name = typeof route === 'function' ? route(topic, data) : route;
      return typeof name === 'string' ? name : undefined;
    },
  };
  return bus;
}

export type Bus = ReturnType<typeof createBus>;
