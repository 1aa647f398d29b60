import type { WS } from '../../src/index.js';
import type { VirtualClock } from './clock.js';
import type { Events } from './events.js';
import type { Handles } from './handles.js';
import type { Page } from './page.js';
import type { Rest } from './rest.js';
import type { Saves } from './saves.js';
import type { Setup } from './setup.js';

/** Whether the connection should be there, and what the application does about that. */
export abstract class Life {
  abstract readonly ws: WS<any>;
  abstract readonly setup: Setup;
  abstract readonly clock: VirtualClock;
  abstract readonly events: Events;
  abstract readonly page: Page;
  abstract readonly bound: Set<unknown>;
  abstract readonly handles: Handles;
  abstract readonly rest: Rest;
  abstract readonly saves: Saves;
  /** What is not as it should be. */
  readonly problems: string[] = [];
  /** How often there was what may end a request. */
  readonly causes: { [cause: string]: number } = { loss: 0, end: 0, close: 0, destroy: 0 };
  /** Grows with each destroy. */
  life = 0;
  /** Nothing opens it but `open()`. */
  isClosed = false;
  /** It is closed because the application wants it to be, not because no attempt is left. */
  isShut = false;
  isDestroyed = false;
  /** Destroyed with the last resource: the next one opens it again. */
  isAsleep = false;
  /** It is lazy and not used: the next use opens it again. */
  isResting = false;
  isOpening = false;
  /** How often the application has opened it. */
  private opens = 0;

  abstract ground(): void;
  abstract bindStore(): void;

  /** Remembers what is wrong: thrown here, it would end up with the connection. */
  hold(isSo: boolean, what: string): void {
    if (!isSo) this.problems.push(`${what} (at ${this.clock.now} ms)`);
  }

  open(): void {
    const { isOpening } = this;
    this.opens++;
    this.isClosed = this.isShut = this.isDestroyed = this.isAsleep = this.isResting = false;
    this.rest.use();
    this.ground();
    this.isOpening = true;
    this.ws.open();
    this.isOpening = isOpening;
    if (this.setup.keep === 'all') this.bindStore();
  }

  close(code?: number): void {
    if (!this.isDestroyed) {
      this.isClosed = this.isShut = true;
      this.isAsleep = this.isResting = false;
    }
    this.causes.close!++;
    this.ws.close(code);
  }

  destroy(): void {
    this.causes.destroy!++;
    this.life++;
    this.isDestroyed = true;
    this.isAsleep = this.isResting = this.saves.isDue = false;
    this.bound.clear();
    this.handles.update();
    this.ws.destroy();
    this.causes.destroy!++;
  }

  /** The application uses the connection, which may open it. */
  using<T>(use: () => T, isBinding = false): T {
    const { isOpening } = this;
    if (this.isDestroyed) return use();
    if (isBinding) this.saves.isDue = false;
    this.rest.check();
    this.rest.use();
    if (this.isResting || (this.isAsleep && isBinding)) {
      this.events.count(this.isAsleep ? 'opened by bind' : 'opened by use');
      this.ground();
      this.opens++;
      this.isOpening = true;
      this.isResting = this.isAsleep = false;
    }
    try {
      return use();
    } finally {
      this.isOpening = isOpening;
    }
  }

  /** The last resource has gone. */
  fallAsleep(): void {
    this.causes.destroy!++;
    this.life++;
    this.isAsleep = !this.isShut;
    this.isClosed = this.isShut;
    this.saves.isDue = false;
    this.handles.update();
  }

  /** It is lazy and has gone to rest. */
  rests(): void {
    this.isResting = true;
    this.events.count('rest');
    this.rest.judge();
  }

  /** The page is put away. */
  suspend(): void {
    const { opens } = this;
    this.page.tell('suspend');
    const isPut = this.page.listeners.size > 0 && opens === this.opens;
    this.hold(!isPut || !this.ws.socket, 'there is no socket while the page is put away');
  }

  refused(use: () => unknown): void {
    let code: unknown;
    try {
      use();
    } catch (error: any) {
      code = error.code;
    }
    this.hold(code === 'destroyed', `after destroy() there is nothing to use, got ${code}`);
  }
}
