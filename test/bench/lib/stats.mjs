export function median(list) {
  const sorted = [...list].sort((x, y) => x - y);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * One cell from the pairs of all processes: median, least and greatest of the ratios B/A, and the medians of A and B.
 *
 * @param a, b nanoseconds, or bytes without an A
 */
export function toCell({ a, b }) {
  const ratios = a.map((limit, i) => b[i] / limit);
  return {
    median: median(ratios),
    least: ratios.reduce((x, y) => Math.min(x, y), Number.POSITIVE_INFINITY),
    greatest: ratios.reduce((x, y) => Math.max(x, y), 0),
    a: median(a),
    b: median(b),
    bLeast: Math.min(...b),
    bGreatest: Math.max(...b),
  };
}

/** The figures of several processes in one. */
export function pool(results) {
  const all = {};
  for (const result of results) {
    for (const [name, { a, b }] of Object.entries(result)) {
      const figures = (all[name] ??= { a: [], b: [] });
      figures.a.push(...a);
      figures.b.push(...b);
    }
  }
  return all;
}
