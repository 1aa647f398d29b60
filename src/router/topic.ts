import { type Key, KeyedIndex } from './keyed.js';
import { type Slot, SlotList } from './slot.js';

/** Who gets a message: nobody, one, or several in binding order. */
export type Matching = Slot | readonly (Slot | undefined)[] | undefined;

/** The slots of one event: those that take every message of it, and those that take the ones with their key. */
export class Topic {
  readonly plain: SlotList;
  readonly indexes: KeyedIndex[] = [];

  constructor(readonly name: string) {
    this.plain = new SlotList(name);
  }

  get isEmpty(): boolean {
    return !this.plain.size && !this.indexes.length;
  }

  /** The list or index for slots with this key. */
  home(key: Key | undefined): SlotList | KeyedIndex {
    if (!key) return this.plain;
    let index = this.indexes.find((one) => one.key.id === key.id);
    if (!index) this.indexes.push((index = new KeyedIndex(this.name, key)));
    return index;
  }

  /** Takes indexes away that nobody uses. An index counts its slots without a key as well. */
  prune(): void {
    for (let i = this.indexes.length; i--; ) if (!this.indexes[i]!.size) this.indexes.splice(i, 1);
  }

  /** Who gets this payload. Nothing is allocated unless several sources have to be merged. */
  matching(data: unknown, every: SlotList): Matching {
    const { plain, indexes } = this;
    if (!every.size) {
      if (!indexes.length) return plain.slots;
      if (indexes.length === 1 && !plain.size) {
        const entry = indexes[0]!.find(data);
        return entry instanceof SlotList ? entry.slots : entry;
      }
    }
    let all = merge(plain.slots, every.slots);
    for (const index of indexes) {
      const entry = index.find(data);
      if (entry) all = merge(all, entry instanceof SlotList ? entry.slots : [entry]);
    }
    return all;
  }
}

/** Two lists in binding order made one, without gaps. */
export function merge(a: readonly (Slot | undefined)[], b: readonly (Slot | undefined)[]): Slot[] {
  const all: Slot[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    while (i < a.length && !a[i]) i++;
    while (j < b.length && !b[j]) j++;
    const left = a[i];
    const right = b[j];
    if (left && (!right || left.order < right.order)) all.push(a[i++]!);
    else if (right) all.push(b[j++]!);
    else return all;
  }
}
