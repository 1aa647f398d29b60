import type { Frame } from '../../types/socket.js';
import { type Clock, systemClock } from './clock.js';
import type { EventDetail } from './events.js';
import { byteLength, type CloseFrame } from './rules.js';

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
  /**
   * The timers of the pace `'timer'`.
   * @default those of globalThis, looked up at each call
   */
  clock?: Clock;
}

/** How binary frames arrive at the client. */
export type BinaryKind = 'blob' | 'arraybuffer';

/** What the far end is told, from within the client's own call. */
export interface Hooks {
  frame: ((frame: Frame) => void) | null;
  waiting: (() => void) | null;
  close: ((code: number, reason: string) => void) | null;
}

/** The connection between the two ends, its state and its rules; the socket and its server are its two faces. */
export class Line {
  state: ReadyState = CONNECTING;
  binaryType: BinaryKind = 'blob';
  protocol = '';
  silent = false;
  stalled = false;
  /** What reached the server. */
  readonly received: Frame[] = [];
  readonly hooks: Hooks = { frame: null, waiting: null, close: null };
  readonly requested: readonly string[];
  readonly #options: LineOptions;
  readonly #fire: (event: EventDetail) => void;
  readonly #report: (error: unknown) => void;
  /** Frames that a stalled line has not taken, the first maybe in part. */
  readonly #waiting: { frame: Frame; bytes: number }[] = [];
  #closeFrame: CloseFrame | null = null;
  /** The close frame has not left yet. */
  #isCloseDue = false;
  #lostBytes = 0;
  #ended = false;

  constructor(
    requested: readonly string[],
    options: LineOptions,
    fire: (event: EventDetail) => void,
    report: (error: unknown) => void,
  ) {
    this.requested = requested;
    this.#options = options;
    this.#fire = fire;
    this.#report = report;
  }

  get bufferedAmount(): number {
    return this.#waiting.reduce((sum, { bytes }) => sum + bytes, this.#lostBytes);
  }

  get waiting(): Frame[] {
    return this.#waiting.map(({ frame }) => frame);
  }

  open(protocol: string): void {
    this.state = OPEN;
    this.protocol = protocol;
    this.#fire({ type: 'open' });
  }

  /** The client's frame leaves, or waits, or is lost. */
  send(frame: Frame): void {
    const bytes = byteLength(frame);
    if (this.state !== OPEN || this.silent) this.#lostBytes += bytes;
    else if (!this.stalled) this.#arrive(frame);
    else {
      this.#waiting.push({ frame, bytes });
      this.#call(this.hooks.waiting);
    }
  }

  /** Takes that many bytes of what waits; what has left completely has arrived. */
  take(limit: number): void {
    let left = limit;
    while (!this.silent && !this.#ended) {
      const first = this.#waiting[0];
      if (!first) break;
      const taken = Math.min(left, first.bytes);
      left -= taken;
      first.bytes -= taken;
      if (first.bytes > 0) return;
      this.#waiting.shift();
      this.#arrive(first.frame);
    }
    this.#sendClose();
  }

  deliver(data: string | ArrayBuffer | Blob): void {
    const late = this.state === CLOSING && !this.#ended && this.#options.lateMessages;
    if (!this.silent && (this.state === OPEN || late)) this.#fire({ type: 'message', data });
  }

  /** The client's close frame leaves, behind what waits. */
  startClose(frame: CloseFrame): void {
    const connecting = this.state === CONNECTING;
    if (connecting && this.#options.syncClose) this.fail();
    this.state = CLOSING;
    if (connecting) return this.later(() => this.fail());
    this.#closeFrame = frame;
    this.#isCloseDue = true;
    if (this.stalled) this.#call(this.hooks.waiting);
    else this.#sendClose();
  }

  /** The server's answer to the client's close frame arrives: an echo, unless told otherwise. */
  answerClose(frame: CloseFrame | null = this.#closeFrame): void {
    if (frame && this.#closeFrame && !this.#isCloseDue) this.finish(frame);
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
    if (this.#options.pace === 'timer') (this.#options.clock ?? systemClock).setTimeout(act, 0);
    else queueMicrotask(act);
  }

  #arrive(frame: Frame): void {
    this.received.push(frame);
    this.#call(this.hooks.frame, frame);
  }

  #sendClose(): void {
    if (!this.#isCloseDue || this.silent || this.#ended) return;
    const { code, reason } = this.#closeFrame!;
    this.#isCloseDue = false;
    this.#call(this.hooks.close, code, reason);
    if (this.#options.autoClose ?? true) this.later(() => this.answerClose());
  }

  /** A far end that throws must not do so out of the client's own call. */
  #call<Args extends unknown[]>(hook: ((...args: Args) => void) | null, ...args: Args): void {
    try {
      hook?.(...args);
    } catch (error) {
      this.#report(error);
    }
  }

  #end(...events: EventDetail[]): void {
    this.#ended = true;
    this.state = CLOSED;
    for (const event of events) this.#fire(event);
  }
}
