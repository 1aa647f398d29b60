import type { Frame } from '../../types/socket.js';
import { type BinaryKind, CONNECTING, type Line, OPEN } from './line.js';
import { createOrder } from './order.js';
import { checkServerClose } from './rules.js';

/**
 * The far end of one fake socket, played by the test: `socket.server`. Every step takes effect before it returns, so
 * a test needs no waiting. A step that comes too early throws, for then the script is wrong; one that comes too late,
 * when the client has gone, does nothing, as on a real network.
 */
export class FakeServer {
  readonly #line: Line;
  readonly #inOrder = createOrder();

  constructor(line: Line) {
    this.#line = line;
  }

  /** The frames that reached the server, in order: `socket.sent` without what waits, or was sent after `silence()`. */
  get received(): readonly Frame[] {
    return this.#line.received;
  }

  /** The frames that wait after `stall()`, the first maybe taken in part; they are in the client's `bufferedAmount`. */
  get waiting(): readonly Frame[] {
    return this.#line.waiting;
  }

  /**
   * Called with each frame that reaches the server, within the client's `send()`; no server answers from in there, so
   * answer in a microtask or later. What it throws goes to the constructor's `errors`.
   * @default null
   */
  get onframe(): ((frame: Frame) => void) | null {
    return this.#line.hooks.frame;
  }

  set onframe(listener: ((frame: Frame) => void) | null) {
    this.#line.hooks.frame = listener;
  }

  /**
   * Called when something waits to be taken: a frame, or the close frame, of which nothing is in `waiting`.
   * @default null
   */
  get onwaiting(): (() => void) | null {
    return this.#line.hooks.waiting;
  }

  set onwaiting(listener: (() => void) | null) {
    this.#line.hooks.waiting = listener;
  }

  /**
   * Called when the client's close frame reaches the server, with the code (1005 if none) and the reason. With the option
   * `autoClose` off, `finishClose()` answers it. Not called for a connection that is lost, or that the server closes.
   * @default null
   */
  get onclose(): ((code: number, reason: string) => void) | null {
    return this.#line.hooks.close;
  }

  set onclose(listener: ((code: number, reason: string) => void) | null) {
    this.#line.hooks.close = listener;
  }

  /**
   * Completes the handshake: `open`. The subprotocol is the first that the client asked for, or the one given; if the
   * client did not ask for it (`''`: the server names none, though asked), the client refuses the connection.
   */
  accept(protocol?: string): void {
    if (this.#isTooLateFor('accept()')) return;
    const { requested } = this.#line;
    const chosen = protocol ?? requested[0] ?? '';
    if (requested.length > 0 ? requested.includes(chosen) : chosen === '') this.#line.open(chosen);
    else this.#line.fail();
  }

  /** Refuses the handshake, or is not there at all: `error`, then `close` 1006, unclean. */
  refuse(): void {
    if (!this.#isTooLateFor('refuse()')) this.#line.fail();
  }

  /**
   * Sends a frame. Binary frames arrive as the client's `binaryType` asks. To make an `ArrayBuffer` of a `Blob` takes
   * the platform a moment; frames and a close sent after it keep their order.
   */
  send(frame: Frame): void {
    this.#needsAccept('send()');
    this.#inOrder(() => {
      const data = asData(frame, this.#line.binaryType);
      return data instanceof Promise ? data.then((bytes) => this.#line.deliver(bytes)) : this.#line.deliver(data);
    });
  }

  /** Closes cleanly: `close` with this code (1005 if none), `wasClean` true. If the client is closing too, this wins. */
  close(code?: number, reason?: string): void {
    const frame = checkServerClose(code, reason);
    this.#needsAccept('close()');
    this.#inOrder(() => this.#line.finish(frame));
  }

  /**
   * The connection is lost: `error`, then `close` 1006, unclean, as the standard says and Node does. Chromium and
   * `ws` fire no `error` once the socket was open: `{ error: false }` imitates them.
   */
  drop({ error = true }: { error?: boolean } = {}): void {
    this.#line.fail(error);
  }

  /**
   * Half-open from now on: nothing passes in either direction and nobody is told. What the client sends stays in its
   * `bufferedAmount`, its close is never answered; only `drop()` ends it.
   */
  silence(): void {
    this.#line.silent = true;
  }

  /**
   * A slow line from now on: what the client sends stays in its `bufferedAmount`, and so does its close frame behind it,
   * until `take()` or `resume()`. What the server sends arrives all the same.
   */
  stall(): void {
    this.#line.stalled = true;
  }

  /**
   * Takes that many bytes of what waits, all if none are given. A frame arrives when its last byte is taken, the close
   * frame when nothing waits before it. What comes later waits again.
   * @throws RangeError for less than 0
   */
  take(bytes = Number.POSITIVE_INFINITY): void {
    if (!(bytes >= 0)) throw new RangeError(`take() needs a number of bytes from 0 on, got ${bytes}.`);
    this.#line.take(bytes);
  }

  /** Ends `stall()`: takes all that waits, and what comes later arrives at once. */
  resume(): void {
    this.#line.stalled = false;
    this.#line.take(Number.POSITIVE_INFINITY);
  }

  /** Answers the client's close (see the option `autoClose`), by its own code and reason unless others are given. */
  finishClose(code?: number, reason?: string): void {
    const frame = code === undefined && reason === undefined ? undefined : checkServerClose(code, reason);
    if (this.#line.state <= OPEN) throw new Error('finishClose() needs a close() by the client, got none.');
    this.#line.answerClose(frame);
  }

  #isTooLateFor(step: string): boolean {
    if (this.#line.state === OPEN) throw new Error(`${step} needs a connecting socket, got an open one.`);
    return this.#line.state !== CONNECTING || this.#line.silent;
  }

  #needsAccept(step: string): void {
    if (this.#line.state === CONNECTING) {
      throw new Error(`${step} needs an open socket, got a connecting one: call accept() first.`);
    }
  }
}

/** A frame as the receiving end wants it, in a copy. */
export function asData(frame: Frame, binaryType: BinaryKind): string | Blob | ArrayBuffer | Promise<ArrayBuffer> {
  if (typeof frame === 'string') return frame;
  if (frame instanceof Blob) return binaryType === 'blob' ? frame : frame.arrayBuffer();
  const view = ArrayBuffer.isView(frame) ? frame : new Uint8Array(frame);
  const bytes = new Uint8Array(view.byteLength);
  bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  return binaryType === 'blob' ? new Blob([bytes]) : bytes.buffer;
}
