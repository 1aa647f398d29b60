import type { RequestOptions } from '../../types/requestOptions.js';
import type { Frame } from '../../types/socket.js';
import { fieldOf } from '../codec/envelope.js';
import { misuse, WSError, type WSErrorCode } from '../errors.js';
import type { Settings } from '../options.js';
import { createDeadlines } from './deadlines.js';
import { Pending } from './request.js';

/** How requests reach the other side. */
export interface Carrier {
  canSend(): boolean;
  /** Sends, or keeps for later; `settle` is told when it was sent, or why it will not be. */
  transmit(message: object, settle: (error?: WSError) => void): boolean;
  /** Takes out of the outbox what was given with this `settle`. */
  withdraw(settle: (error?: WSError) => void): void;
  /** Puts type, payload and id into an envelope. */
  seal(type: string, data: unknown, id: string): object;
  encode(message: object): Frame;
}

/**
 * Unlike any other connection's, of other tabs too, so that a server may tell repeated requests from new ones.
 *
 * @param random of a run that can be repeated
 */
const randomId = (random: (() => number) | undefined): string =>
  [...(random ? [random() * 2 ** 32, random() * 2 ** 32] : crypto.getRandomValues(new Uint32Array(2)))]
    .map((part) => Math.floor(part).toString(36))
    .join('');

/** @throws WSError `bad-argument` */
function attemptsOf(retry: RequestOptions['retry']): number {
  const attempts = !retry ? 0 : typeof retry === 'object' ? (retry.attempts ?? Infinity) : Infinity;
  if (typeof attempts === 'number' && attempts >= 0) return attempts;
  throw misuse('bad-argument', 'request: retry.attempts', 'a number of at least 0', attempts);
}

/**
 * Requests that wait for a reply with their id. Each ends once, and then nothing of it is left: no timer, no listener, no entry.
 *
 * @param check turns the payload of a reply into what the request is fulfilled with, or into what it is rejected with
 */
export function createRequests(
  { idAttribute, errorAttribute, dataAttribute, random, requestTimeoutMs }: Settings,
  carrier: Carrier,
  check: (type: string, data: unknown) => unknown,
) {
  const all = new Map<unknown, Pending>();
  const idField = fieldOf(idAttribute);
  const errorField = fieldOf(errorAttribute);
  const dataField = fieldOf(dataAttribute);
  const deadlines = createDeadlines<Pending>((late) => late.fail('timeout'));
  let name = '';
  let count = 0;

  const release = (pending: Pending): boolean => {
    if (!all.delete(pending.id)) return false;
    requests.size--;
    deadlines.remove(pending);
    if (pending.unsent) carrier.withdraw(pending.unsent);
    return true;
  };

  const requests = {
    /** How many wait. A field, because it is asked for every message. */
    size: 0,

    /** How often all were ended. */
    ends: 0,

    /**
     * @throws WSError `bad-argument`, `bad-message`
     */
    add(type: string, data: unknown, options: RequestOptions = {}): Promise<any> {
      const { timeoutMs = requestTimeoutMs, signal, retry, offline } = options;
      if (typeof type !== 'string' || !type) throw misuse('bad-argument', 'request:', 'a type', type);
      if (typeof timeoutMs !== 'number' || !(timeoutMs >= 0))
        throw misuse('bad-argument', 'request: timeoutMs', 'a number of at least 0', timeoutMs);
      if (signal && typeof signal.aborted !== 'boolean')
        throw misuse('bad-argument', 'request: signal', 'an AbortSignal', signal);
      if (!idAttribute) throw misuse('bad-argument', 'request:', 'the option idAttribute, a name', idAttribute);
      const resends = attemptsOf(retry);
      name ||= randomId(random);
      const id = `${name}-${++count}`;
      const message = carrier.seal(type, data, id);
      const pending = new Pending(id, type, timeoutMs, resends, signal, release);
      all.set(id, pending);
      requests.size++;
      if (signal?.aborted) pending.handleEvent();
      else if (offline === 'fail' && !carrier.canSend()) pending.fail('not-open');
      else start(pending, message);
      return pending.promise;
    },

    /** Takes a reply: a message with the id of a request that waits. Anything else, a second reply too, is none. */
    settle(raw: any): boolean {
      const pending = all.get(raw?.[idField]);
      if (!pending || pending.isAnswered) return false;
      const error = raw[errorField] ?? undefined;
      if (error === undefined) {
        const reply = check(pending.type, typeof dataField === 'symbol' ? raw : raw[dataField]);
        const end = () => pending.end(reply);
        pending.isAnswered = reply instanceof Promise;
        // Until then its deadline, its signal and the end of the connection go on.
        if (reply instanceof Promise) reply.then(end, end);
        else end();
      } else {
        const text = [error, error.message].find((one) => typeof one === 'string');
        pending.fail('remote', error, text ?? 'answered with an error');
      }
      return true;
    },

    /** Hands a frame to the socket. If it is a request it counts as sent before: its reply may come from within. */
    send(frame: Frame, message: any, send: (frame: Frame) => boolean): boolean {
      const pending = all.get(message?.[idField]);
      if (!pending) return send(frame);
      const { isSent } = pending;
      pending.isSent = true;
      if (send(frame)) return true;
      pending.isSent = isSent;
      return false;
    },

    /** The connection is lost. Who has been sent and may not be sent again has no reply to expect. */
    lose(): void {
      for (const pending of [...all.values()]) {
        if (!pending.isSent || pending.isLost || pending.isAnswered) continue;
        if (pending.resends-- > 0) pending.isLost = true;
        else pending.fail('connection-lost');
      }
    },

    /** The connection is open again: sends those once more whose reply was lost with the last one, in their order. */
    resend(send: (frame: Frame, message: object) => boolean): void {
      for (const pending of [...all.values()]) {
        if (!pending.isLost || !all.has(pending.id)) continue;
        pending.isLost = false;
        try {
          if (!send(...pending.repeat!)) pending.isLost = true;
        } catch (error) {
          pending.fail('dropped', error);
        }
      }
    },

    /** Those that wait, the oldest first. */
    list: (limit: number) => [...all.values()].slice(0, limit).map(({ id, type, isSent }) => ({ id, type, isSent })),

    /** Ends all of them. */
    failAll(code: WSErrorCode): void {
      requests.ends++;
      for (const pending of [...all.values()]) pending.fail(code);
    },
  };

  const start = (pending: Pending, message: object): void => {
    const settle = (error?: WSError): void => {
      pending.unsent = undefined;
      if (!error) return;
      pending.isSent = false;
      pending.fail(error.code, error, error.message);
    };
    deadlines.add(pending);
    pending.unsent = settle;
    try {
      // As it is now: what becomes of the payload later is not what was asked.
      if (pending.resends > 0) pending.repeat = [carrier.encode(message), message];
      carrier.transmit(message, settle);
    } catch (error) {
      const isMisuse = error instanceof WSError && error.code !== 'not-open' && error.code !== 'outbox-full';
      if (!isMisuse) {
        return settle(error instanceof WSError ? error : new WSError('dropped', 'the socket refused it', error));
      }
      pending.free();
      throw error;
    }
  };
  return requests;
}

export type Requests = ReturnType<typeof createRequests>;
