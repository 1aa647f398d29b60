import Backbone from 'backbone';
import type { WSOptions } from '../../src/index.js';
import { type Connected, connect, connecting } from '../support/wire.js';

/** A model bound to a connection with `sync`. What Backbone types as an XHR is a promise here. */
export function saving(attributes: object = { id: 1, price: 7 }, options: WSOptions<any, 'ws'> = {}, open = true) {
  const connected: Connected<'ws'> = (open ? connect : connecting)({ sync: true, ...options });
  const model: Backbone.Model & { save: any; fetch: any; destroy: any } = new Backbone.Model(attributes);
  connected.ws.bind(model, {});
  return { ...connected, model };
}
