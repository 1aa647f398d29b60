import Backbone from 'backbone';
import type { SyncMode } from '../../types/policies.js';
import type { WSError } from '../errors.js';
import { declaredBy } from '../resource/declared.js';
import { confirmed, planOf, type RequestLink } from './confirmed.js';

/** A connection as saving sees it. */
export interface SyncLink extends RequestLink {
  readonly connection: RequestLink['connection'] & { readonly socket: unknown };
  readonly settings: { readonly dataAttribute: string | false; readonly sync: SyncMode | undefined };
  readonly bus: RequestLink['bus'] & { readonly prefix: string };
  /** Sends, or keeps for later; `settle` is told the end. */
  transmit(message: unknown, settle: (error?: WSError) => void): unknown;
}

/** As loaded, so that an application may put a connection's `sync` in its place. */
const backboneSync = Backbone.sync;

/** For jQuery the option `xhr` is a function that makes an XMLHttpRequest, and anything else there is an error. */
function byXhr(method: string, model: any, options: any): unknown {
  if (typeof options.xhr !== 'function') options.xhr = undefined;
  return backboneSync(method as never, model, options);
}

/** The message of Backbone.WS 0.4.0: the attributes and, unless they have one, `method`. A copy: what was passed stays as it is. */
function toMessage(method: string, model: any, options: any, listField: string): object {
  const data = options.data || options.attrs || model.toJSON(options);
  const isHash = data !== null && typeof data === 'object' && !Array.isArray(data);
  if (!isHash) return { method, [listField]: data };
  return data.method ? data : { ...data, method };
}

/**
 * `Backbone.sync` over a connection, in the way that the call, the model's class or the connection chooses; with `{ xhr: true }` or
 * `{ sync: false }`, or where that way leaves a method out, by `Backbone.sync` itself.
 */
export function sync(link: SyncLink, method: string, model: any, options: any = {}): unknown {
  if (options.xhr === true || options.sync === false) return byXhr(method, model, options);
  const mode: SyncMode = options.sync ?? declaredBy(model, link.bus.prefix)?.sync ?? link.settings.sync ?? true;
  if (typeof mode === 'boolean')
    return options.xhr ? byXhr(method, model, options) : unconfirmed(link, method, model, options);
  const plan = planOf(mode, method, model, options);
  return plan ? confirmed(link, mode, plan, method, model, options) : byXhr(method, model, options);
}

/**
 * A connection that answers nothing: what is saved is saved once it is on the socket. Then `success` runs and the promise is
 * fulfilled; if the message is given up, `error` runs and the promise is rejected with the `WSError`. Neither happens before the
 * call returns, and an unhandled rejection is not reported. A `read` only asks: what it brings comes as a message, so `success`
 * does not run for it.
 */
function unconfirmed(link: SyncLink, method: string, model: any, options: any): unknown {
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
