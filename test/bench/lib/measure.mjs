/**
 * Calls what the socket would call. One function for all contenders: as it has seen several it inlines none of them, and
 * neither does the dispatch of a real socket.
 */
function drive(receive, frames, from, to) {
  const mask = frames.length - 1;
  for (let i = from; i < to; i++) receive({ type: 'message', data: frames[i & mask] });
}

let strangers = 0;
for (let i = 0; i < 50; i++) {
  drive((event) => (strangers += event.data), [1], 0, 1000);
  drive((event) => (strangers -= event.data), [1], 0, 1000);
}
if (strangers !== 0) throw new Error('The driver loses messages.');

const batch = 32;

/** Gives a contender the next `count` frames; what delivers in microtasks gets them in batches and has them run. */
export function feeder({ receive, isAsync }, frames) {
  let next = 0;
  if (!isAsync) return (count) => drive(receive, frames, next, (next += count));
  return async (count) => {
    for (const end = next + count; next < end; await null) {
      const to = Math.min(next + batch, end);
      drive(receive, frames, next, to);
      next = to;
    }
  };
}

export const now = () => Number(process.hrtime.bigint());

/** Nanoseconds that one of `count` takes. */
export async function timed(work, count) {
  const start = now();
  const later = work(count);
  if (later) await later;
  return (now() - start) / count;
}

/** Warms up and returns a sampler: nanoseconds for one operation, from a block of about `blockMs`. */
export async function sampler(work, { warmMs, blockMs }, name = 'time') {
  let count = 1;
  let each = 0;
  for (const end = now() + warmMs * 1e6; ; ) {
    each = await timed(work, count);
    if (now() > end) break;
    if (each * count < 1e6) count *= 2;
  }
  const perBlock = Math.max(1, Math.round((blockMs * 1e6) / each));
  return async () => ({ [name]: await timed(work, perBlock) });
}

/**
 * Strictly A B A B …: both halves of a pair see the machine in the same mood, so ratios are taken within pairs only.
 *
 * @param a, b give nanoseconds by name
 */
export async function inPairs(a, b, { pairs, budgetMs }) {
  const result = {};
  const end = now() + budgetMs * 1e6;
  for (let i = 0; i < pairs && (i < 5 || now() < end); i++) {
    const first = await a();
    const second = await b();
    for (const name of Object.keys(first)) {
      const figures = (result[name] ??= { a: [], b: [] });
      figures.a.push(first[name]);
      figures.b.push(second[name]);
    }
  }
  return result;
}

/** Bytes in use; only with --expose-gc. */
export function heap() {
  // Once more for what finalizers have let go.
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
