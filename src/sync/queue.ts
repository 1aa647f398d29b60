import { WSError } from '../errors.js';

/** One write of a model. */
export interface Write {
  readonly method: string;
  /** May take up the write that waits before it, if that has the same method. */
  readonly coalesce: boolean;
  /** What is sent; a patch that takes up another gets that one's attributes as well. */
  data: any;
  readonly signal: AbortSignal;
  /** Starts it. */
  run(write: Write): Promise<unknown>;
}

interface Entry {
  readonly write: Write;
  /** It is over when the promise is; it goes with another's that has taken it up. */
  readonly end: (result: Promise<unknown>) => void;
  readonly promise: Promise<unknown>;
}

/** What waits, by model; the write that is under way is not among them. */
const lines = /* @__PURE__ */ new WeakMap<object, Entry[]>();

function start(model: object, { write, end, promise }: Entry): void {
  const next = (): void => {
    const entry = lines.get(model)?.shift();
    if (entry) start(model, entry);
    else lines.delete(model);
  };
  promise.then(next, next);
  try {
    end(write.run(write));
  } catch (error) {
    end(Promise.reject(error));
  }
}

/** Writes of one model go one after the other: the next one is sent when the one before has its reply. */
export function enqueue(model: object, write: Write): Promise<unknown> {
  let end!: Entry['end'];
  const promise = new Promise<unknown>((resolve) => {
    end = resolve;
  });
  const entry = { write, end, promise };
  const line = lines.get(model);
  if (!line) {
    lines.set(model, []);
    start(model, entry);
    return promise;
  }
  const last = line.at(-1);
  if (last && write.coalesce && last.write.method === write.method) {
    line.pop();
    if (write.method === 'patch') write.data = { ...last.write.data, ...write.data };
    last.end(promise);
  }
  line.push(entry);
  write.signal.addEventListener('abort', () => {
    const index = line.indexOf(entry);
    if (index < 0) return;
    line.splice(index, 1);
    end(Promise.reject(new WSError('aborted', 'Aborted before it was sent.', write.signal.reason, false)));
  });
  return promise;
}
