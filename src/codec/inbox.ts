import type { MessageEventLike } from '../../types/socket.js';
import { decode } from './json.js';

/** Takes a message; with an error, what came in place of one. */
export type Accept = (message: unknown, event: MessageEventLike, error?: Error) => void;

/**
 * Decodes frames and keeps their order: while one is still being read (a `Blob`), those that come later wait behind it.
 */
export function createInbox(accept: Accept) {
  let tail: Promise<void> | undefined;
  let life = 0;

  const late = async (reading: Promise<unknown>, event: MessageEventLike, mine: number): Promise<void> => {
    let message: unknown = event.data;
    let problem: Error | undefined;
    try {
      message = await reading;
    } catch (error) {
      problem = error as Error;
    }
    if (mine === life) accept(message, event, problem);
  };

  /** Returns a promise only for what has to be waited for. */
  const read = (event: MessageEventLike): Promise<void> | undefined => {
    let message: unknown;
    try {
      message = decode(event.data);
    } catch (error) {
      accept(event.data, event, error as Error);
      return undefined;
    }
    if (message instanceof Promise) return late(message, event, life);
    accept(message, event);
    return undefined;
  };

  const queue = (reading: Promise<void>): void => {
    const end = reading.then(() => {
      if (tail === end) tail = undefined;
    });
    tail = end;
  };

  return {
    receive(event: MessageEventLike): void {
      const mine = life;
      const reading = tail ? tail.then(() => (mine === life ? read(event) : undefined)) : read(event);
      if (reading) queue(reading);
    },

    /** Forgets what is still being read. */
    clear(): void {
      life++;
      tail = undefined;
    },
  };
}
