import Backbone from 'backbone';
import type { WSError } from '../errors.js';

/** A connection as saving sees it. */
export interface SyncLink {
  readonly connection: { readonly socket: unknown };
  readonly settings: { readonly dataAttribute: string | false };
  /** Takes what a callback throws. */
  readonly bus: { fail(error: unknown): void };
  /** Sends, or keeps for later; `settle` is told the end. */
  transmit(message: unknown, settle: (error?: WSError) => void): unknown;
}

/** As loaded, so that an application may put a connection's `sync` in its place. */
const xhr = Backbone.sync;

/** The message of Backbone.WS 0.4.0: the attributes and, unless they have one, `method`. A copy: what was passed stays as it is. */
function toMessage(method: string, model: any, options: any, listField: string): object {
  const data = options.data || options.attrs || model.toJSON(options);
  const isHash = data !== null && typeof data === 'object' && !Array.isArray(data);
  if (!isHash) return { method, [listField]: data };
  return data.method ? data : { ...data, method };
}

/**
 * `Backbone.sync` over a connection that answers nothing: what is saved is saved once it is on the socket. Then `success`
 * runs and the promise is fulfilled; if the message is given up, `error` runs and the promise is rejected with the
 * `WSError`. Neither happens before the call returns, and an unhandled rejection is not reported. A `read` only asks: what
 * it brings comes as a message, so `success` does not run for it.
 *
 * With `{ xhr: true }` the call goes to `Backbone.sync`.
 */
export function sync(link: SyncLink, method: string, model: any, options: any = {}): unknown {
  if (options.xhr) return xhr(method as never, model, options);
  const message = toMessage(method, model, options, link.settings.dataAttribute || 'data');
  if (typeof options.beforeSend === 'function') options.beforeSend.call(model, method, model, options);
  const sent = new Promise<void>((resolve, reject) => {
    link.transmit(message, (error) => (error ? reject(error) : resolve()));
  });
  sent
    .then(
      () => method !== 'read' && options.success?.(undefined),
      (error) => options.error?.(error),
    )
    .catch((error) => link.bus.fail(error));
  model.trigger('request', model, link.connection.socket, options);
  return sent;
}
