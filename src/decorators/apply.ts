import type { MessageMeta } from '../../types/events.js';
import { misuse } from '../errors.js';

type Attributes = { readonly [name: string]: unknown };

const isObject = (value: unknown): value is Attributes => Object(value) === value && !Array.isArray(value);

/** One payload or several, each of them an object. */
function itemsOf(data: unknown, { type }: MessageMeta): Attributes[] {
  const items = [data].flat();
  for (const item of items) {
    if (!isObject(item)) throw misuse('bad-payload', `apply "${type}":`, 'an object or an array of objects', item);
  }
  return items as Attributes[];
}

/**
 * The model of a collection with the id that attributes have; nothing else, such as a `cid` in a message, leads to one. A model
 * that is there is asked too, because it may have got its `idAttribute` in `preinitialize`, which a collection does not see.
 */
function find(collection: any, item: unknown): any {
  const { idAttribute } = collection.models[0] ?? {};
  const idOf = (attributes: unknown) =>
    collection.modelId(attributes, idAttribute) ?? (attributes as Attributes)[idAttribute];
  const id = isObject(item) ? idOf(item) : item;
  if (id === undefined || id === null) return undefined;
  const model = collection.get(id);
  return model?.attributes && String(idOf(model.attributes)) === String(id) ? model : undefined;
}

/** What messages do to a collection: each is one change. */
const ofCollection = {
  add(this: any, data: unknown, meta: MessageMeta): void {
    const items = itemsOf(data, meta).filter((item) => !find(this, item));
    if (items[0]) this.add(items);
  },

  merge(this: any, data: unknown, meta: MessageMeta): void {
    const merged: any[] = itemsOf(data, meta).flatMap((item) => find(this, item)?.set(item) ?? []);
    if (!merged[0]) return;
    const by = typeof this.comparator === 'string' ? this.comparator : undefined;
    if (this.comparator && merged.some((model) => model.hasChanged(by))) this.sort();
    this.trigger('update', this, { changes: { added: [], removed: [], merged } });
  },

  remove(this: any, data: unknown): void {
    const models = [data].flat().flatMap((item) => find(this, item) ?? []);
    if (models[0]) this.remove(models);
  },

  reset(this: any, data: unknown, meta: MessageMeta): void {
    this.reset(itemsOf(data ?? [], meta));
  },
};

const ofModel = {
  set(this: any, data: unknown, meta: MessageMeta): void {
    this.set(itemsOf([data], meta)[0]);
  },

  unset(this: any, data: unknown): void {
    const names = isObject(data) ? Object.keys(data) : [data].flat();
    this.set(Object.fromEntries(names.map((name) => [name, undefined])), { unset: true });
  },

  clear(this: any): void {
    this.clear();
  },
};

/** What can be applied to the instances of a class, by name. */
export const operationsOf = (prototype: {
  readonly modelId?: unknown;
}): { readonly [name: string]: (data: any, meta: any) => void } => (prototype.modelId ? ofCollection : ofModel);
