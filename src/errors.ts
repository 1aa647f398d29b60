/**
 * Every error of this package is a `WSError`; its `code` says what happened and does not change between versions.
 *
 * Misuse, thrown at once: `no-url`, `bad-url`, `bad-option`, `bad-argument`, `bad-resource`, `bad-events`,
 * `bad-message` (cannot be encoded), `bad-decorator` (on something that it cannot decorate), `no-connection` (a decorated class
 * has none), `no-websocket`, `destroyed` (used after `destroy()`).
 *
 * `no-handler` (the method of that name is gone) and `bad-payload` (it cannot be applied to the resource): a message that
 * could not be handled, in the `error` event.
 *
 * `not-open` and `outbox-full`: a message could not be taken now; thrown by `send`, a rejection elsewhere.
 *
 * Faults of the wire, as an event or a rejection: `connect-failed`, `connect-timeout`, `connection-lost`, `closed`
 * (by `close()`), `dropped` (the outbox gave the message up), `timeout`, `killed`, `aborted`, `remote` (the other side answered
 * with the error that `cause` holds), `invalid` (a schema refuses the message).
 */
export type WSErrorCode =
  | 'no-url'
  | 'bad-url'
  | 'bad-option'
  | 'bad-argument'
  | 'bad-resource'
  | 'bad-events'
  | 'bad-message'
  | 'bad-payload'
  | 'bad-decorator'
  | 'no-connection'
  | 'no-handler'
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
  | 'aborted'
  | 'remote'
  | 'invalid';

/** An error with a stable `code`; `cause` holds the error or event behind it where there is one. */
export class WSError extends Error {
  /** `'WSError'`, also where code is minified. */
  override readonly name = 'WSError';
  /** Of a request: whether it was handed to a socket. If not, the other side has not seen it. */
  declare readonly sent?: boolean;

  constructor(
    /** What happened. It does not change between versions. */
    readonly code: WSErrorCode,
    message: string = `No connection: ${code}.`,
    cause?: unknown,
    sent?: boolean,
  ) {
    super(message, { cause });
    if (sent !== undefined) this.sent = sent;
  }
}

/** A short, safe rendering of any value. */
function show(value: any): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  return Object(value) === value ? (value.constructor?.name ?? 'Object') : String(value);
}

/** The error of a wrong argument: what was expected, what came. */
export const misuse = (code: WSErrorCode, what: string, expected: string, got: unknown, cause?: unknown): WSError =>
  new WSError(code, `${what} expected ${expected}, got ${show(got)}.`, cause);
