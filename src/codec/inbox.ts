import type { MessageEventLike } from '../../types/socket.js';
import { decode } from './json.js';

/**
 * Decodes frames and keeps their order: while one is still being read (a `Blob`), those that come later wait behind it.
 */
export class Inbox {
  #tail: Promise<void> | undefined;
  #life = 0;

  constructor(
    /** Takes a message; with an error, what came in place of one. */
    readonly accept: (message: unknown, event: MessageEventLike, error?: Error) => void,
  ) {}

  receive(event: MessageEventLike): void {
    const life = this.#life;
    const tail = this.#tail;
    const reading = tail ? tail.then(() => (life === this.#life ? this.#read(event) : undefined)) : this.#read(event);
    if (!reading) return;
    const end = reading.then(() => {
      if (this.#tail === end) this.#tail = undefined;
    });
    this.#tail = end;
  }

  /** Forgets what is still being read. */
  clear(): void {
    this.#life++;
    this.#tail = undefined;
  }

  /** Returns a promise only for what has to be waited for. */
  #read(event: MessageEventLike): Promise<void> | undefined {
    let message: unknown;
    try {
      message = decode(event.data);
    } catch (error) {
      this.accept(event.data, event, error as Error);
      return undefined;
    }
    if (!(message instanceof Promise)) {
      this.accept(message, event);
      return undefined;
    }
    const life = this.#life;
    return message.then(
      (read) => {
        if (life === this.#life) this.accept(read, event);
      },
      (error) => {
        if (life === this.#life) this.accept(event.data, event, error);
      },
    );
  }
}
