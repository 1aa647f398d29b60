import type { Frame } from '../../../types/socket.js';
import { CONNECTING, type Line, OPEN } from './line.js';
import { checkServerClose } from './rules.js';

/**
 * The far end of one fake socket, played by the test: `socket.server`. Every step takes effect before it returns, so
 * a test needs no waiting. A step that comes too early throws, for then the script is wrong; one that comes too late,
 * when the client has gone, does nothing, as on a real network.
 */
export class FakeServer {
  readonly #line: Line;
  #reading: Promise<void> | null = null;

  constructor(line: Line) {
    this.#line = line;
  }

  /** The frames that reached the server, in order: `socket.sent` without what was sent after `silence()`. */
  get received(): readonly Frame[] {
    return this.#line.received;
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

  #inOrder(act: () => void | Promise<void>): void {
    const work = this.#reading ? this.#reading.then(act) : act();
    if (!work) return;
    const reading = work.finally(() => {
      if (this.#reading === reading) this.#reading = null;
    });
    this.#reading = reading;
  }
}

function asData(frame: Frame, binaryType: BinaryType): string | Blob | ArrayBuffer | Promise<ArrayBuffer> {
  if (typeof frame === 'string') return frame;
  if (frame instanceof Blob) return binaryType === 'blob' ? frame : frame.arrayBuffer();
  const view = ArrayBuffer.isView(frame) ? frame : new Uint8Array(frame);
  const bytes = new Uint8Array(view.byteLength);
  bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  return binaryType === 'blob' ? new Blob([bytes]) : bytes.buffer;
}
