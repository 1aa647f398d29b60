/// <reference lib="esnext.disposable" preserve="true" />
import type {
  IncomingType,
  MessageMap,
  Outgoing,
  OutgoingMessage,
  OutgoingType,
  Registered,
  RequestOf,
  RequestType,
  ResponseOf,
} from '../types/messages.js';
import type { Routes, UrlSource, WSOptions } from '../types/options.js';
import type { RequestOptions } from '../types/requestOptions.js';
import type { Subscription, SubscriptionMessages } from '../types/resilience.js';
import type { BindOptions, Resource, WsEvents } from '../types/resource.js';
import type { WebSocketLike } from '../types/socket.js';
import { seal } from './codec/envelope.js';
import type { State } from './connection/connection.js';
import { checkUrl } from './connection/target.js';
import { createEngine, type Engine } from './engine/engine.js';
import type { Expectation, Predicate } from './exchange/expectation.js';
import type { ExpectOptions } from './exchange/expectations.js';
import { resolve } from './options.js';
import { inScope } from './resource/declared.js';
import { Emitter } from './resource/emitter.js';
import { sync } from './sync/sync.js';

/**
 * One WebSocket for many Backbone models, collections and views. It opens at once, opens again by itself, and routes each
 * message to those that are bound to it.
 *
 * ```ts
 * const ws = new WS('wss://example.com/feed');
 * ws.bind(model, { 'ws:message:quote': 'set' });
 * ```
 */
export class WS<M extends MessageMap = Registered, P extends string = 'ws'> extends Emitter<M, P> {
  declare readonly '~messages': M;
  /** As given to the constructor. */
  readonly url: UrlSource;
  /** First part of the names of events, without its colon. */
  readonly prefix: P;
  readonly #engine: Engine<this>;

  /**
   * Opens the connection.
   * @throws WSError `no-url`, `bad-url`, `bad-option`, `bad-resource`, `bad-events`, `no-websocket`
   */
  constructor(url: UrlSource, options?: WSOptions<M, P> | null) {
    super();
    this.url = checkUrl(url);
    const settings = resolve(options);
    this.prefix = (settings.prefix || '') as P;
    this.#engine = createEngine(this, url, settings);
    this.#engine.start();
  }

