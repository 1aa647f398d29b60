import type { Codec } from '../../types/policies.js';
import type { MessageEventLike } from '../../types/socket.js';
import { decode, decodeText } from './json.js';

/** Takes a message; with an error, what came in place of one. A promise says that those behind it have to wait. */
export type Accept = (message: unknown, event: MessageEventLike, error?: Error) => Promise<unknown> | undefined;

const isLater = (value: any): value is Promise<unknown> => typeof value?.then === 'function';

/**
 * Decodes frames and keeps the order of messages: while one is still being read (a `Blob`) or checked, those that come later wait
 * behind it.
 */
export function createInbox(accept: Accept, codec?: Codec) {
  let tail: Promise<unknown> | undefined;
  /** The end of what came over connections that are lost. */
  let past: Promise<unknown> | undefined;
  let life = 0;
  const read = codec ? codec.decode.bind(codec) : decode;
  /** A codec's array is several messages; JSON's is one. */
  const listOf = (read: unknown): unknown[] => (codec && Array.isArray(read) ? read : [read]);

  /** What follows has to wait for this. It never fails. */
  const hold = (work: Promise<unknown>): void => {
    const end = work.then(() => {
      if (tail === end) tail = undefined;
      if (past === end) past = undefined;
    });
    tail = end;
  };

  const takeAll = (messages: unknown[], event: MessageEventLike, mine: number): Promise<unknown> | undefined => {
    for (let i = 0; i < messages.length && mine === life; i++) {
      const work = accept(messages[i], event);
      if (work) return work.then(() => takeAll(messages.slice(i + 1), event, mine));
    }
    return undefined;
  };

  const refuse = (event: MessageEventLike, error: unknown, mine: number): Promise<unknown> | undefined =>
    mine === life ? accept(event.data, event, error as Error) : undefined;

  const take = (event: MessageEventLike, mine: number): Promise<unknown> | undefined => {
    let message: unknown;
    try {
      message = read(event.data);
    } catch (error) {
      return refuse(event, error, mine);
    }
    if (!isLater(message)) return takeAll(listOf(message), event, mine);
    return message.then(
      (late) => takeAll(listOf(late), event, mine),
      (error) => refuse(event, error, mine),
    );
  };

  /** What is not text, or has a codec of its own, or comes behind what has to be waited for. */
  const receiveOther = (event: MessageEventLike): void => {
    const mine = life;
    const work = tail ? tail.then(() => (mine === life ? take(event, mine) : undefined)) : take(event, mine);
    if (work) hold(work);
  };

  return {
    receive(event: MessageEventLike): void {
      const frame = event.data;
      if (tail !== undefined || typeof frame !== 'string' || codec !== undefined) return receiveOther(event);
      let message: unknown;
      let problem: Error | undefined;
      try {
        message = decodeText(frame);
      } catch (error) {
        message = frame;
        problem = error as Error;
      }
      const work = accept(message, event, problem);
      if (work !== undefined) hold(work);
    },

    /** Whether what is accepted now came over a connection that is lost. */
    get isPast(): boolean {
      return past !== undefined;
    },

    /** The connection is lost: what came over it is still to be delivered. */
    lost(): void {
      past = tail;
    },

    /** Forgets what is still being read. */
    clear(): void {
      life++;
      tail = past = undefined;
    },
  };
}
