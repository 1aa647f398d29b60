import type { LifecycleArgs } from '../types/events.js';
import type { UrlSource } from '../types/options.js';
import type { BindOptions, Resource } from '../types/resource.js';
import type { Frame, MessageEventLike } from '../types/socket.js';
import { disarm, fieldOf, isSuspect, payloadOf, typeOf } from './codec/envelope.js';
import { isBinary } from './codec/frame.js';
import { createInbox } from './codec/inbox.js';
import { encode } from './codec/json.js';
import { createConnection } from './connection/connection.js';
import { createOutbox, type Settle } from './connection/outbox.js';
import { checkClose } from './connection/target.js';
import { WSError } from './errors.js';
import { createExpectations } from './exchange/expectations.js';
import { createLog } from './log.js';
import type { Settings } from './options.js';
import { createBindings } from './resource/bindings.js';
import { createBus } from './resource/bus.js';

/** The connection that its users see. */
export interface Face {
  readonly isOpen: boolean;
  destroy(): unknown;
  send(...args: any[]): boolean;
  sync(...args: any[]): unknown;
}

/** Puts the layers together. `receive` is the walk in, `transmit` the walk out; each line of them is one layer's work. */
export function createEngine<Owner extends Face>(owner: Owner, url: UrlSource, settings: Settings) {
  const { keepOpen, resources, sendAttribute, signal, sync } = settings;
  const typeField = fieldOf(settings.typeAttribute);
  const dataField = fieldOf(settings.dataAttribute);
  const log = createLog(settings);
  const bus = createBus(owner, settings, log);
  const expectations = createExpectations(settings, bus.fail);
  const outbox = settings.outbox
    ? createOutbox(settings.outbox, (message, reason) => emit('dropped', { message, reason }))
    : undefined;
  const { emit } = bus;
  let isDestroyed = !!signal?.aborted;
  /** Destroyed because the last resource went: the next `bind` opens again. */
  let isAsleep = false;
  let isIdle = false;
  let isEnding = false;
  /** Grows with each destroy: who does that in a handler ends the message's walk. */
  let life = 0;

  /** In: message → type and payload → who expects it → who is bound. The inbox has decoded the frame. */
  const receive = (raw: unknown, event: MessageEventLike, error?: Error): void => {
    const type = typeOf(raw, typeField);
    const data = type === undefined ? raw : payloadOf(raw, dataField);
    const mine = life;
    if (isSuspect(data)) disarm(data);
    if (log || error) notice(type, data, event, error);
    if (expectations.size > 0) expectations.offer(type, data, raw);
    if (mine === life) bus.message(type, data, { type, raw, event }, mine, isOver);
  };

  const isOver = (mine: number): boolean => mine !== life;

  const notice = (type: string | undefined, data: unknown, event: MessageEventLike, error: Error | undefined): void => {
    log?.('in', type, event.data);
    if (error) emit('invalid', { type, issues: [{ message: error.message }], data });
  };

  /** Out: message → frame → socket, or outbox. */
  const transmit = (message: unknown, settle?: Settle): boolean => {
    use();
    const frame = isBinary(message) ? message : encode(message);
    if ((outbox === undefined || outbox.isEmpty()) && hand(frame, message)) {
      if (settle) settle();
      return true;
    }
    if (!outbox)
      throw new WSError('not-open', `send: expected an open connection, got one that is ${connection.state}.`);
    outbox.enqueue(frame, message, settle);
    return false;
  };

  const hand = (frame: Frame, message: unknown): boolean => {
    if (!connection.send(frame)) return false;
    if (log) log('out', typeOf(message, typeField), frame);
    return true;
  };

  /** The walk out goes on when the connection opens; what waited for a message ends when it closes. */
  const tell = <N extends keyof LifecycleArgs>(event: N, ...args: LifecycleArgs[N]): void => {
    if (event === 'open') outbox?.flush(hand);
    if (event === 'close') expectations.failAll('connection-lost');
    if (event !== 'open' || owner.isOpen) emit(event, ...args);
  };

  /**
   * @throws WSError `destroyed`
   */
  const use = (): void => {
    if (isDestroyed) throw new WSError('destroyed', 'The connection was destroyed. Call open() to use it again.');
  };

  const abort = (): unknown => owner.destroy();

  const open = (): void => {
    isDestroyed = isAsleep = false;
    signal?.addEventListener('abort', abort);
    connection.open();
  };

  const bind = (resource: Resource, events?: object | null, options?: BindOptions): void => {
    use();
    bindings.bind(resource, events, options);
    if (isAsleep) open();
  };

  const inbox = createInbox(receive);
  const connection = createConnection(owner, url, settings, tell, inbox.receive);
  const gifts = sync ? { sync: (...args: unknown[]) => owner.sync(...args) } : {};
  const send = { attribute: sendAttribute, method: (...args: unknown[]) => owner.send(...args) };
  const bindings = createBindings(bus, owner, gifts, send, () => {
    if (keepOpen || isEnding) return;
    isIdle = true;
    owner.destroy();
    isIdle = false;
  });

  return {
    settings,
    bus,
    expectations,
    connection,
    bindings,
    use,
    open,
    bind,
    transmit,

    /** Binds what the options name and opens; nothing of it if the signal has aborted. */
    start(): void {
      if (isDestroyed) return;
      try {
        for (const entry of resources as readonly any[]) {
          if (Array.isArray(entry)) bind(...(entry as [Resource]));
          else bind(entry?.resource, entry?.events, entry?.options);
        }
        open();
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
      connection.close(code, reason);
    },

    destroy(): void {
      if (isEnding || isDestroyed) return;
      isEnding = true;
      life++;
      isAsleep = isIdle;
      isDestroyed = !isIdle;
      signal?.removeEventListener('abort', abort);
      inbox.clear();
      expectations.failAll('destroyed');
      // Who hears of the close may bind again already.
      const bound = bindings.resources;
      connection.reset();
      outbox?.clear('destroyed');
      for (const resource of bound) bindings.unbind(resource);
      isEnding = false;
    },
  };
}

export type Engine<Owner extends Face> = ReturnType<typeof createEngine<Owner>>;
