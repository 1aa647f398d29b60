import type { Match } from '../../types/resource.js';
import { misuse } from '../errors.js';
import { type Home, type Slot, SlotList, type Slots } from './slot.js';

/** A `match` taken apart: which fields of the payload equal which attributes of the model. */
export interface Key {
  readonly fields: readonly string[];
  readonly attributes: readonly string[];
}

/**
 * @throws WSError `bad-events`: no field, or an attribute that is not a name; `bad-resource`: not a model
 */
export function toKey(match: Match, model: any): Key {
  const given: { readonly [field: string]: string } = typeof match === 'string' ? { [match]: match } : (match ?? {});
  const fields = Object.keys(given);
  // The attribute 'id' stands for the model's own.
  const attributes = fields.map((field) => (given[field] === 'id' && model.idAttribute) || given[field]);
  if (!fields.length || ![...fields, ...attributes].every((attribute) => attribute && typeof attribute === 'string')) {
    throw misuse('bad-events', 'match:', "a field or { field: 'attribute' }", match);
  }
  if (typeof model.get !== 'function' || !model.attributes)
    throw misuse('bad-resource', 'match:', 'a model, which has attributes', model);
  return { fields, attributes };
}

/** One value stands for itself. Several are written down, so that they can be looked up at once; objects equal nothing. */
function toValue(values: readonly unknown[]): unknown {
  if (values.length === 1) return values[0] ?? undefined;
  if (values.some((value) => value === undefined || value === null || Object(value) === value)) return undefined;
  return JSON.stringify(values.map((value) => [typeof value, String(value)]));
}

/**
 * Slots of one topic by key. A key with one slot leads straight to it; only a key that several share has a list, so what a
 * message costs does not depend on how many models there are.
 */
export class KeyedIndex implements Home {
  readonly entries = new Map<unknown, Slot | SlotList>();
  /** All its slots, those included whose model has no key yet. */
  size = 0;

  /** The field of the payload, if it is one alone. */
  private readonly field: string | undefined;

  constructor(
    readonly topic: string,
    readonly key: Key,
  ) {
    this.field = key.fields.length > 1 ? undefined : key.fields[0];
  }

  find(data: any): Slot | Slots | undefined {
    if (data === null || typeof data !== 'object') return undefined;
    const { field } = this;
    const value = field === undefined ? toValue(this.key.fields.map((one) => data[one])) : data[field];
    const entry = this.entries.get(value) as any;
    return entry?.slots ?? entry;
  }

  add(slot: Slot): void {
    const { entries } = this;
    const key = toValue(this.key.attributes.map((attribute) => (slot.resource as any).get(attribute)));
    const entry = entries.get(key);
    slot.key = key;
    slot.position = 0;
    this.size++;
    if (entry instanceof SlotList) entry.add(slot);
    else if (entry) {
      const list = new SlotList(this.topic);
      list.add(entry);
      list.add(slot);
      entries.set(key, list);
    } else if (key !== undefined) entries.set(key, slot);
  }

  remove(slot: Slot): void {
    const entry = this.entries.get(slot.key);
    if (entry instanceof SlotList) entry.remove(slot);
    if (entry === slot || (entry as SlotList)?.size === 0) this.entries.delete(slot.key);
    slot.position = -1;
    this.size--;
  }

  /** Puts a slot where its model's attributes now say. */
  move(slot: Slot): void {
    this.remove(slot);
    this.add(slot);
  }
}

/** Names of the model's events that move it to another key. */
export const changesOf = ({ attributes }: Key): string[] => attributes.map((attribute) => `change:${attribute}`);
