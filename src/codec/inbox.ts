import type { MessageEventLike } from '../../types/socket.js';
import { decode, decodeText } from './json.js';

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

  /** What is not text. Only a Blob has to be waited for, and what comes behind it. */
  const receiveOther = (event: MessageEventLike): void => {
    const { data } = event;
    if (tail || (typeof data === 'object' && 'arrayBuffer' in data)) return queue(event);
    let message: unknown;
    try {
      message = decode(data);
    } catch (error) {
      return accept(data, event, error as Error);
    }
    accept(message, event);
  };

  return {
    receive(event: MessageEventLike): void {
      const frame = event.data;
      if (tail !== undefined || typeof frame !== 'string') return receiveOther(event);
      let message: unknown;
      try {
        message = decodeText(frame);
      } catch (error) {
        return accept(frame, event, error as Error);
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
