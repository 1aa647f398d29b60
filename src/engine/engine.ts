import type { LifecycleArgs } from '../../types/events.js';
import type { UrlSource } from '../../types/options.js';
import type { RequestOptions } from '../../types/requestOptions.js';
import type { Subscription, SubscriptionMessages } from '../../types/resilience.js';
import type { BindOptions, Resource } from '../../types/resource.js';
import type { MessageEventLike } from '../../types/socket.js';
import { disarm, isSuspect } from '../codec/envelope.js';
import { createInbox } from '../codec/inbox.js';
import { createConnection } from '../connection/connection.js';
import type { Settle } from '../connection/outbox.js';
import { checkClose } from '../connection/target.js';
import { WSError } from '../errors.js';
import { createAnswer } from '../exchange/answers.js';
import { createExpectations } from '../exchange/expectations.js';
import { createHolds } from '../exchange/holds.js';
import { createLazy } from '../exchange/lazy.js';
import { createRequests } from '../exchange/requests.js';
import { createSubscriptions } from '../exchange/subscriptions.js';
import { createLog } from '../log.js';
import type { Settings } from '../options.js';
import { createBindings } from '../resource/bindings.js';
import { createBus } from '../resource/bus.js';
import { createWants } from '../resource/wants.js';
import { createChecks } from '../schema/checks.js';
import type { Face } from './face.js';
import { createGuards } from './guards.js';
import { createInbound } from './inbound.js';
import { createOutbound } from './outbound.js';
import { createSeries } from './series.js';

