import Backbone from 'backbone';
import { vi } from 'vitest';
import type { WSOptions } from '../../src/index.js';
import { flush } from '../support/until.js';
import { connect } from '../support/wire.js';
import { saving } from './saving.js';

type Options = WSOptions<any, 'ws'>;

/** What a server does with the requests that the newest socket was given; `index` is their place, the last one if not given. */
const answering = ({ sent, receiveRaw }: { sent(): any[]; receiveRaw(message: unknown): void }) => ({
  reply: (data?: unknown, index = -1) => receiveRaw({ id: sent().at(index).id, data }),
  refuse: (error: unknown = { message: 'refused' }, index = -1) => receiveRaw({ id: sent().at(index).id, error }),
  /** Type and payload of what was sent. */
  asked: () => sent().map(({ type, data }) => [type, data]),
});

/** A model that saves by requests. */
export function requesting(attributes: object = { id: 1, price: 7 }, options: Options = {}, open = true) {
  const saved = saving(attributes, { sync: 'request', ...options }, open);
  return { ...saved, ...answering(saved) };
}

/** A collection that saves by requests, and so do the models that it makes. */
export function requestingList(models: object[] = [], options: Options = {}) {
  const connected = connect({ sync: 'request', ...options });
  const Item = Backbone.Model.extend({
    initialize(this: Backbone.Model) {
      connected.ws.bind(this, {});
    },
  });
  const Items: new (models: object[]) => Backbone.Collection = Backbone.Collection.extend({ model: Item });
  const list: Omit<Backbone.Collection, 'fetch' | 'create'> & { fetch: any; create: any } = new Items(models);
  connected.ws.bind(list, {});
  return { ...connected, list, ...answering(connected) };
}

/** The three callbacks of a call, watched. */
export const callbacks = () => ({ success: vi.fn(), error: vi.fn(), complete: vi.fn() });

/** How a promise has ended, by value or by the code of its error; `waiting` if it has not. */
export async function endOf(promise: Promise<unknown>): Promise<unknown> {
  let end: unknown = 'waiting';
  promise.then(
    (value) => (end = value),
    (error) => (end = error.code),
  );
  await flush();
  return end;
}
