import type { LifecycleArgs } from '../types/events.js';
import type { RequestOptions, UrlSource } from '../types/options.js';
import type { BindOptions, Resource } from '../types/resource.js';
import type { Frame, MessageEventLike } from '../types/socket.js';
import { disarm, fieldOf, isSuspect, payloadOf, seal, typeOf } from './codec/envelope.js';
import { isBinary } from './codec/frame.js';
import { createInbox } from './codec/inbox.js';
import { encode } from './codec/json.js';
import { createConnection } from './connection/connection.js';
import { createOutbox, type Settle } from './connection/outbox.js';
import { checkClose } from './connection/target.js';
import { WSError } from './errors.js';
import { createAnswer } from './exchange/answers.js';
import { createExpectations } from './exchange/expectations.js';
import { createHolds } from './exchange/holds.js';
import { createRequests } from './exchange/requests.js';
import { createLog } from './log.js';
import type { Settings } from './options.js';
import { createBindings } from './resource/bindings.js';
import { createBus } from './resource/bus.js';
import type { Checked } from './schema/check.js';
import { createChecks } from './schema/checks.js';

/** The connection that its users see. */
export interface Face {
  readonly isOpen: boolean;
  destroy(): unknown;
  send(...args: any[]): boolean;
  sync(...args: any[]): unknown;
}

