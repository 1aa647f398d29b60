import type { RequestOptions } from '../../types/options.js';
import type { SyncMode } from '../../types/policies.js';
import type { WSError } from '../errors.js';
import { enqueue, type Outcome } from './queue.js';

/** A connection as saving with confirmation sees it. */
export interface RequestLink {
  request(type: string, data: unknown, options: RequestOptions): Promise<unknown>;
  /** Takes what a callback throws. */
  fail(error: unknown): void;
}

/** What `save`, `fetch` and `destroy` return: a promise of the reply's payload, which can be aborted. */
export interface SyncPromise<T = any> extends Promise<T> {
  /** Ends the request with `WSError('aborted')`; does nothing once it has ended. */
  abort(reason?: unknown): void;
}

type Method = 'create' | 'read' | 'update' | 'patch' | 'delete';
type Plan = { readonly type: string; readonly data?: unknown };

const statusOf: { readonly [code: string]: string } = { aborted: 'abort', timeout: 'timeout' };

/** Payload of each method, as Backbone chooses it; the model's id goes along where an XHR has it in its URL. */
function toData(method: string, model: any, options: any): any {
  const { id, idAttribute } = model;
  const own = id === undefined ? {} : { [idAttribute]: id };
  if (options.data !== undefined && options.data !== null) return options.data;
  if (method === 'read' || method === 'delete') return own;
  return { ...own, ...(options.attrs ?? model.toJSON(options)) };
}

/** What is asked for; undefined where the mode leaves the method to XHR. */
export function planOf(mode: SyncMode, method: string, model: any, options: any): Plan | undefined {
  if (typeof mode === 'function') return mode(method as Method, model, options) || undefined;
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
  const controller = new AbortController();
  const { signal } = controller;
  const { timeoutMs, retry, offline } = options;
  const request = ({ type, data }: Plan): Promise<unknown> =>
    link.request(type, data, { timeoutMs, retry, offline, signal });
  const abort = (reason?: unknown): void => controller.abort(reason);
  options.signal?.addEventListener('abort', () => abort(options.signal.reason), { once: true, signal });
  if (options.signal?.aborted) abort(options.signal.reason);
  if (options.beforeSend?.call(options, { abort }, options) === false) abort();

  const data = plan.data === undefined ? toData(method, model, options) : plan.data;
  const run = async (write: { readonly data: any }): Promise<unknown> => {
    const isLate = method === 'create' && !model.isNew();
    const now = isLate ? planOf(mode, 'update', model, options) : plan;
    return request({
      type: (now ?? plan).type,
      data: isLate ? { ...toData('delete', model, {}), ...write.data } : write.data,
    });
  };
  const attempt = (callback: () => unknown): void => {
    try {
      callback();
    } catch (error) {
      link.fail(error);
    }
  };
  let resolve!: (value: unknown) => void;
  let reject!: (error: WSError) => void;
  const result = new Promise((...both) => ([resolve, reject] = both)) as SyncPromise;
  const end = (outcome: Outcome): void => {
    let status = 'success';
    if ('value' in outcome) {
      attempt(() => options.success?.(outcome.value, status, result));
      resolve(outcome.value);
    } else {
      const { error } = outcome;
      status = statusOf[error.code] ?? 'error';
      Object.assign(options, { textStatus: status, errorThrown: error });
      attempt(() => options.error?.(error.code === 'remote' ? error.cause : error, status, error));
      reject(error);
    }
    attempt(() => options.complete?.(result, status));
  };
  result.abort = abort;
  result.catch(() => {});
  options.xhr = result;
  // A list has no id that could change, so its writes need not wait for each other.
  const isQueued = method !== 'read' && typeof model.isNew === 'function';
  const write = { method, coalesce: !!options.coalesce, data, signal, run, ends: [end] };
  if (isQueued) enqueue(model, write);
  else
    run(write).then(
      (value) => end({ value }),
      (error) => end({ error }),
    );
  model.trigger('request', model, result, options);
  return result;
}
