import type { WebSocket } from 'ws';
import type { Answer, Market } from './messages.js';
import { misfits, nonsense, unreadable } from './rubbish.js';

type Outgoing = Market['incoming'];
type Frame = string | Buffer;

/** What went out on all lines together, noted as the socket is given it. */
export interface Sent {
  /** The last price of each symbol. */
  readonly prices: Map<string, number>;
  /** Frames that the client has to refuse. */
  invalid: number;
}

/** The server's end of one connection: who is subscribed on it, and how it misbehaves. */
export class Line {
  readonly symbols = new Set<string>();
  /** What was not sent yet because the line is silent; undefined while it is not. */
  #held: (() => void)[] | undefined;

  constructor(
    readonly socket: WebSocket,
    readonly sent: Sent,
  ) {}

  send<K extends keyof Outgoing>(type: K, data: Outgoing[K]): void {
    this.#inTurn(() => {
      this.socket.send(JSON.stringify({ type, data }));
      if (type === 'quote' || type === 'subscribed') {
        const { symbol, price } = data as Outgoing['quote'];
        this.sent.prices.set(symbol, price);
      }
    });
  }

  reply(id: string, answer: Answer): void {
    this.#inTurn(() => this.socket.send(JSON.stringify({ id, ...answer })));
  }

  sendRubbish(symbol: string): void {
    this.sendInvalid([...unreadable, ...misfits(symbol)]);
    this.#inTurn(() => this.#sendAll(nonsense));
  }

  /** @param frames that the client has to refuse */
  sendInvalid(frames: readonly Frame[]): void {
    this.#inTurn(() => {
      this.#sendAll(frames);
      this.sent.invalid += frames.length;
    });
  }

  /** The connection is cut without a word, as when a cable is pulled. */
  drop(): void {
    this.socket.terminate();
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

  #sendAll(frames: readonly Frame[]): void {
    for (const frame of frames) this.socket.send(frame);
  }

  #inTurn(send: () => void): void {
    if (this.#held) this.#held.push(send);
    else send();
  }
}
