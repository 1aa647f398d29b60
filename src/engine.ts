import type { ReopeningInfo } from '../types/events.js';
import type { UrlSource } from '../types/options.js';
import type { BindOptions, Resource } from '../types/resource.js';
import type { CloseEventLike, Frame, MessageEventLike } from '../types/socket.js';
import { payloadOf, safe, typeOf } from './codec/envelope.js';
import { isBinary } from './codec/frame.js';
import { Inbox } from './codec/inbox.js';
import { encode } from './codec/json.js';
import { Connection, type ConnectionEvents } from './connection/connection.js';
import { Outbox, type Settle } from './connection/outbox.js';
import { WSError } from './errors.js';
import { Expectations } from './exchange/expectations.js';
import { createLog } from './log.js';
import type { Settings } from './options.js';
import { Bindings } from './resource/bindings.js';
import { Bus } from './resource/bus.js';
import { type Giver, giftsOf } from './resource/gifts.js';

/** The connection that its users see. */
export interface Face extends Giver {
  readonly isOpen: boolean;
  destroy(): unknown;
}

/** Puts the layers together. `#receive` is the walk in, `transmit` the walk out; each line of them is one layer's work. */
export class Engine<Owner extends Face> implements ConnectionEvents {
  readonly bus: Bus;
  readonly bindings: Bindings;
  readonly expectations: Expectations;
  readonly connection: Connection<Owner>;
  readonly #inbox = new Inbox((message, event, error) => this.#receive(message, event, error));
  readonly #outbox: Outbox | undefined;
  readonly #abort = (): unknown => this.owner.destroy();
  #isDestroyed = false;
  /** Destroyed because the last resource went: the next `bind` opens again. */
  #isAsleep = false;
  #isEnding = false;

  constructor(
    readonly owner: Owner,
    readonly url: UrlSource,
    readonly settings: Settings,
  ) {
    const { prefix, outbox } = settings;
    const bus = new Bus(owner, prefix && `${prefix}:`, createLog(settings));
    this.bus = bus;
    bus.routes = settings.routes;
    this.expectations = new Expectations(settings, bus.fail);
    if (outbox) this.#outbox = new Outbox(outbox, (message, reason) => bus.emit('dropped', { message, reason }));
    this.bindings = new Bindings(bus, { owner, gifts: giftsOf(owner, settings), onIdle: () => this.#sleep() });
    this.connection = new Connection(url, settings, this, owner);
  }

  /** Binds what the options name and opens; nothing of it if the signal has aborted. */
  start(): void {
    const { signal, resources } = this.settings;
    this.#isDestroyed = !!signal?.aborted;
    if (this.#isDestroyed) return;
    for (const entry of resources as readonly any[]) {
      if (Array.isArray(entry)) this.bind(...(entry as [Resource]));
      else this.bind(entry?.resource, entry?.events, entry?.options);
    }
    this.open();
  }

  open(): void {
    this.#isDestroyed = this.#isAsleep = false;
    this.settings.signal?.addEventListener('abort', this.#abort);
    this.connection.open();
  }

  close(code?: number, reason?: string): void {
    this.connection.close(code, reason);
    this.expectations.failAll(new WSError('closed', 'The connection was closed by close().'));
  }

  destroy(): void {
    if (this.#isEnding || this.#isDestroyed) return;
    this.#isEnding = true;
    this.#isDestroyed = !this.#isAsleep;
    const error = new WSError('destroyed', 'The connection was destroyed.');
    this.settings.signal?.removeEventListener('abort', this.#abort);
    this.#inbox.clear();
    this.connection.reset(error);
    this.expectations.failAll(error);
    this.#outbox?.clear('destroyed');
    this.bindings.unbindAll();
    this.#isEnding = false;
  }

  bind(resource: Resource, events?: object | null, options?: BindOptions): void {
    this.use();
    this.bindings.bind(resource, events, options);
    if (this.#isAsleep) this.open();
  }

  /**
   * @throws WSError `destroyed`
   */
  use(): void {
    if (!this.#isDestroyed) return;
    throw new WSError('destroyed', 'The connection was destroyed. Call open() before using it again.');
  }

  /** Out: message → frame → socket, or outbox. */
  transmit(message: unknown, settle?: Settle): boolean {
    this.use();
    const frame = isBinary(message) ? message : encode(message);
    if (!this.#outbox?.size && this.#hand(frame)) {
      settle?.();
      return true;
    }
    if (!this.#outbox) {
      throw new WSError('not-open', `send: expected an open connection, got one that is ${this.connection.state}.`);
    }
    this.#outbox.enqueue(frame, message, settle);
    return false;
  }

  /** In: message → type and payload → who expects it → who is bound. The inbox has decoded the frame. */
  #receive(raw: unknown, event: MessageEventLike, error?: Error): void {
    const { bus, settings, expectations } = this;
    const type = typeOf(raw, settings.typeAttribute);
    const data = safe(type === undefined ? raw : payloadOf(raw, settings.dataAttribute));
    bus.log?.('in', type, event.data);
    if (error) bus.emit('invalid', { type, issues: [{ message: error.message }], data });
    if (!expectations.isEmpty) expectations.offer(type, data, raw);
    bus.message(type, data, raw, event);
  }

  frame(event: MessageEventLike): void {
    this.#inbox.receive(event);
  }

  opened(reopened: boolean): void {
    this.#outbox?.flush((frame) => this.#hand(frame));
    if (this.owner.isOpen) this.bus.emit('open', { reopened });
  }

  lost(event: CloseEventLike): void {
    this.expectations.failAll(new WSError('connection-lost', `The connection was lost (code ${event.code}).`));
    this.bus.emit('close', event);
  }

  failed(error: unknown, isOpen: boolean): void {
    this.bus.emit('error', error, isOpen);
  }

  reopening(info: ReopeningInfo): void {
    this.bus.emit('reopening', info);
  }

  exhausted(event: CloseEventLike): void {
    this.bus.emit('noretries', event);
  }

  #hand(frame: Frame): boolean {
    const isSent = this.connection.send(frame);
    if (isSent) this.bus.log?.('out', undefined, frame);
    return isSent;
  }

  /** The last resource is gone. */
  #sleep(): void {
    if (this.settings.keepOpen || this.#isEnding) return;
    this.#isAsleep = true;
    this.owner.destroy();
  }
}
