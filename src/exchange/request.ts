import { WSError, type WSErrorCode } from '../errors.js';

/** One request that waits for its reply: it owns its id, its deadline and its end. */
export class Pending {
  /** Whether a socket has been given it: the other side may have it then. */
  isSent = false;
  /** Whether the connection that it was sent on is lost, so that it has to be sent again. */
  isLost = false;
  /** Whether its reply has come and is being checked: another message with its id is no reply then. */
  isAnswered = false;
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
    private readonly fulfil: (data: unknown) => void,
    private readonly reject: (error: WSError) => void,
  ) {
    this.deadline = timeoutMs > 0 ? performance.now() + timeoutMs : Infinity;
    signal?.addEventListener('abort', this);
  }

  /** Takes the reply, or a promise that has ended, whose end is the request's. */
  end(data: unknown): void {
    if (this.free()) this.fulfil(data);
  }

  fail(code: WSErrorCode, cause?: unknown, text?: string): void {
    if (!this.free()) return;
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
