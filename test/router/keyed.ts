import Backbone from 'backbone';
import type { Match } from '../../src/index.js';
import { connect } from '../support/wire.js';

/** Binds models that write down their `name` when they get a quote. */
export function keyed(match: Match, connection = connect()) {
  const seen: unknown[] = [];
  const add = (attributes: Record<string, unknown>, model: Backbone.Model = new Backbone.Model(attributes)) => {
    connection.ws.bind(model, { 'ws:message:quote': () => void seen.push(model.get('name')) }, { match });
    return model;
  };
  /** Who got this payload. */
  const quote = (data?: unknown) => {
    seen.length = 0;
    connection.receive('quote', data);
    return [...seen];
  };
  return { ...connection, add, quote };
}
