import type { Line } from './line.js';
import type { Market } from './messages.js';

type Outgoing = Market['incoming'];

/** How many messages are kept: those of some seconds. */
const KEPT = 5000;

/** What one client is sent, over one line after the other: numbered, and kept for a while, for a client that comes back. */
export class Session {
  readonly symbols = new Set<string>();
  /** The number of the last message. */
  seq = 0;
  /** The number of the last one that had a line to go out on. */
  #heard = 0;
  readonly #frames: string[] = [];

  constructor(
    readonly id: string,
    private line: Line,
  ) {}

  /** Nothing that was missed is kept any more: who comes back now has to ask for everything. */
  get isOver(): boolean {
    return this.seq - this.#heard > KEPT;
  }

  send<K extends keyof Outgoing>(type: K, data: Outgoing[K]): void {
    const frame = JSON.stringify({ type, data, session: this.id, seq: ++this.seq });
    this.#frames.push(frame);
    if (this.#frames.length > KEPT) this.#frames.shift();
    if (!this.line.isOpen) return;
    this.#heard = this.seq;
    this.line.send(frame);
  }

  /** Goes on over another line, with what came after the message of that number. */
  resume(line: Line, seq: number): void {
    this.line = line;
    const missed = this.seq - seq;
    if (missed <= 0 || missed > this.#frames.length) return;
    for (const frame of this.#frames.slice(-missed)) line.send(frame);
  }
}
