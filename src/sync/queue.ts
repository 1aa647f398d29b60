import { WSError } from '../errors.js';

/** How a write ended. */
export type Outcome = { readonly value: unknown } | { readonly error: WSError };

/** One write of a model. */
export interface Write {
  readonly method: string;
  /** Takes up the write that waits before it, if that has the same method. */
  readonly coalesce: boolean;
  /** What is sent; a patch that takes up another gets that one's attributes as well. */
  data: any;
  readonly signal: AbortSignal;
  run(write: Write): Promise<unknown>;
  /** Told the end, and those before it that it has taken up. */
  ends: ((outcome: Outcome) => void)[];
}

/** What waits, by model; the write that is under way is not among them. */
const lines = /* @__PURE__ */ new WeakMap<object, Write[]>();

async function start(model: object, write: Write): Promise<void> {
  let outcome: Outcome;
  try {
    outcome = { value: await write.run(write) };
  } catch (error) {
    outcome = { error: error as WSError };
  }
  // First, because the next one is sent with what this one has changed, such as the id.
  for (const end of write.ends) end(outcome);
  const next = lines.get(model)?.shift();
  if (next) start(model, next);
  else lines.delete(model);
}

/** Writes of one model go one after the other: the next one is sent when the one before has its reply. */
export function enqueue(model: object, write: Write): void {
  const line = lines.get(model);
  if (!line) {
    lines.set(model, []);
    start(model, write);
    return;
  }
  const last = line.at(-1);
  if (last && write.coalesce && last.method === write.method) {
    line.pop();
    if (write.method === 'patch') write.data = { ...last.data, ...write.data };
    write.ends = [...last.ends, ...write.ends];
  }
  line.push(write);
  write.signal.addEventListener('abort', () => {
    const index = line.indexOf(write);
    if (index < 0) return;
    line.splice(index, 1);
    const error = new WSError('aborted', 'Aborted before it was sent.', write.signal.reason, false);
    for (const end of write.ends) end({ error });
  });
}