/** Puts the layers together. `receive` is the walk in, `transmit` the walk out; each line of them is one layer's work. */
export function createEngine<Owner extends Face>(owner: Owner, url: UrlSource, settings: Settings) {
  const { answers, codec, keepOpen, resources, schemas, sendAttribute, signal, sync } = settings;
  const typeField = fieldOf(settings.typeAttribute);
  const dataField = fieldOf(settings.dataAttribute);
  const log = createLog(settings);
  const bus = createBus(owner, settings, log);
  const expectations = createExpectations(settings, bus.fail);
  const outbox = settings.outbox
    ? createOutbox(settings.outbox, (message, reason) => emit('dropped', { message, reason }))
    : undefined;
  const { emit } = bus;
  const checks = schemas && createChecks(schemas, bus.fail);
  let isDestroyed = !!signal?.aborted;
  /** Destroyed because the last resource went: the next `bind` opens again. */
  let isAsleep = false;
  let isIdle = false;
  let isEnding = false;
  /** Grows with each destroy: who does that in a handler ends the message's walk. */
  let life = 0;
  const isOver = (mine: number): boolean => mine !== life;

  /** In: message → type and payload → reply? → who expects it → who is bound. The inbox has decoded the frame. */
  const receive = (raw: unknown, event: MessageEventLike, error?: Error): Promise<unknown> | undefined => {
    const type = typeOf(raw, typeField);
    const data = type === undefined ? raw : payloadOf(raw, dataField);
    const mine = life;
    if (isSuspect(data)) disarm(data);
    if (log || error) notice(type, data, event, error);
    if (requests.size > 0 && requests.settle(raw)) return undefined;
    if (isCareful && type !== undefined) return receiveCarefully(type, data, raw, event, mine);
    if (expectations.size > 0) expectations.offer(type, data, raw);
    if (mine === life) bus.message(type, data, { type, raw, event }, mine, isOver);
    return undefined;
  };

  /** The same with what not everybody asks for: the message is checked, and answered if it is a request. */
  const isCareful = !!checks || !!answers;
  const receiveCarefully = (type: string, data: unknown, raw: any, event: MessageEventLike, mine: number) => {
    const { socket } = connection;
    const pass = ({ value }: Checked): void => {
      if (mine === life && expectations.size > 0) expectations.offer(type, value, raw);
      if (mine !== life) return;
      const id = settings.idAttribute ? raw[settings.idAttribute] : undefined;
      const answer = answers && id !== undefined && id !== null ? answerTo(id, socket) : undefined;
      bus.message(type, value, { type, raw, event }, mine, isOver, answer?.take);
      answer?.finish();
    };
    const checked = checks ? checks.incoming(type, data) : { value: data };
    if (checked instanceof Promise) return checked.then(pass, bus.fail);
    if (checked) pass(checked);
    return undefined;
  };

  /** It is for the connection that asked, not for the next one. */
  const answerTo = (id: unknown, socket: unknown) => {
    const send = (message: object): void =>
      void (connection.socket === socket && hand(encode(message, codec), message));
    return createAnswer(id, settings, send, bus.fail);
  };

  const notice = (type: string | undefined, data: unknown, event: MessageEventLike, error: Error | undefined): void => {
    log?.('in', type, event.data);
    if (error) emit('invalid', { type, issues: [{ message: error.message }], data });
  };

  /** Out: message → frame → socket, or outbox. */
  const transmit = (message: unknown, settle?: Settle): boolean => {
    use();
    if (checks !== undefined) checkOutgoing(checks, message);
    const frame = isBinary(message) ? message : encode(message, codec);
    if ((outbox === undefined || outbox.isEmpty()) && hand(frame, message)) {
      if (settle) settle();
      return true;
    }
    if (!outbox)
      throw new WSError('not-open', `send: expected an open connection, got one that is ${connection.state}.`);
    outbox.enqueue(frame, message, settle);
    return false;
  };

  const checkOutgoing = ({ outgoing }: Checks, message: unknown): void => {
    const type = typeOf(message, typeField);
    if (type !== undefined) outgoing(type, payloadOf(message, dataField));
  };

  const hand = (frame: Frame, message: unknown): boolean => {
    const isSent = requests.size > 0 ? requests.send(frame, message, connection.send) : connection.send(frame);
    if (!isSent) return false;
    if (log) log('out', typeOf(message, typeField), frame);
    return true;
  };

  /** The walk out goes on when the connection opens; what waited for a message ends when it closes. */
  const tell = <N extends keyof LifecycleArgs>(event: N, ...args: LifecycleArgs[N]): void => {
    if (event === 'open') {
      requests.resend(hand);
      outbox?.flush(hand);
    }
    if (event === 'close') {
      expectations.failAll('connection-lost');
      requests.lose();
    }
    if (event !== 'open' || owner.isOpen) emit(event, ...args);
  };

  /** @throws WSError `destroyed` */
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
    holds.cancel();
    if (isAsleep) open();
  };

  const inbox = createInbox(receive, codec);
  const connection = createConnection(owner, url, settings, tell, inbox.receive, () =>
    requests.failAll('connection-lost'),
  );
  const carrier = {
    canSend: connection.canSend,
    transmit,
    encode: (message: object) => encode(message, codec),
    withdraw: (settle: Settle) => outbox?.withdraw(settle),
    seal: (type: string, data: unknown, id: string) => ({ ...seal(type, data, settings), [settings.idAttribute]: id }),
  };
  const requests = createRequests(settings, carrier, (type, data) => {
    if (isSuspect(data)) disarm(data);
    return checks ? checks.reply(type, data) : data;
  });
  const lent = { send: (...args: unknown[]) => owner.send(...args), sync: (...args: unknown[]) => owner.sync(...args) };
  const bindings = createBindings(bus, owner, lent, { sendAttribute, sync }, () => {
    if (!keepOpen && !isEnding) holds.due();
  });
  /** What is being saved keeps the connection, even when its model goes. */
  const holds = createHolds(() => {
    isIdle = true;
    owner.destroy();
    isIdle = false;
  });

  return {
    settings,
    bus,
    expectations,
    requests,
    connection,
    bindings,
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
      requests.failAll('closed');
      connection.close(code, reason);
    },

    destroy(): void {
      if (isEnding || isDestroyed) return;
      isEnding = true;
      holds.cancel();
      life++;
      isAsleep = isIdle;
      isDestroyed = !isIdle;
      signal?.removeEventListener('abort', abort);
      inbox.clear();
      expectations.failAll('destroyed');
      requests.failAll('destroyed');
      // Who hears of the close may bind again already, or ask for more.
      const bound = bindings.resources;
      connection.reset();
      requests.failAll('destroyed');
      outbox?.clear('destroyed');
      for (const resource of bound) bindings.unbind(resource);
      isEnding = false;
    },
  };
}

type Checks = ReturnType<typeof createChecks>;
export type Engine<Owner extends Face> = ReturnType<typeof createEngine<Owner>>;
