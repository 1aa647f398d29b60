import { WSError, type WSErrorCode } from '../errors.js';

/** A predicate over payload, type and the whole message. */
export type Predicate = (data: any, type: string | undefined, raw: any) => unknown;

/**
 * Waits for one message: a promise of its payload. It ends once; its rejections are `WSError`s with the code `timeout`,
 * `killed`, `aborted`, `connection-lost`, `closed` or `destroyed`, and one that nobody handles is not reported.
 */
export class Expectation<T = any> extends Promise<T> {
  /** What `then` and its kin return are plain promises. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** The expectation itself, for those who know it from 0.4.0. */
  readonly promise: Promise<T> = this;
  /** Ends it: with an error's code, or with a payload. Does nothing once it has ended. @internal */
  readonly end: (code: WSErrorCode | undefined, data?: unknown) => void;

  /** @internal */
  constructor(delayMs: number, signal: AbortSignal | undefined, release: () => void) {
    let settle!: [resolve: (data: any) => void, reject: (error: WSError) => void];
    super((...both) => {
      settle = both;
    });
    let isOver = false;
    const abort = () => this.end('aborted', signal!.reason);
    const late = () => this.end('timeout');
    const timer = delayMs < Infinity ? setTimeout(late, Math.min(delayMs, 2_147_483_647)) : undefined;
    this.end = (code, data) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      release();
      if (!code) return settle[0](data);
      const why =
        code === 'timeout' ? `Timeout: nothing that fits came within ${delayMs / 1000} s.` : `Not met: ${code}.`;
      settle[1](new WSError(code, why, data));
    };
    this.catch(() => {});
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
  }

  /** Gives up: rejects with `WSError('killed')`. */
  kill(): void {
    this.end('killed');
  }
}
