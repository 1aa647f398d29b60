import { WSError } from '../errors.js';

/** The connection of a write: how often all its requests were ended. */
interface Link {
  readonly requests: { readonly ends: number };
}

/** How a write ended. */
export type Outcome = { readonly value: unknown } | { readonly error: WSError };

/** What one call wants of the server. */
export interface Write {
  readonly method: string;
  /** Where it goes; only what goes the same way can be taken up. */
  readonly link: Link;
  readonly type: string;
  /** Takes up the write that waits before it, if that has the same method. */
  readonly coalesce: boolean;
  readonly data: any;
  send(data: any, signal: AbortSignal): Promise<unknown>;
  end(outcome: Outcome): void;
}

/** One request: for one write, or for those as well that it has taken up. */
class Turn {
  /** Oldest first. Empty once all were aborted. */
  readonly writes: Write[] = [];
  isUnderWay = false;
  private readonly controller = new AbortController();
  private readonly ends: number;

  constructor(private readonly link: Link) {
    this.ends = link.requests.ends;
  }

  /** Whether all that was asked for at that time has been ended since. */
  get isOver(): boolean {
    return this.link.requests.ends > this.ends;
  }

  async run(): Promise<Outcome> {
    this.isUnderWay = true;
    const last = this.writes.at(-1)!;
    const all = this.writes.map(({ data }) => data);
    // A patch names what has changed since the one before; any other write names all.
    const data = last.method === 'patch' && all.length > 1 ? Object.assign({}, ...all) : last.data;
    try {
      return { value: await last.send(data, this.controller.signal) };
    } catch (error) {
      return { error: error as WSError };
    }
  }

  /** Ends with the last that leaves: the others still want it. */
  leave(write: Write, reason: unknown): void {
    this.writes.splice(this.writes.indexOf(write), 1);
    if (this.writes.length === 0) this.controller.abort(reason);
  }

  end(outcome: Outcome): void {
    for (const write of [...this.writes]) write.end(outcome);
  }
}

/** What waits, by model; the turn that is under way is not among them. */
const lines = /* @__PURE__ */ new WeakMap<object, Turn[]>();

async function start(model: object, line: Turn[], turn: Turn): Promise<void> {
  const outcome = await turn.run();
  // Who ends the connection ends what was asked for before, what waits here too; any other failure is that of one request.
  const code = 'error' in outcome ? outcome.error.code : undefined;
  const isEnd = code === 'closed' || code === 'destroyed';
  const ended = isEnd ? line.filter((waiting) => waiting.isOver) : [];
  for (const waiting of ended) line.splice(line.indexOf(waiting), 1);
  // Before the next one is sent, because that goes with what this one has changed, such as the id.
  turn.end(outcome);
  for (const waiting of ended) waiting.end({ error: new WSError(code!, undefined, undefined, false) });
  let next: Turn | undefined;
  do next = line.shift();
  while (next?.writes.length === 0);
  if (next) start(model, line, next);
  else lines.delete(model);
}

/**
 * Writes of one model go one after the other: the next one is sent when the one before has its reply.
 *
 * @returns takes the write out and says whether it was under way
 */
export function enqueue(model: object, write: Write): (reason: unknown) => boolean {
  const line = lines.get(model) ?? [];
  const last = line.at(-1);
  const like = last?.writes[0];
  const isSame = like && like.method === write.method && like.type === write.type && like.link === write.link;
  const turn = write.coalesce && isSame && !last.isOver ? last : new Turn(write.link);
  turn.writes.push(write);
  if (!lines.has(model)) {
    lines.set(model, line);
    start(model, line, turn);
  } else if (turn !== last) line.push(turn);
  return (reason) => {
    turn.leave(write, reason);
    return turn.isUnderWay;
  };
}
