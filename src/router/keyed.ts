import type { Match, Resource } from '../../types/resource.js';
import { show, WSError } from '../errors.js';
import { type Home, type Slot, SlotList } from './slot.js';

/** A `match` taken apart: which fields of the payload equal which attributes of the model. */
export interface Key {
  readonly id: string;
  readonly fields: readonly string[];
  readonly attributes: readonly string[];
}

/**
 * @throws WSError `bad-events`: no field, or an attribute that is not a name
 */
export function toKey(match: Match): Key {
  const pairs = typeof match === 'string' ? [[match, match] as const] : Object.entries(match ?? {});
  if (!pairs.length || !pairs.every(([field, attribute]) => field && typeof attribute === 'string' && attribute)) {
    throw new WSError('bad-events', `match: expected a field or { field: 'attribute' }, got ${show(match)}.`);
  }
  const fields = pairs.map(([field]) => field);
  const attributes = pairs.map(([, attribute]) => attribute);
  return { id: JSON.stringify([fields, attributes]), fields, attributes };
}

/** One value stands for itself. Several are written down together, so that they can be looked up at once. */
function join(values: unknown[]): unknown {
  if (values.some((value) => value === undefined || value === null)) return undefined;
  return JSON.stringify(values.map((value) => [typeof value, value]));
}

function keyOfPayload(fields: readonly string[], data: any): unknown {
  if (data === null || typeof data !== 'object') return undefined;
  return fields.length === 1 ? data[fields[0]!] : join(fields.map((field) => data[field]));
}

const attributeOf = (model: any, attribute: string): string =>
  attribute === 'id' ? (model.idAttribute ?? attribute) : attribute;

const keyOfModel = (attributes: readonly string[], model: any): unknown => {
  const values = attributes.map((attribute) => model.get(attributeOf(model, attribute)));
  return values.length === 1 ? (values[0] ?? undefined) : join(values);
};

/** Names of the model's events that move it to another key. */
export const changesOf = ({ attributes }: Key, model: Resource): string =>
  attributes.map((attribute) => `change:${attributeOf(model, attribute)}`).join(' ');

/**
 * Slots of one topic by key. A key with one slot leads straight to it; only a key that several share has a list, so what a
 * message costs does not depend on how many models there are.
 */
export class KeyedIndex implements Home {
  readonly entries = new Map<unknown, Slot | SlotList>();
  /** All its slots, those included whose model has no key yet. */
  size = 0;

  constructor(
    readonly topic: string,
    readonly key: Key,
  ) {}

  find(data: any): Slot | SlotList | undefined {
    return this.entries.get(keyOfPayload(this.key.fields, data));
  }

  add(slot: Slot): void {
    slot.key = keyOfModel(this.key.attributes, slot.resource);
    slot.position = 0;
    this.size++;
    if (slot.key === undefined) return;
    const entry = this.entries.get(slot.key);
    if (!entry) this.entries.set(slot.key, slot);
    else if (entry instanceof SlotList) place(entry, slot);
    else {
      const list = new SlotList(this.topic);
      list.add(entry);
      place(list, slot);
      this.entries.set(slot.key, list);
    }
  }

  remove(slot: Slot): void {
    const entry = this.entries.get(slot.key);
    if (entry instanceof SlotList) entry.remove(slot);
    if (entry === slot || (entry instanceof SlotList && !entry.size)) this.entries.delete(slot.key);
    slot.position = -1;
    this.size--;
  }

  /** Puts a slot where its model's attributes now say. */
  move(slot: Slot): void {
    this.remove(slot);
    this.add(slot);
  }
}

function place(list: SlotList, slot: Slot): void {
  const last = list.slots[list.slots.length - 1];
  if (last && last.order > slot.order) list.insert(slot);
  else list.add(slot);
}
