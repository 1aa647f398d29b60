/**
 * Every error of this package is a `WSError`; its `code` says what happened and does not change between versions.
 *
 * Misuse, thrown at once: `no-url`, `bad-url`, `bad-option`, `bad-argument`, `bad-resource`, `bad-events`,
 * `bad-message` (cannot be encoded), `no-websocket`, `destroyed` (used after `destroy()`).
 *
 * `not-open` and `outbox-full`: a message could not be taken now; thrown by `send`, a rejection elsewhere.
 *
 * Faults of the wire, as an event or a rejection: `connect-failed`, `connect-timeout`, `connection-lost`, `closed`
 * (by `close()` or because the retries ran out), `dropped` (the outbox gave the message up), `timeout`, `killed`,
 * `aborted`.
 */
export type WSErrorCode =
  | 'no-url'
  | 'bad-url'
  | 'bad-option'
  | 'bad-argument'
  | 'bad-resource'
  | 'bad-events'
  | 'bad-message'
  | 'no-websocket'
  | 'destroyed'
  | 'not-open'
  | 'outbox-full'
  | 'connect-failed'
  | 'connect-timeout'
  | 'connection-lost'
  | 'closed'
  | 'dropped'
  | 'timeout'
  | 'killed'
  | 'aborted';

/** An error with a stable `code`; `cause` holds the error behind it where there is one. */
export class WSError extends Error {
  override readonly name = 'WSError';

  constructor(
    readonly code: WSErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** A short, safe rendering of any value for the "got" part of a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (value !== null && typeof value === 'object') return value.constructor?.name ?? 'Object';
  return String(value);
}
