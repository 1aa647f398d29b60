import type { Frame, WebSocketLike } from '../../types/socket.js';
import {
  type AnyFakeEvent,
  type EventDetail,
  type Handler,
  type Listener,
  type ListenerOptions,
  Listeners,
} from './events.js';
import { FakeServer } from './fakeServer.js';
import { type BinaryKind, CLOSED, CLOSING, CONNECTING, Line, type LineOptions, OPEN, type ReadyState } from './line.js';
import { checkClientClose, parseProtocols, parseUrl, snapshot } from './rules.js';

/** Options of `createFakeWebSocket`: where real clients differ from the standard, and a server that is always there. */
export interface FakeSocketOptions extends LineOptions {
  /**
   * Run once for every socket, right after the code that made it: `(socket) => socket.server.accept()` is a server
   * that is always there.
   */
  script?: (socket: FakeSocket) => void;
}

/**
 * A WebSocket without a network, whose far end the test plays. It keeps the standard's order of states and events
 * and its refusals; where real clients deviate, an option imitates them.
 *
 * ```ts
 * const FakeWebSocket = createFakeWebSocket();
 * const ws = new WS('ws://server', { WebSocket: FakeWebSocket });
 * FakeWebSocket.last.server.accept();
 * FakeWebSocket.last.server.send('{"type":"quote"}');
 * FakeWebSocket.last.server.drop();
 * ```
 *
 * @see https://websockets.spec.whatwg.org/
 */
export class FakeSocket implements WebSocketLike {
  readonly CONNECTING = CONNECTING;
  readonly OPEN = OPEN;
  readonly CLOSING = CLOSING;
  readonly CLOSED = CLOSED;
  readonly url: string;
  /** The subprotocols asked for; `protocol` is the one that the server chose. */
  readonly protocols: readonly string[];
  readonly extensions = '';
  /** The frames that the client handed over while the socket was open, in order; of buffers, copies. */
  readonly sent: Frame[] = [];
  /** Every call of `close()`, refused ones too. */
  readonly closeCalls: { readonly code: number | undefined; readonly reason: string | undefined }[] = [];
  /** The far end. */
  readonly server: FakeServer;
  readonly #listeners = new Listeners();
  readonly #line: Line;

  /** Sockets are made by the constructor that `createFakeWebSocket` returns. */
  protected constructor(
    url: string | URL,
    protocols: string | Iterable<string> | undefined,
    options: FakeSocketOptions,
    report: (error: unknown) => void,
  ) {
    this.url = parseUrl(url);
    this.protocols = parseProtocols(protocols);
    const fire = (detail: EventDetail): void =>
      this.#listeners.emit({ ...detail, target: this } as AnyFakeEvent<this>, report);
    this.#line = new Line(this.protocols, options, fire, report);
    this.server = new FakeServer(this.#line);
    const { script } = options;
    if (script) this.#line.later(() => script(this));
  }

  get readyState(): ReadyState {
    return this.#line.state;
  }

  get protocol(): string {
    return this.#line.protocol;
  }

  /**
   * Bytes of what was sent and has not left: what waits after `server.stall()`, and what no network will take any more, sent
   * when closing or closed or after `server.silence()`.
   */
  get bufferedAmount(): number {
    return this.#line.bufferedAmount;
  }

  get binaryType(): BinaryKind {
    return this.#line.binaryType;
  }

  set binaryType(type: BinaryKind) {
    if (type === 'blob' || type === 'arraybuffer') this.#line.binaryType = type; // others are ignored, as for any IDL enum
  }

  get onopen(): Handler {
    return this.#listeners.getHandler('open');
  }

  set onopen(handler: Handler) {
    this.#listeners.setHandler('open', handler);
  }

  get onmessage(): Handler {
    return this.#listeners.getHandler('message');
  }

  set onmessage(handler: Handler) {
    this.#listeners.setHandler('message', handler);
  }

  get onerror(): Handler {
    return this.#listeners.getHandler('error');
  }

  set onerror(handler: Handler) {
    this.#listeners.setHandler('error', handler);
  }

  get onclose(): Handler {
    return this.#listeners.getHandler('close');
  }

  set onclose(handler: Handler) {
    this.#listeners.setHandler('close', handler);
  }

  addEventListener(type: string, listener: Listener | null, options?: boolean | ListenerOptions): void {
    this.#listeners.add(type, listener, options);
  }

  removeEventListener(type: string, listener: Listener | null): void {
    this.#listeners.remove(type, listener);
  }

  send(data: Frame): void {
    const line = this.#line;
    if (line.state === CONNECTING) throw new DOMException('Still in CONNECTING state.', 'InvalidStateError');
    const frame = snapshot(data);
    if (line.state === OPEN) this.sent.push(frame);
    line.send(frame);
  }

  close(code?: number, reason?: string): void {
    this.closeCalls.push({ code, reason });
    const frame = checkClientClose(code, reason);
    if (this.#line.state <= OPEN) this.#line.startClose(frame);
  }
}

/** A WebSocket constructor with a memory. */
export interface FakeWebSocketConstructor {
  new (url: string | URL, protocols?: string | Iterable<string>): FakeSocket;
  readonly CONNECTING: typeof CONNECTING;
  readonly OPEN: typeof OPEN;
  readonly CLOSING: typeof CLOSING;
  readonly CLOSED: typeof CLOSED;
  /** All sockets made, oldest first. */
  readonly sockets: readonly FakeSocket[];
  /** The newest socket; throws when there is none. */
  readonly last: FakeSocket;
  /** The sockets that are connecting or open. */
  readonly live: readonly FakeSocket[];
  /** What listeners threw, in order. A real socket would have given it to `reportError`. */
  readonly errors: readonly unknown[];
}

/** A constructor of its own for every test, so that no test sees the sockets of another. */
export function createFakeWebSocket(options: FakeSocketOptions = {}): FakeWebSocketConstructor {
  const sockets: FakeSocket[] = [];
  const errors: unknown[] = [];

  return class FakeWebSocket extends FakeSocket {
    static readonly CONNECTING = CONNECTING;
    static readonly OPEN = OPEN;
    static readonly CLOSING = CLOSING;
    static readonly CLOSED = CLOSED;
    static readonly sockets: readonly FakeSocket[] = sockets;
    static readonly errors: readonly unknown[] = errors;

    static get last(): FakeSocket {
      const last = sockets.at(-1);
      if (!last) throw new Error('No socket was made yet. Was the connection opened?');
      return last;
    }

    static get live(): readonly FakeSocket[] {
      return sockets.filter(({ readyState }) => readyState <= OPEN);
    }

    constructor(url: string | URL, protocols?: string | Iterable<string>) {
      super(url, protocols, options, (error) => errors.push(error));
      sockets.push(this);
    }
  };
}
