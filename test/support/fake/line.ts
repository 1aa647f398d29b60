import type { Frame } from '../../../types/socket.js';
import type { EventDetail } from './events.js';
import type { CloseFrame } from './rules.js';

export const CONNECTING = 0;
export const OPEN = 1;
export const CLOSING = 2;
export const CLOSED = 3;

export type ReadyState = typeof CONNECTING | typeof OPEN | typeof CLOSING | typeof CLOSED;

/** How much of the standard's leeway, and of real clients' deviations, the fakes of one constructor imitate. */
export interface LineOptions {
  /**
   * Whether the server answers the client's close frame by itself. When false, the socket stays CLOSING until
   * `server.finishClose()`. An attempt closed while CONNECTING ends by itself all the same: no server takes part in it.
   * @default true
   */
  autoClose?: boolean;
  /**
   * When the fake does what it does by itself (the end of a close, the script): in a microtask, or in a timer of
   * 0 ms, which fake timers can hold back.
   * @default 'microtask'
   */
  pace?: 'microtask' | 'timer';
  /**
   * Node 24's global WebSocket: closed while CONNECTING, it fires `error` and `close` inside `close()`, with
   * `readyState` 3, and then stays at `readyState` 2 for good.
   * @default false
   */
  syncClose?: boolean;
  /**
   * The `ws` package: messages that come before the close frame's answer are delivered although the socket is CLOSING.
   * The standard discards them.
   * @default false
   */
  lateMessages?: boolean;
}

/** The connection between the two ends, its state and its rules; the socket and its server are its two faces. */
export class Line {
  state: ReadyState = CONNECTING;
  binaryType: BinaryType = 'blob';
  protocol = '';
  bufferedAmount = 0;
  silent = false;
  /** What reached the server. */
  readonly received: Frame[] = [];
  readonly requested: readonly string[];
  readonly #options: LineOptions;
  readonly #fire: (event: EventDetail) => void;
  #closeFrame: CloseFrame | null = null;
  #ended = false;

  constructor(requested: readonly string[], options: LineOptions, fire: (event: EventDetail) => void) {
    this.requested = requested;
    this.#options = options;
    this.#fire = fire;
  }

  open(protocol: string): void {
    this.state = OPEN;
    this.protocol = protocol;
    this.#fire({ type: 'open' });
  }

  deliver(data: string | ArrayBuffer | Blob): void {
    const late = this.state === CLOSING && !this.#ended && this.#options.lateMessages;
    if (!this.silent && (this.state === OPEN || late)) this.#fire({ type: 'message', data });
  }

  /** The client's close frame leaves. */
  startClose(frame: CloseFrame): void {
    const connecting = this.state === CONNECTING;
    if (connecting && this.#options.syncClose) this.fail();
    this.state = CLOSING;
    if (!connecting) this.#closeFrame = frame;
    if (connecting) this.later(() => this.fail());
    else if (this.#options.autoClose ?? true) this.later(() => this.answerClose());
  }

  /** The server's answer to the client's close frame arrives: an echo, unless told otherwise. */
  answerClose(frame: CloseFrame | null = this.#closeFrame): void {
    if (frame && this.#closeFrame) this.finish(frame);
  }

  finish({ code, reason }: CloseFrame): void {
    if (this.#ended || this.silent) return;
    this.#end({ type: 'close', code, reason, wasClean: true });
  }

  /** @see https://websockets.spec.whatwg.org/#closeWebSocket the state changes first, so `error` is fired when CLOSED */
  fail(error = true): void {
    if (this.#ended) return;
    const close: EventDetail = { type: 'close', code: 1006, reason: '', wasClean: false };
    if (error) this.#end({ type: 'error' }, close);
    else this.#end(close);
  }

  later(act: () => void): void {
    if (this.#options.pace === 'timer') setTimeout(act, 0);
    else queueMicrotask(act);
  }

  #end(...events: EventDetail[]): void {
    this.#ended = true;
    this.state = CLOSED;
    for (const event of events) this.#fire(event);
  }
}
