import type { MessageMeta } from '../../types/events.js';
import { misuse } from '../errors.js';

const kindOf = (value: unknown): string => (value === null || Array.isArray(value) ? 'none' : typeof value);

/** One payload or several, each of them of a kind that is named. */
function itemsOf(data: unknown, { type }: MessageMeta, kinds = 'object'): any[] {
  const items = [data].flat();
  for (const item of items) {
    if (kinds.includes(kindOf(item))) continue;
    throw misuse('bad-payload', `apply "${type}":`, 'an object or an array of objects', item);
  }
  return items;
}

/**
 * The model of a collection with the id that attributes have; nothing else, such as a `cid` in a message, leads to one. A model
 * that is there is asked too, because it may have got its `idAttribute` in `preinitialize`, which a collection does not see.
 */
function find(collection: any, item: unknown): any {
  const { idAttribute } = collection.models[0] ?? {};
  const idOf = (attributes: unknown) => collection.modelId(attributes, idAttribute);
  const id = kindOf(item) === 'object' ? idOf(item) : item;
  if (!'string number'.includes(kindOf(id))) return undefined;
  const model = collection.get(id);
  return model?.attributes && String(idOf(model.attributes)) === String(id) ? model : undefined;
}

/** What messages do to a collection: each is one change. */
const ofCollection = {
  add(this: any, data: unknown, meta: MessageMeta): void {
    // Backbone would look for a model with the `cid` of an item.
    const items = itemsOf(data, meta).flatMap(({ cid: _, ...item }) => (find(this, item) ? [] : item));
    if (items[0]) this.add(items);
  },

  merge(this: any, data: unknown, meta: MessageMeta): void {
    const by = typeof this.comparator === 'string' ? this.comparator : undefined;
    let isMoved = false;
    const merged: any[] = itemsOf(data, meta).flatMap((item) => {
      const model = find(this, item)?.set(item);
      isMoved ||= !!model?.hasChanged(by);
      return model ?? [];
    });
    if (!merged[0]) return;
    if (this.comparator && isMoved) this.sort();
    this.trigger('update', this, { changes: { added: [], removed: [], merged } });
  },

  remove(this: any, data: unknown, meta: MessageMeta): void {
    const models = itemsOf(data, meta, 'object string number').flatMap((item) => find(this, item) ?? []);
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

  unset(this: any, data: unknown, meta: MessageMeta): void {
    const names = kindOf(data) === 'object' ? Object.keys(data as object) : itemsOf(data, meta, 'string');
    const own = names.filter((name) => Object.hasOwn(this.attributes, name));
    this.set(Object.fromEntries(own.map((name) => [name, undefined])), { unset: true });
  },

  clear(this: any): void {
    this.clear();
  },
};

/** What can be applied to the instances of a class, by name. */
export const operationsOf = (prototype: {
  readonly modelId?: unknown;
  readonly unset?: unknown;
}): { readonly [name: string]: (data: any, meta: any) => void } =>
  prototype.modelId ? ofCollection : prototype.unset ? ofModel : {};
