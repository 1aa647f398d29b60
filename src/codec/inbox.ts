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

  /** Reads what does not come as text. The promise says that it was taken. */
  const read = async (event: MessageEventLike, mine: number): Promise<void> => {
    let message: unknown = event.data;
    let problem: Error | undefined;
    try {
      message = await decode(event.data);
    } catch (error) {
      problem = error as Error;
    }
    if (mine === life) accept(message, event, problem);
  };

  const queue = (event: MessageEventLike): void => {
    const mine = life;
    const end = (tail ?? Promise.resolve())
      .then(() => read(event, mine))
      .then(() => {
        if (tail === end) tail = undefined;
      });
    tail = end;
  };

  return {
    receive(event: MessageEventLike): void {
      // Only a Blob has to be waited for, and what comes behind it.
      if (tail || (typeof event.data === 'object' && 'arrayBuffer' in event.data)) return queue(event);
      let message: unknown;
      try {
        message = decode(event.data);
      } catch (error) {
        return accept(event.data, event, error as Error);
      }
      accept(message, event);
    },

    /** Forgets what is still being read. */
    clear(): void {
      life++;
      tail = undefined;
    },
  };
}
