import type { Settings } from '../options.js';

/** The methods of a connection that its resources get. */
export interface Giver {
  send(...args: any[]): boolean;
  sync(method: string, model: any, options?: any): unknown;
}

/** What a bound resource is given, by name: the same functions for all resources of a connection. */
export function giftsOf(ws: Giver, { sendAttribute, sync }: Settings): { readonly [name: string]: unknown } {
  const gifts: { [name: string]: unknown } = {};
  if (sendAttribute) gifts[sendAttribute] = (...args: unknown[]) => ws.send(...args);
  if (sync) gifts.sync = (method: string, model: unknown, options?: unknown) => ws.sync(method, model, options);
  return gifts;
}
