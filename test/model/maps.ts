const { Map: PlainMap, Set: PlainSet } = globalThis;

let made: { readonly size: number }[] = [];

class WatchedMap<K, V> extends PlainMap<K, V> {
  constructor(entries?: Iterable<readonly [K, V]> | null) {
    super(entries);
    made.push(this);
  }
}

class WatchedSet<T> extends PlainSet<T> {
  constructor(values?: Iterable<T> | null) {
    super(values);
    made.push(this);
  }
}

/** Runs something; the answer tells how much is in all the maps and sets that were made meanwhile. */
export function watchMaps<T>(run: () => T): { result: T; left: () => number } {
  const mine: typeof made = [];
  made = mine;
  Object.assign(globalThis, { Map: WatchedMap, Set: WatchedSet });
  try {
    return { result: run(), left: () => mine.reduce((sum, { size }) => sum + size, 0) };
  } finally {
    Object.assign(globalThis, { Map: PlainMap, Set: PlainSet });
  }
}
