import Backbone from 'backbone';
import { type AnyMessages, createDecorators } from '../../src/index.js';
import { recordedNames } from '../support/resources.js';
import { connect } from '../support/wire.js';

/** The decorator of classes, for any messages. */
export const { wsResource } = createDecorators<AnyMessages>();

/** Message types and what they do to a collection. */
export const operations = { new: 'add', edit: 'merge', gone: 'remove', list: 'reset' } as const;

const ofModel = { quote: 'set', drop: 'unset', halt: 'clear' } as const;

/** A class as `extend` makes it, with the type of its parent. */
export const extended = <C extends { extend(members: object): unknown }>(Class: C, members: object): C =>
  Class.extend(members) as C;

/** An open connection whose errors are kept. */
export function watched() {
  const connected = connect();
  const errors: any[] = [];
  connected.ws.on('ws:error', (error: unknown) => errors.push(error));
  return Object.assign(connected, { errors, codes: () => errors.map(({ code }) => code) });
}

/** A collection that messages change, and the names of its events. */
export function room(members: object = {}, models: object[] = []) {
  const connected = watched();
  @wsResource(connected.ws, { apply: operations })
  class Room extends extended(Backbone.Collection, members) {}
  const collection = new Room(models);
  return Object.assign(connected, { collection, names: recordedNames(collection) });
}

/** A model that messages change, and the names of its events. */
export function quote(attributes: object) {
  const connected = watched();
  @wsResource(connected.ws, { apply: ofModel })
  class Quote extends Backbone.Model {}
  const model = new Quote(attributes);
  return Object.assign(connected, { model, names: recordedNames(model) });
}