/** Puts the layers together: `inbound` is the walk in, `outbound` the walk out. */
export function createEngine<Owner extends Face>(owner: Owner, url: UrlSource, settings: Settings) {
  const { auth, keepOpen, resources, schemas, sendAttribute, signal, sync } = settings;
  const log = createLog(settings);
  const bus = createBus(owner, settings, log);
  const { emit, fail } = bus;
  const expectations = createExpectations(settings, fail);
  const checks = schemas && createChecks(schemas, fail);
  let isDestroyed = !!signal?.aborted;
  let isAsleep = false; // destroyed because the last resource went: the next `bind` opens again
  let [isIdle, isShut] = [false, false]; // whether destroy() is of that kind; closed by close(): `bind` does not open it
  let life = 0; // grows with each destroy

  const outbound = createOutbound(settings, {
    log,
    checks,
    requests: () => requests,
    state: () => connection.state,
    buffered: () => (connection.socket as { bufferedAmount?: number } | null)?.bufferedAmount ?? 0,
    push: (frame) => connection.send(frame),
    dropped: (info) => emit('dropped', info),
    drained: () => emit('drain'),
  });
  const { outbox, hand, sendFirst } = outbound;

  /** The walk out goes on when the connection opens; what waited for a message ends when it closes. */
  const tell = <N extends keyof LifecycleArgs>(event: N, ...args: LifecycleArgs[N]): void => {
    if (event === 'open') {
      guards.pulse?.start();
      series.resume();
      subscriptions.open();
      requests.resend(hand);
      outbox?.flush(hand);
    }
    if (event === 'close') {
      guards.pulse?.stop();
      outbound.stop();
      inbox.lost();
      subscriptions.lost();
      series.lost();
      expectations.failAll('connection-lost');
      requests.lose();
    }
    if (event !== 'open' || owner.isOpen) emit(event, ...args);
  };

  /** @throws WSError `destroyed` */
  const use = (): void => {
    if (isDestroyed) throw new WSError('destroyed', 'The connection was destroyed. Call open() to use it again.');
    if (!lazy) return;
    lazy.use();
    if (connection.state === 'idle') open();
  };

  const abort = (): unknown => owner.destroy();
  const open = (): void => {
    isDestroyed = isAsleep = isShut = false;
    signal?.addEventListener('abort', abort);
    lazy?.use();
    connection.open();
    guards.presence?.start();
    // Who was told of the end of an old socket may have ended this, too.
    rest();
  };

  /** No attempt follows any more by itself, unless who was told has asked for one. */
  const rest = (): void => {
    if (connection.state !== 'closed' && connection.state !== 'idle') return;
    guards.rest();
    lazy?.stop();
  };

  const bind = (resource: Resource, events?: object | null, options?: BindOptions): void => {
    use();
    bindings.bind(resource, events, options);
    holds.cancel();
    if (isAsleep && !isShut) open();
  };
  const transmit = (message: unknown, settle?: Settle): boolean => {
    use();
    return outbound.transmit(message, settle);
  };

  const onFrame = (event: MessageEventLike): void => {
    guards.pulse?.alive();
    inbox.receive(event);
  };
  const greet = auth?.hello && (() => Promise.resolve(auth.hello!()).then(outbound.greeting));
  const connection = createConnection(
    owner,
    url,
    settings,
    greet,
    tell,
    settings.heartbeat ? onFrame : (event) => inbox.receive(event),
    () => {
      rest();
      requests.failAll('connection-lost');
    },
  );
  const guards = createGuards(settings, connection, sendFirst, fail);
  const carrier = { canSend: connection.canSend, transmit, ...outbound.carrier };
  const requests = createRequests(settings, carrier, (type, data) => {
    if (isSuspect(data)) disarm(data);
    return checks ? checks.reply(type, data) : data;
  });
  const subscriptions = createSubscriptions(connection.canSend, sendFirst, () => series.cursor, fail);
  const series = createSeries(settings, bus, () => bindings.resources, sendFirst);
  const wants = createWants(subscriptions, series, fail);
  const lent = { send: (...args: unknown[]) => owner.send(...args), sync: (...args: unknown[]) => owner.sync(...args) };
  const bindings = createBindings(bus, owner, lent, { sendAttribute, sync }, wants, () => {
    if (lazy) lazy.use();
    else if (!keepOpen) holds.due();
  });
  const holds = createHolds(() => {
    isIdle = true;
    owner.destroy();
  });
  const isUsed = () => bindings.size || subscriptions.size || requests.size || expectations.size || outbox?.size;
  /** What waits in a connection that was closed by hand needs no timer: it could wait for ever. */
  const isBusy = () => connection.state !== 'closed' && !!isUsed();
  const sleep = (): void => {
    connection.rest('closed');
    rest();
  };
  const lazy = settings.lazy && createLazy(settings.lazy.idleMs, isBusy, sleep);
  const inbound = createInbound(settings, {
    bus,
    log,
    requests,
    expectations,
    checks,
    stream: series.whole,
    confirmations: subscriptions.confirmations,
    life: () => life,
    socket: () => (inbox.isPast ? null : connection.socket),
    answerTo: (id, socket) =>
      createAnswer(id, settings, (message) => void (connection.socket === socket && outbound.answer(message)), fail),
    postpone: connection.retries.postpone,
  });
  const inbox = createInbox(inbound, settings.codec);

  return {
    settings,
    inside: { log, outbox, subscriptions },
    bus,
    expectations,
    requests,
    connection,
    bindings,
    series,
    use,
    open,
    bind,
    transmit,
    hold: holds.hold,

    request(type: string, data: unknown, options?: RequestOptions): Promise<any> {
      use();
      checks?.request(type, data);
      return requests.add(type, data, options);
    },

    subscribe(key: string, messages: SubscriptionMessages): Subscription {
      use();
      return subscriptions.handle(key, messages);
    },

    /** Binds what the options name and opens; nothing of it if the signal has aborted. */
    start(): void {
      if (isDestroyed) return;
      try {
        for (const entry of resources as readonly any[]) {
          if (Array.isArray(entry)) bind(...(entry as [Resource]));
          else bind(entry?.resource, entry?.events, entry?.options);
        }
        if (lazy) signal?.addEventListener('abort', abort);
        else open();
      } catch (error) {
        // Nobody gets to see this connection; what it has bound already must not keep traces of it.
        owner.destroy();
        throw error;
      }
    },

    close(code?: number, reason?: string): void {
      checkClose(code, reason);
      // First, because a socket may tell its close from within.
      expectations.failAll('closed');
      requests.failAll('closed');
      series.lost();
      inbox.clear();
      isShut = !isDestroyed;
      if (isShut) connection.close(code, reason);
      rest();
    },

    destroy(): void {
      if (isDestroyed) return;
      holds.cancel();
      life++;
      [isAsleep, isDestroyed, isIdle] = [isIdle, !isIdle, false];
      signal?.removeEventListener('abort', abort);
      inbox.clear();
      expectations.failAll('destroyed');
      requests.failAll('destroyed');
      // All is over before anybody is told: what is done by who is told is a new beginning.
      const tellDropped = outbox?.clear();
      subscriptions.clear();
      series.end();
      bindings.clear(() => {
        connection.reset();
        rest();
        tellDropped?.('destroyed');
      });
    },
  };
}

export type Engine<Owner extends Face> = ReturnType<typeof createEngine<Owner>>;
