import type { IncomingType, MessageMap, OutgoingType, Registered, RequestType } from '../../types/messages.js';
import type { Codec } from '../../types/policies.js';
import type { Clock } from './clock.js';
import type { FakeWebSocketConstructor } from './fakeSocket.js';
import type { Faults, LatencyMs } from './faults.js';
import type { HelloHandler, TestHandler } from './handlers.js';
import type { HistoryEntry } from './history.js';
import type { LineOptions } from './line.js';
import type { TestClient } from './testClient.js';

/** Options of `createTestServer`. */
export interface TestServerOptions extends Pick<LineOptions, 'syncClose' | 'lateMessages'> {
  /**
   * Repeats a run: the same seed and the same calls, under fake timers, give the same history. A whole number.
   * @default 1
   */
  seed?: number;
  /**
   * Milliseconds that the handshake and each frame take, in each direction; order is kept. Without latency what the server
   * sends arrives at once, and what the client sends is handled in a microtask.
   * @default 0
   */
  latencyMs?: LatencyMs;
  /**
   * Messages to frames and back, as the connection's option `codec`. Requests need `type`, `data` and `id` in what it
   * decodes.
   * @default JSON
   */
  codec?: Codec;
  /**
   * What `server.url` gives.
   * @default 'ws://test.server/'
   */
  url?: string;
  /**
   * What `server.protocol` gives; the server takes the first that a client offers, whatever it is.
   * @default none
   */
  protocol?: string | readonly string[];
  /**
   * Numbers in [0, 1) in place of those from the seed, for the server's own use and for `server.random`.
   * @default from the seed
   */
  random?: () => number;
  /**
   * The timers in use.
   * @default those of globalThis, looked up at each call, so fake timers work
   */
  clock?: Clock;
}

/** A server in the test's own process, without a network. */
export interface TestServer<M extends MessageMap = Registered> {
  /** For the connection's option `WebSocket`. It remembers its sockets, see `createFakeWebSocket`. */
  readonly WebSocket: FakeWebSocketConstructor;
  /** The option `seed`. */
  readonly seed: number;
  /** Repeats with the seed, for the connection's option `random`. The server itself uses other numbers. */
  readonly random: () => number;
  /** For the first argument of a connection; waits when `hang('url')` says so, throws after `refuse('url')`. */
  readonly url: () => string | Promise<string>;
  /** For the connection's option `protocol`; waits and throws likewise. */
  readonly protocol: () => string | readonly string[] | undefined | Promise<string | readonly string[] | undefined>;
  /** Those that are connected, oldest first. */
  readonly clients: readonly TestClient<M>[];
  /**
   * The newest of them.
   * @throws Error if there is none
   */
  readonly last: TestClient<M>;
  /** All messages that reached the server, of all clients, in order. */
  readonly received: readonly any[];
  /** What can go wrong. */
  readonly faults: Faults;
  /** What has happened, oldest first. */
  readonly history: readonly HistoryEntry[];
  /** What handlers threw or rejected with. Those of requests go to the client as well. */
  readonly errors: readonly unknown[];
  /**
   * Handles messages of a type. A message with an `id` is a request: what the handler returns, or its promise brings, goes
   * back as `{ id, data }`, what it throws as `{ id, error: { message, code } }`; a promise that never ends leaves it
   * unanswered. What is returned for a message without an `id` is not sent. A request of a type without handler is
   * answered with an error. Of several handlers the newest is called.
   * @returns takes the handler away; safe to call twice
   */
  on<K extends OutgoingType<M> | RequestType<M>>(type: K, handler: TestHandler<M, K>): () => void;
  /**
   * Handles the first message of each connection, in place of the handlers by type. An object that it returns, or its
   * promise brings, is sent as it is. A later call replaces the handler.
   */
  onHello(handler: HelloHandler<M>): void;
  /** Called for each connection once it is open, before its first message is handled. A later call replaces it. */
  onConnect(handler: (client: TestClient<M>) => unknown): void;
  /** Sends `{ type, data, ...extra }` to all that are connected. */
  broadcast<K extends IncomingType<M>>(type: K, data?: M['incoming'][K], extra?: object): void;
  /** Ends all faults that last. What hung goes on. What was lost stays lost. */
  heal(): void;
  /** For the message of a failing test: how to repeat it, what is wrong now, and the end of the history. */
  describe(): string;
  /**
   * The end: all connections are lost, later ones refused, no timer is left. Safe to call twice. Connections that open
   * again by themselves go on trying; destroy them first.
   */
  close(): void;
}
