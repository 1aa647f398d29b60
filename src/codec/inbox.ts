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

  /** Returns a promise only for what has to be waited for. */
  const read = (event: MessageEventLike, mine: number): Promise<void> | undefined => {
    if (mine !== life) return undefined;
    const refuse = (error: Error) => accept(event.data, event, error);
    let message: unknown;
    try {
      message = decode(event.data);
    } catch (error) {
      return void refuse(error as Error);
    }
    if (!(message instanceof Promise)) return void accept(message, event);
    const ours = (take: (value: any) => void) => (value: unknown) => void (mine === life && take(value));
    return message.then(
      ours((message) => accept(message, event)),
      ours(refuse),
    );
  };

  return {
    receive(event: MessageEventLike): void {
      const mine = life;
      const reading = tail ? tail.then(() => read(event, mine)) : read(event, mine);
      const end = reading?.then(() => {
        if (tail === end) tail = undefined;
      });
      if (end) tail = end;
    },

    /** Forgets what is still being read. */
    clear(): void {
      life++;
      tail = undefined;
    },
  };
}
