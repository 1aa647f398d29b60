import Backbone from 'backbone';
import { Quote } from '../lib/model.mjs?listeners';

/** What a model listens to. A key is part of the event's name. */
const hashes = {
  one: () => ({ 'ws:message:quote': 'tick' }),
  keyed: (symbol) => ({ [`ws:message:quote:${symbol}`]: 'tick' }),
  three: (symbol) => ({ ...hashes.keyed(symbol), 'ws:close': 'pause', 'ws:noretries': 'stop' }),
};

/**
 * How 0.4.0 bound, which a page could still write by hand: each model has a closure for each of its events, which Backbone keeps
 * among the connection's listeners. Its end is listened to by a closure, and its `send` is one. That takes a little less than
 * 0.4.0 itself was measured to take; with `listenTo` in the place of `on` it would take 400 bytes more.
 */
export function create(_kind, { handlers }) {
  let connection;
  let resources;
  const unbind = (model) => {
    connection.off(null, null, model);
    delete model.send;
    resources.splice(resources.indexOf(model), 1);
  };
  const bind = (model, hash) => {
    for (const [event, method] of Object.entries(hash)) {
      connection.on(event, (...args) => model[method](...args), model);
    }
    model.on('destroy', () => unbind(model));
    model.send = (message) => connection.send(message);
    resources.push(model);
  };
  const drop = () => {
    connection = { send() {}, ...Backbone.Events };
    resources = [];
  };
  drop();
  return {
    make(symbol) {
      const model = new Quote({ symbol });
      bind(model, hashes[handlers](symbol));
      return model;
    },
    /** Letting go of each would search through the listeners of all. */
    drop,
  };
}
