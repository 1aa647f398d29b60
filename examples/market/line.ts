import type { WebSocket } from 'ws';
import type { Market } from './messages.js';
import { nonsense, unreadable } from './rubbish.js';

type Outgoing = Market['incoming'];

/** The server's end of one connection: who is subscribed on it, and how it misbehaves. */
export class Line {
  readonly symbols = new Set<string>();
  /** What was not sent yet because the line is silent; undefined while it is not. */
  #held: (() => void)[] | undefined;

  /** @param told gets the price of every symbol that is sent */
  constructor(
    readonly socket: WebSocket,
    readonly told: Map<string, number>,
  ) {}

  send<K extends keyof Outgoing>(type: K, data: Outgoing[K]): void {
    this.#inTurn(() => {
      this.socket.send(JSON.stringify({ type, data }));
      if (type === 'quote' || type === 'subscribed') {
        const { symbol, price } = data as Outgoing['quote'];
        this.told.set(symbol, price);
      }
    });
  }

  /** The connection is cut without a word, as when a cable is pulled. */
  drop(): void {
    this.socket.terminate();
  }

  /** @returns how many of the frames are unreadable */
  sendRubbish(symbol: string): number {
    this.#inTurn(() => {
      for (const frame of [...unreadable, ...nonsense(symbol)]) this.socket.send(frame);
    });
    return unreadable.length;
  }

  /** Sends nothing for a while, then all that was held back, like a network that hangs. */
  hush(forMs: number): void {
    if (this.#held) return;
    this.#held = [];
    setTimeout(() => {
      const held = this.#held ?? [];
      this.#held = undefined;
      if (this.socket.readyState === this.socket.OPEN) for (const send of held) send();
    }, forMs).unref();
  }

  #inTurn(send: () => void): void {
    if (this.#held) this.#held.push(send);
    else send();
  }
}
