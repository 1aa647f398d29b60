import type { RequestOptions } from '../../types/options.js';
import { fieldOf } from '../codec/envelope.js';
import { misuse, WSError, type WSErrorCode } from '../errors.js';
import type { Settings } from '../options.js';
import { createDeadlines } from './deadlines.js';
import { Pending } from './request.js';

/** How requests reach the other side. */
export interface Carrier {
  isOpen(): boolean;
  /** Sends, or keeps for later; `settle` is told when it was sent, or why it will not be. */
  transmit(message: object, settle: (error?: WSError) => void): unknown;
  /** Takes out of the outbox what was given with this `settle`. */
  withdraw(settle: (error?: WSError) => void): void;
  /** Puts type, payload and id into an envelope. */
  seal(type: string, data: unknown, id: string): object;
}

/** Unlike any other connection's, of other tabs too, so that a server may tell repeated requests from new ones. */
const randomId = (): string =>
  [...crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join('');

/** @throws WSError `bad-argument` */
function attemptsOf(retry: RequestOptions['retry']): number {
  const attempts = typeof retry === 'object' ? (retry?.attempts ?? Infinity) : retry ? Infinity : 0;
  if (attempts >= 0) return attempts;
  throw misuse('bad-argument', 'request: retry.attempts', 'a number of at least 0', attempts);
}

/**
 * Requests that wait for a reply with their id. Each ends once, and then nothing of it is left: no timer, no listener, no entry.
 *
 * @param check turns the payload of a reply into what the request is fulfilled with, or into what it is rejected with
 */
export function createRequests(
  { idAttribute, errorAttribute, dataAttribute, requestTimeoutMs }: Settings,
  carrier: Carrier,
  check: (type: string, data: unknown) => unknown,
) {
  const all = new Map<unknown, Pending>();
  /** How those are taken back that have not been sent, and what those consist of that may be sent again. */
  const unsent = new Map<Pending, (error?: WSError) => void>();
  const repeatable = new Map<Pending, object>();
  const idField = fieldOf(idAttribute);
  const errorField = fieldOf(errorAttribute);
  const dataField = fieldOf(dataAttribute);
  const deadlines = createDeadlines<Pending>((late) => late.fail('timeout'));
  let name = '';
  let count = 0;

  const release = (pending: Pending): boolean => {
    if (!all.delete(pending.id)) return false;
    const settle = unsent.get(pending);
    requests.size--;
    deadlines.remove(pending);
    unsent.delete(pending);
    repeatable.delete(pending);
    if (settle) carrier.withdraw(settle);
    return true;
  };

  const requests = {
    /** How many wait. A field, because it is asked for every message. */
    size: 0,

    /**
     * @throws WSError `bad-argument`, `bad-message`
     */
    add(type: string, data: unknown, options: RequestOptions = {}): Promise<any> {
      const { timeoutMs = requestTimeoutMs, signal, retry, offline } = options;
      if (typeof type !== 'string' || !type) throw misuse('bad-argument', 'request:', 'a type', type);
      if (!(timeoutMs >= 0)) throw misuse('bad-argument', 'request: timeoutMs', 'a number of at least 0', timeoutMs);
      const resends = attemptsOf(retry);
      name ||= randomId();
      const id = `${name}-${++count}`;
      const message = carrier.seal(type, data, id);
      let pending!: Pending;
      const promise = new Promise((resolve, reject) => {
        pending = new Pending(id, type, timeoutMs, resends, signal, release, resolve, reject);
      });
      // Who does not wait for a request does not hear of its end.
      promise.catch(() => {});
      all.set(id, pending);
      requests.size++;
      if (signal?.aborted) pending.handleEvent();
      else if (offline === 'fail' && !carrier.isOpen()) pending.fail('not-open');
      else start(pending, message);
      return promise;
    },

    /** Takes a reply: a message with the id of a request that waits. Anything else, a second reply too, is none. */
    settle(raw: any): boolean {
      const pending = all.get(raw?.[idField]);
      if (!pending) return false;
      const error = raw[errorField] ?? undefined;
      if (error === undefined) pending.end(check(pending.type, typeof dataField === 'symbol' ? raw : raw[dataField]));
      else
        pending.fail('remote', error, typeof error === 'string' ? error : (error.message ?? 'answered with an error'));
      return true;
    },

    /** The connection is lost. Who has been sent and may not be sent again has no reply to expect. */
    lose(): void {
      for (const pending of [...all.values()]) {
        if (pending.isSent && !(pending.resends-- > 0)) pending.fail('connection-lost');
      }
    },

    /** The connection is open again: sends those once more whose reply was lost with the last one, in their order. */
    resend(send: (message: object) => unknown): void {
      for (const [pending, message] of [...repeatable]) {
        if (!pending.isSent || !all.has(pending.id)) continue;
        try {
          send(message);
        } catch (error) {
          pending.fail('dropped', error);
        }
      }
    },

    /** Ends all of them. */
    failAll(code: WSErrorCode): void {
      for (const pending of [...all.values()]) pending.fail(code);
    },
  };

  const start = (pending: Pending, message: object): void => {
    const settle = (error?: WSError): void => {
      unsent.delete(pending);
      if (error) return pending.fail(error.code, error, error.message);
      pending.isSent = true;
    };
    deadlines.add(pending);
    if (pending.resends > 0) repeatable.set(pending, message);
    unsent.set(pending, settle);
    try {
      carrier.transmit(message, settle);
    } catch (error) {
      const isMisuse = error instanceof WSError && error.code !== 'not-open' && error.code !== 'outbox-full';
      if (!isMisuse)
        return settle(error instanceof WSError ? error : new WSError('dropped', 'the socket refused it', error));
      release(pending);
      throw error;
    }
  };
  return requests;
}
