import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Answer } from './messages.js';
import { garbled, misfits, nonsense, unreadable } from './rubbish.js';
import type { Session } from './session.js';

type Frame = string | Buffer;

/** What went out on all lines together. */
export interface Sent {
  /** Frames that the client has to refuse. */
  invalid: number;
}

/** The server's end of one connection, and how it misbehaves. */
export class Line {
  /** Whose connection it is, once it is known. */
  session: Session | undefined;
  /** Half open: it takes everything, and nothing comes out at the other end any more. */
  isDead = false;
  /** One of five messages of the market is cut short. */
  isGarbled = false;
  /** What was not sent yet because the line is silent; undefined while it is not. */
  #held: (() => void)[] | undefined;

  constructor(
    readonly socket: WebSocket,
    private readonly cable: Socket,
    private readonly sent: Sent,
  ) {}

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** @param frame a message of the market */
  send(frame: string): void {
    if (this.isGarbled && Math.random() < 0.2) this.sendInvalid([garbled(frame)]);
    else this.#inTurn([frame]);
  }

  /** Neither numbered nor sent again. */
  answer(message: { type: string; data: unknown } | ({ id: string } & Answer)): void {
    this.#inTurn([JSON.stringify(message)]);
  }

  sendRubbish(symbol: string): void {
    this.sendInvalid([...unreadable, ...misfits(symbol)]);
    this.#inTurn(nonsense);
  }

  /** @param frames that the client has to refuse */
  sendInvalid(frames: readonly Frame[]): void {
    this.#inTurn(frames, () => {
      this.sent.invalid += frames.length;
    });
  }

  /** The connection is cut without a word, as when a cable is pulled. */
  drop(): void {
    this.socket.terminate();
  }

  /** The same with a TCP reset: what is on its way is lost as well. */
  reset(): void {
    this.cable.resetAndDestroy();
  }

  /** Sends nothing for a while, then all that was held back, like a network that hangs. */
  hush(forMs: number): void {
    if (this.#held) return;
    this.#held = [];
    setTimeout(() => {
      const held = this.#held ?? [];
      this.#held = undefined;
      if (this.isOpen) for (const send of held) send();
    }, forMs).unref();
  }

  #inTurn(frames: readonly Frame[], done?: () => void): void {
    if (this.isDead) return;
    if (this.#held) return void this.#held.push(() => this.#inTurn(frames, done));
    for (const frame of frames) this.socket.send(frame);
    done?.();
  }
}
