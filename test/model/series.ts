/** What one item, or one channel, is worth. */
export interface State {
  /** How many changes there were. */
  readonly ver: number;
  readonly total: number;
}

/** One change, as it goes over the wire. */
export interface Change {
  readonly id: string;
  readonly ver: number;
  readonly by: number;
  /** Where it stands in its series. */
  readonly at: number;
}

export const nothing: State = { ver: 0, total: 0 };

/** The state after a change. It shows a change left out, and one made twice. */
export const applied = ({ total }: State, { ver, by }: Pick<Change, 'ver' | 'by'>): State => ({
  ver,
  total: total + by,
});

/** A numbered series of changes on the server, and the states that they lead to. */
export class Series {
  epoch = 1;
  position: number;
  readonly states = new Map<string, State>();
  /** Those that the server still has; the last of them is at `position`. */
  private log: Change[] = [];

  constructor(
    ids: readonly string[],
    private readonly start = 0,
  ) {
    this.position = start;
    for (const id of ids) this.states.set(id, nothing);
  }

  change(id: string): Change {
    const change = this.next(id, ++this.position);
    this.log.push(change);
    return change;
  }

  /** All changes since a position; undefined if they cannot be told. */
  since(position: number, epoch: number | undefined): readonly Change[] | undefined {
    const isKnown = epoch === undefined || epoch === this.epoch;
    const oldest = this.position - this.log.length;
    return isKnown && position >= oldest && position <= this.position ? this.log.slice(position - oldest) : undefined;
  }

  /** The server does not keep the past. */
  forget(): void {
    this.log = [];
  }

  /** Goes on at a position that comes after no change, and beyond that of who asks: whatever he has, he sees that he has missed something. */
  skip(cursor = 0): number {
    this.forget();
    this.position = Math.max(this.position, cursor) + 2;
    return this.position;
  }

  /** The server starts anew, with its states but another numbering. What has changed meanwhile has no number. */
  restart(id: string): void {
    this.epoch++;
    this.position = this.start;
    this.forget();
    this.next(id, 0);
  }

  private next(id: string, at: number): Change {
    const last = this.states.get(id)!;
    const change = { id, ver: last.ver + 1, by: 1 + ((last.ver * 7 + at) % 9), at };
    this.states.set(id, applied(last, change));
    return change;
  }
}
