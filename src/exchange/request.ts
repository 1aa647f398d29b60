import type { Frame } from '../../types/socket.js';
import { WSError, type WSErrorCode } from '../errors.js';

/** Who does not wait for a request does not hear of its end. Added when it fails: most never do, and it takes room. */
const ignore = (): void => {};

/** One request that waits for its reply: it owns its id, its deadline and its end. */
export class Pending {
  /** Whether a socket has been given it: the other side may have it then. */
  isSent = false;
  /** Whether the connection that it was sent on is lost, so that it has to be sent again. */
  isLost = false;
  /** Whether its reply has come and is being checked: another message with its id is no reply then. */
  isAnswered = false;
  /** How it is taken back; there while it has not been sent. */
  unsent: ((error?: WSError) => void) | undefined = undefined;
  /** What it consists of, if it may be sent again. */
  repeat: readonly [frame: Frame, message: object] | undefined = undefined;
  /** What the caller has. */
  readonly promise: Promise<any>;
  private fulfil!: (data: unknown) => void;
  private reject!: (error: WSError) => void;
  /** When it is over, by `performance.now()`; Infinity for never. */
  readonly deadline: number;

  constructor(
    readonly id: string,
    readonly type: string,
    readonly timeoutMs: number,
    /** How often it may be sent again. */
    public resends: number,
    private readonly signal: AbortSignal | undefined,
    private readonly release: (pending: Pending) => boolean,
  ) {
    this.promise = new Promise((resolve, reject) => {
      this.fulfil = resolve;
      this.reject = reject;
    });
    this.deadline = timeoutMs > 0 ? performance.now() + timeoutMs : Infinity;
    signal?.addEventListener('abort', this);
  }

  /** Takes the reply, or a promise that has ended, whose end is the request's. */
  end(data: unknown): void {
    if (!this.free()) return;
    if (data instanceof Promise) this.promise.catch(ignore);
    this.fulfil(data);
  }

  fail(code: WSErrorCode, cause?: unknown, text?: string): void {
    if (!this.free()) return;
    this.promise.catch(ignore);
    const why = code === 'timeout' ? `no reply within ${this.timeoutMs} ms` : (text ?? code);
    this.reject(new WSError(code, `Request "${this.type}": ${why.replace(/\.$/, '')}.`, cause, this.isSent));
  }

  /** The signal has aborted. */
  handleEvent(): void {
    this.fail('aborted', this.signal!.reason);
  }

  /** Leaves nothing behind; false if it has ended already. */
  free(): boolean {
    this.signal?.removeEventListener('abort', this);
    return this.release(this);
  }
}
