/**
 * Random numbers in [0, 1) that a seed repeats: the same seed gives the same numbers, on every platform. Not for secrets.
 *
 * ```ts
 * const random = createRandom(7);
 * random(); // 0.011704753851518035
 * ```
 *
 * @param seed a whole number; of others the lower 32 bits of the whole part count
 * @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c the generator, mulberry32
 */
export function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