  /** For tools that look inside, such as the inspector. @internal */
  get '~engine'(): unknown {
    return this.#engine;
  }
  /** `idle` before the first and after the last use, `waiting` for the next attempt, `closed` until `open()`. */
  get state(): State {
    return this.#engine.connection.state;
  }
  /** Whether the state is `open`. */
  get isOpen(): boolean {
    return this.state === 'open';
  }
  /**
   * Fulfilled with this connection when it opens, before the `open` event; rejected when the attempt fails, before `error`.
   * Each attempt has a promise of its own. A rejection that nobody handles is not reported.
   */
  get ready(): Promise<this> {
    return this.#engine.connection.ready;
  }
  /** The present socket; null between two. */
  get socket(): WebSocketLike | null {
    return this.#engine.connection.socket;
  }
  /** What is bound, in binding order. A copy. */
  get resources(): Resource[] {
    return this.#engine.bindings.resources;
  }
  /** Attempts left until `noretries`; assignable. */
  get retries(): number {
    return this.#engine.connection.retries.left;
  }
  set retries(count: number) {
    this.#engine.connection.retries.left = count;
  }
  /** The option `routes`; assignable, and its entries too. */
  get routes(): Routes {
    return (this.#engine.bus.routes ??= {});
  }
  set routes(routes: Routes | null | undefined) {
    this.#engine.bus.routes = routes ?? undefined;
  }

  /** Opens the connection if it is not open or opening; also after `close()` and `destroy()`. @throws WSError as the constructor */
  open(): this {
    this.#engine.open();
    return this;
  }

  /**
   * Closes the connection and leaves it closed until `open()`. What waits in the outbox goes on waiting; expectations end.
   * The `close` event comes when the socket is closed.
   * @param code 1000, or 3000 to 4999
   * @param reason at most 123 bytes of UTF-8
   * @throws WSError `bad-argument`
   */
  close(code?: number, reason?: string): this {
    this.#engine.close(code, reason);
    return this;
  }

  /**
   * Ends everything at once: raises `close` if there was a socket, rejects what is awaited, drops what waits, unbinds all. After
   * it only `open()` brings the connection back; what would use it throws `WSError('destroyed')`.
   */
  destroy(): this {
    this.#engine.destroy();
    return this;
  }
  /** As `destroy()`, for `using`. */
  [Symbol.dispose](): void {
    this.destroy();
  }
  /**
   * Connects a resource: messages and events go where `events` says, without `events` all of them are triggered on it. It gets
   * a `send`, and with the option `sync` a `sync`. Binding again adds what is new. A resource that is destroyed, or whose
   * `stopListening()` runs, is unbound. If the connection is open the resource's `open` comes in a microtask.
   * @throws WSError `bad-resource`, `bad-events`, `destroyed`
   */
  bind<R extends Resource>(
    resource: R,
    events?: WsEvents<M, NoInfer<R>, P> | null,
    options?: BindOptions<NoInfer<M>>,
  ): this {
    this.#engine.bind(resource, events, options);
    return this;
  }

  /** Disconnects a resource and leaves it as it was. One that is not bound changes nothing. */
  unbind(resource: Resource): this {
    this.#engine.bindings.unbind(resource);
    return this;
  }

  /** Disconnects all resources, or the instances of a class. */
  unbindAll(Class?: abstract new (...args: any[]) => unknown): this {
    for (const resource of this.resources) if (!Class || resource instanceof Class) this.unbind(resource);
    return this;
  }

  /**
   * Runs a function; instances of decorated classes that are made in it bind to this connection instead of their own, as a test
   * wants it. It ends when the function returns: what an async function does after its first `await` is outside.
   * @returns what the function returns
   */
  scope<T>(run: () => T): T {
    return inScope(this, run);
  }

  /**
   * Sends a message, or puts it into the outbox until the connection is open. A binary one (`ArrayBuffer`, a view, a `Blob`) is
   * sent as it is.
   * @returns true when it was handed to the socket, false when it waits
   * @throws WSError `bad-message`, `outbox-full`, `destroyed`; `not-open` with the option `outbox: false`
   */
  send(message: OutgoingMessage<M>): boolean;
  /** Sends a typed message: `{ type, data }`, under the names that `typeAttribute` and `dataAttribute` give. */
  send<const K extends OutgoingType<M>>(type: K, data: Outgoing<M>[K]): boolean;
  send(first: unknown, data?: unknown): boolean {
    const engine = this.#engine;
    // biome-ignore lint/complexity/noArguments: undefined is data too, and a rest parameter would be an array for each call
    const isTyped = arguments.length > 1 && typeof first === 'string';
    return engine.transmit(isTyped ? seal(first, data, engine.settings) : first);
  }

  /**
   * Sends a request and waits for its reply, the message with the same id. It ends once: with the reply's payload, or with a
   * `WSError`: `remote` (`cause` is the error in the reply), `timeout`, `aborted`, `connection-lost`, `closed`, `destroyed`,
   * `not-open`, `outbox-full`, `dropped`, `invalid` (the reply, by its schema). `sent` says whether the other side may have got it. A
   * reply that comes later, or twice, is an ordinary message. A rejection that nobody handles is not reported.
   *
   * @throws WSError `bad-argument`, `bad-message`, `destroyed`, and in development `invalid`
   */
  request<const K extends RequestType<M>>(
    type: K,
    data: RequestOf<M, K>,
    options?: RequestOptions,
  ): Promise<ResponseOf<M, K>> {
    return this.#engine.request(type, data, options);
  }

  /**
   * Keeps the server sending something: what is wanted is sent now and on every connection anew, before anything that waits. Those who
   * want the same message share one subscription. What changes within one turn is sent at its end, and only if it still differs.
   * @throws WSError `bad-argument`, `bad-option`, `destroyed`
   */
  subscribe(key: string, messages: SubscriptionMessages<M>): Subscription {
    return this.#engine.subscribe(key, messages);
  }

  /** Of the last message whose handlers have returned, with `resume`. Assignable: a cursor, or what has it and its epoch in its fields. */
  get cursor(): any {
    return this.#engine.series.cursor;
  }
  set cursor(cursor: any) {
    this.#engine.series.cursor = cursor;
  }

  /**
   * Waits for one message: of a type, that a predicate accepts, or whose fields equal an object's; `null` for any, `true` or
   * nothing for what the option `expect` says. One message ends one expectation of its type, the oldest.
   * @param wait seconds, or options
   * @throws WSError `bad-argument`, `destroyed`
   */
  expect<const K extends IncomingType<M>>(type: K, wait?: number | ExpectOptions): Expectation<M['incoming'][K]>;
  expect<T = any>(what?: Predicate | object | boolean | null, wait?: number | ExpectOptions): Expectation<T>;
  expect(what?: unknown, wait?: number | ExpectOptions): Expectation {
    this.#engine.use();
    return this.#engine.expectations.add(what, wait);
  }

  /**
   * `Backbone.sync` over this connection, as the option `sync` of the call, of the model's class or of the connection says. Without
   * any of them the attributes and `method` go out and no reply is awaited: the promise is fulfilled, and `success` runs unless this
   * was a `read`, once the message is on the socket.
   * @throws WSError `destroyed`, `bad-message`
   */
  sync(method: string, model: any, options?: any): unknown {
    this.#engine.use();
    return sync(this.#engine, method, model, options);
  }

  /** The event's name that the option `routes` makes of another; undefined where it suppresses the event. */
  route(topic: string, data: unknown): string | undefined {
    return this.#engine.bus.route(topic, data);
  }

  /** Backbone's `trigger`; it reaches what is bound as well. */
  trigger(events: string, ...args: any[]): this {
    for (const event of events.split(/\s+/)) this.#engine.bus.raise(event, args);
    return this;
  }
}
