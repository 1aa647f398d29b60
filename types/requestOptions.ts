/** Third argument of `request`. */
export interface RequestOptions {
  /**
   * Milliseconds until it is rejected with `WSError('timeout')`, from the call, connecting included; 0 sets no limit.
   * @default the option `requestTimeoutMs`
   */
  readonly timeoutMs?: number | undefined;
  /** Rejects it with `WSError('aborted')`. What has not been sent by then will not be. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Sends it again, with the same id, each time the connection is lost before the reply came; `{ attempts }` limits how often. The
   * other side may get it several times, and tells by the id that it is one.
   * @default false: it is rejected with `WSError('connection-lost')`, whose `sent` is true
   */
  readonly retry?: boolean | { readonly attempts?: number } | undefined;
  /**
   * What becomes of it while there is no connection: `'wait'` in the outbox, or `'fail'` with `WSError('not-open')`.
   * @default 'wait'
   */
  readonly offline?: 'wait' | 'fail' | undefined;
}
