/** The newest items, at most so many: adding one more forgets the oldest. */
export function createRing<T>(limit: number) {
  let items: T[] = [];
  let first = 0;
  return {
    /** How many there are. */
    get size(): number {
      return items.length;
    },

    add(item: T): void {
      if (items.length < limit) items.push(item);
      else {
        items[first] = item;
        first = (first + 1) % limit;
      }
    },

    /** A copy, the oldest first. */
    list: (): T[] => [...items.slice(first), ...items.slice(0, first)],

    clear(): void {
      items = [];
      first = 0;
    },
  };
}
