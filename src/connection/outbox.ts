import type { DropReason } from '../../types/events.js';
import type { OutboxOptions } from '../../types/options.js';
import type { Frame } from '../../types/socket.js';
import { byteLength } from '../codec/frame.js';
import { WSError } from '../errors.js';
import { LONGEST_MS } from './backoff.js';

/** Told how a message ended: without an error it is on the socket. */
export type Settle = (error?: WSError) => void;

interface Entry {
  readonly frame: Frame;
  readonly message: unknown;
  readonly bytes: number;
  readonly since: number;
  readonly settle: Settle | undefined;
}

/**
 * Messages that wait for a connection, first in, first out. Each ends exactly once: handed to the socket by `flush`, or
 * told to `onDrop`.
 */
export class Outbox {
  /** A gap at the front instead of a shift: that copies a long array each time. */
  #entries: Entry[] = [];
  #head = 0;
  #bytes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly options: Required<OutboxOptions>,
    readonly onDrop: (message: unknown, reason: DropReason) => void,
  ) {}

  get size(): number {
    return this.#entries.length - this.#head;
  }

  /**
   * @throws WSError `outbox-full`: there is no room and the policy is `'reject'`
   */
  enqueue(frame: Frame, message: unknown, settle?: Settle): void {
    const { overflow } = this.options;
    const entry = { frame, message, bytes: byteLength(frame), since: Date.now(), settle };
    if (overflow === 'drop-oldest' && this.#fits(entry.bytes, 0)) {
      while (!this.#fits(entry.bytes, this.#bytes, this.size)) this.#drop(this.#shift(), 'overflow');
    }
    if (!this.#fits(entry.bytes, this.#bytes, this.size)) {
      if (overflow !== 'reject') return this.#drop(entry, 'overflow');
      const { limit, maxBytes } = this.options;
      const room = `${limit} messages of together ${maxBytes} bytes may wait`;
      const error = new WSError('outbox-full', `Outbox: ${room}, and no room is left. Send less, or raise "outbox".`);
      this.#drop(entry, 'overflow', error);
      throw error;
    }
    this.#entries.push(entry);
    this.#bytes += entry.bytes;
    this.#watch();
  }

  /** Hands over what waits until `send` takes no more. A frame that makes it throw is dropped. */
  flush(send: (frame: Frame) => boolean): void {
    this.#expire();
    while (this.size) {
      // Taken out first: what sending sets off may reach this very outbox.
      const entry = this.#shift();
      try {
        if (!send(entry.frame)) return this.#unshift(entry);
      } catch {
        this.#drop(entry, 'unsendable');
        continue;
      }
      entry.settle?.();
    }
  }

  /** Gives everything up. */
  clear(reason: DropReason): void {
    while (this.size) this.#drop(this.#shift(), reason);
  }

  #fits(bytes: number, taken: number, count = 0): boolean {
    return count + 1 <= this.options.limit && taken + bytes <= this.options.maxBytes;
  }

  #shift(): Entry {
    const entry = this.#entries[this.#head]!;
    this.#entries[this.#head++] = undefined as never;
    if (this.#head * 2 >= this.#entries.length) {
      this.#entries.splice(0, this.#head);
      this.#head = 0;
    }
    this.#bytes -= entry.bytes;
    this.#watch();
    return entry;
  }

  #unshift(entry: Entry): void {
    if (this.#head) this.#entries[--this.#head] = entry;
    else this.#entries.unshift(entry);
    this.#bytes += entry.bytes;
    this.#watch();
  }

  #drop(
    entry: Entry,
    reason: DropReason,
    error = new WSError('dropped', `The message was not sent: ${reason}.`),
  ): void {
    entry.settle?.(error);
    this.onDrop(entry.message, reason);
  }

  #expire(): void {
    const { ttlMs } = this.options;
    const due = Date.now() - ttlMs;
    while (ttlMs && this.size && this.#entries[this.#head]!.since <= due) this.#drop(this.#shift(), 'expired');
  }

  /** All wait equally long, so one timer for the oldest is enough. */
  #watch(): void {
    const { ttlMs } = this.options;
    if (!ttlMs || (this.#timer !== undefined && this.size)) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.size) return;
    const wait = Math.min(this.#entries[this.#head]!.since + ttlMs - Date.now(), LONGEST_MS);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#expire();
      this.#watch();
    }, wait);
  }
}
