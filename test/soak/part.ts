/** What is tested: the package as built, or its source. */
export interface Library {
  readonly WS: new (url: string, options: object) => any;
  readonly createFakeWebSocket: () => any;
}

/** One long run. */
export interface Part {
  readonly name: string;
  /** What is counted. */
  readonly unit: string;
  run(library: Library, count: number, report: Report): Promise<void>;
}

/** What a run tells while it goes on. */
export interface Report {
  /** To be called now and then; takes a picture of the heap and of the listeners after a quarter. Throws when the time is over. */
  progress(done: number, connection: object, ...resources: object[]): void;
  problem(text: string): void;
  /** For the table. */
  note(text: string): void;
}

export interface Result {
  readonly name: string;
  readonly count: number;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  /** Bytes from the first quarter to the end; undefined without `--expose-gc`. */
  readonly grownBytes: number | undefined;
  readonly listeners: readonly [before: number, after: number];
  readonly ms: number;
}

/** Event listeners of Backbone objects. */
const listenersOf = (emitters: readonly object[]): number =>
  emitters
    .flatMap((emitter) => Object.values((emitter as { _events?: Record<string, unknown[]> })._events ?? {}))
    .reduce((sum, list) => sum + list.length, 0);

const heapNow = (): number | undefined => {
  globalThis.gc?.();
  return globalThis.gc && process.memoryUsage().heapUsed;
};

/** Lets the network, and what was collected, have their turn. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Runs one part; what it throws is a problem of it. */
export async function runPart(part: Part, library: Library, count: number, limitMs: number): Promise<Result> {
  const problems: string[] = [];
  const notes: string[] = [];
  const start = performance.now();
  let first: number | undefined;
  let listeners: [number, number] | undefined;
  let resources: readonly object[] = [];
  const report: Report = {
    progress(done, connection, ...bound) {
      resources = bound;
      if (performance.now() - start > limitMs) throw new Error(`not done after ${limitMs} ms: ${done} of ${count}`);
      const now = listenersOf([connection, ...bound]);
      if (listeners) listeners[1] = now;
      else if (done >= count / 4) {
        first = heapNow();
        listeners = [now, now];
      }
    },
    problem: (text) => problems.length < 20 && problems.push(text),
    note: (text) => notes.push(text),
  };
  try {
    await part.run(library, count, report);
  } catch (error) {
    problems.push(String((error as Error)?.stack ?? error));
  }
  await settle();
  const end = heapNow();
  const left = listenersOf(resources);
  if (left) problems.push(`${left} listeners are left on the resources`);
  return {
    name: part.name,
    count,
    problems,
    notes,
    grownBytes: end === undefined || first === undefined ? undefined : end - first,
    listeners: listeners ?? [0, 0],
    ms: performance.now() - start,
  };
}
