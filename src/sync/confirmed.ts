import type { SyncMode } from '../../types/policies.js';
import type { RequestOptions } from '../../types/requestOptions.js';
import { misuse, WSError } from '../errors.js';
import { enqueue, type Outcome } from './queue.js';

/** A connection as saving with confirmation sees it. */
export interface RequestLink {
  readonly connection: { readonly state: string };
  readonly requests: { readonly ends: number };
  /** Takes what a callback throws. */
  readonly bus: { fail(error: unknown): void };
  request(type: string, data: unknown, options: RequestOptions): Promise<unknown>;
  /** Keeps the connection, even when the last resource goes, until the answer is called. */
  hold(): () => void;
}

/** What `save`, `fetch` and `destroy` return: a promise of the reply's payload, which can be aborted. */
export interface SyncPromise<T = any> extends Promise<T> {
  /** Ends the request with `WSError('aborted')`, callbacks included, before it returns; does nothing once it has ended. */
  abort(reason?: unknown): void;
}

type Method = 'create' | 'read' | 'update' | 'patch' | 'delete';
type Plan = { readonly type: string; readonly data?: unknown };

const statusOf: { readonly [code: string]: string } = { aborted: 'abort', timeout: 'timeout' };

/** The id goes along where an XHR has it in its URL; what is no plain object has no place for it. */
function withId({ id, idAttribute }: any, data: any): any {
  const isPlain = Object.getPrototypeOf(Object(data)) === Object.prototype;
  return isPlain && id !== undefined ? { [idAttribute]: id, ...data } : data;
}

/** Payload of each method, as Backbone chooses it. */
function toData(method: string, model: any, options: any): any {
  const isAsking = method === 'read' || method === 'delete';
  return withId(model, options.data ?? (isAsking ? {} : (options.attrs ?? model.toJSON(options))));
}

/**
 * What is asked for; undefined where the mode leaves the method to XHR.
 *
 * @throws WSError `bad-option`: the mode of a call is checked here
 */
export function planOf(mode: SyncMode, method: string, model: any, options: any): Plan | undefined {
  if (typeof mode === 'function') return mode(method as Method, model, options) || undefined;
  if (typeof mode !== 'object' && mode !== 'request')
    throw misuse('bad-option', 'sync:', "a boolean, 'request', an object or a function", mode);
  const type = mode === 'request' ? method : (mode as { readonly [method: string]: string })[method];
  return type === undefined ? undefined : { type };
}

/**
 * `Backbone.sync` by requests: the callbacks, events and results are those of an XHR. The writes of one model go one after the
 * other; a `create` that has waited for another becomes an `update`. Its promise is rejected with the `WSError`, `error` gets the
 * server's error as `resp`, or that `WSError` where the server has not answered. An unhandled rejection is not reported.
 */
export function confirmed(
  link: RequestLink,
  mode: SyncMode,
  plan: Plan,
  method: string,
  model: any,
  options: any,
): SyncPromise {
  const { timeoutMs, retry, offline, signal, context = options } = options;
  let isEnded = false;
  let isHeard = false;
  /** Whether the other side may have it, if it is under way, although the connection is not open any more. */
  let isSent = !!retry;
  let leave: ((reason: unknown) => boolean) | undefined;
  let release: (() => void) | undefined;
  let resolve!: (value: unknown) => void;
  let reject!: (error: WSError) => void;
  const result = new Promise((...both) => ([resolve, reject] = both)) as SyncPromise;
  result.catch(() => {});
  options.xhr = result;

  const call = (name: 'success' | 'error' | 'complete', ...args: unknown[]): void => {
    try {
      if (isHeard) options[name]?.apply(context, args);
    } catch (error) {
      link.bus.fail(error);
    }
  };
  const end = (outcome: Outcome): void => {
    if (isEnded) return;
    isEnded = true;
    signal?.removeEventListener('abort', handleAbort);
    let status = 'success';
    if ('value' in outcome) {
      if (outcome.value === undefined) status = 'nocontent';
      call('success', outcome.value, status, result);
      resolve(outcome.value);
    } else {
      const { error } = outcome;
      status = statusOf[error.code] ?? 'error';
      if (isHeard) Object.assign(options, { textStatus: status, errorThrown: error });
      call('error', error.code === 'remote' ? error.cause : error, status, error);
      reject(error);
    }
    call('complete', result, status);
    release?.();
  };
  // At once, as an XHR does it: who aborts and asks again must not hear of the first one after that.
  const abort = (reason?: unknown): void => {
    if (isEnded) return;
    const isUnderWay = leave?.(reason) ?? false;
    const sent = isUnderWay && (isSent || link.connection.state === 'open');
    end({ error: new WSError('aborted', `Saving by request "${plan.type}" was aborted.`, reason, sent) });
  };
  const handleAbort = (): void => abort(signal.reason);
  const send = async (data: unknown, signal: AbortSignal): Promise<unknown> => {
    const isLate = method === 'create' && !model.isNew();
    isSent ||= link.connection.state === 'open';
    const { type } = (isLate && planOf(mode, 'update', model, options)) || plan;
    return link.request(type, isLate ? withId(model, data) : data, { timeoutMs, retry, offline, signal });
  };

  result.abort = abort;
  const data = plan.data === undefined ? toData(method, model, options) : plan.data;
  if (options.beforeSend?.call(context, result, options) === false) abort();
  isHeard = true;
  if (!isEnded) release = link.hold();
  if (signal?.aborted) queueMicrotask(handleAbort);
  else if (!isEnded) {
    signal?.addEventListener('abort', handleAbort);
    // A list has no id that could change, and reading changes nothing, so these need not wait for each other.
    const isQueued = method !== 'read' && typeof model.isNew === 'function';
    const write = { method, link, type: plan.type, coalesce: !!options.coalesce, data, send, end };
    leave = enqueue(isQueued ? model : write, write);
  }
  model.trigger('request', model, result, options);
  return result;
}
