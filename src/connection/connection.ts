import type { ReopeningInfo } from '../../types/events.js';
import type { UrlSource } from '../../types/options.js';
import type { CloseEventLike, Frame, MessageEventLike, WebSocketLike } from '../../types/socket.js';
import { WSError } from '../errors.js';
import type { Settings } from '../options.js';
import { delayFor, LONGEST_MS } from './backoff.js';
import { Ready } from './ready.js';
import { asFailure, createSocket, failure, resolveTarget, type Target } from './target.js';

/** `idle` never opened, `waiting` for the next attempt, `closed` until `open()`. */
export type State = 'idle' | 'connecting' | 'open' | 'waiting' | 'closed';

/** Who is told what happens. None of it may throw. */
export interface ConnectionEvents {
  frame(event: MessageEventLike): void;
  opened(reopened: boolean): void;
  failed(error: unknown, isOpen: boolean): void;
  lost(event: CloseEventLike): void;
  reopening(info: ReopeningInfo): void;
  exhausted(event: CloseEventLike): void;
}

/** A close that no socket reported. */
const closeEvent = (code: number, reason = '', wasClean = false): CloseEventLike => ({
  type: 'close',
  code,
  reason,
  wasClean,
});

/**
 * The one state machine: at most one live socket, opened again by the rules of the options. Every callback of a socket
 * belongs to a generation; one that is not the present generation's is from a socket that is history, and changes nothing.
 */
export class Connection<Owner> {
  state: State = 'idle';
  socket: WebSocketLike | null = null;
  /** Attempts left before `noretries`; assignable. */
  retries: number;
  readonly ready = new Ready<Owner>();
  #generation = 0;
  #attempt = 0;
  #openedAt = 0;
  #retriesBefore: number;
  #reopened = false;
  #spent = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly url: UrlSource,
    readonly settings: Settings,
    readonly events: ConnectionEvents,
    readonly owner: Owner,
    readonly random: () => number = Math.random,
  ) {
    this.retries = this.#retriesBefore = settings.retries;
  }

  get isLive(): boolean {
    return this.state === 'connecting' || this.state === 'open';
  }

  /**
   * Starts an attempt, unless one is under way or has succeeded.
   * @throws WSError `no-websocket`, `bad-url`
   */
  open(): void {
    if (this.isLive) return;
    // A socket that is still closing belongs to the past; its end is told before the next beginning.
    if (this.socket) this.#end(closeEvent(1006));
    if (this.isLive) return;
    if (this.#spent) this.retries = this.settings.retries;
    this.#begin(true);
  }

  /** Ends the connection for good. Its close event comes when the socket is closed. */
  close(code?: number, reason?: string): void {
    const { state, socket } = this;
    if (state === 'idle' || state === 'closed') return;
    this.#setTimer();
    this.state = 'closed';
    this.ready.reject(new WSError('closed', 'The connection was closed by close(). Call open() to open it again.'));
    // Chromium takes no reason without a code.
    if (socket) code === undefined && !reason ? socket.close() : socket.close(code ?? 1000, reason);
    else if (state === 'connecting') this.#end(closeEvent(1006));
  }

  /** Ends the connection at once, without waiting for the socket, and forgets that it ever was open. */
  reset(error: WSError): void {
    const { state, socket } = this;
    this.#setTimer();
    this.state = 'idle';
    this.retries = this.settings.retries;
    this.#attempt = 0;
    this.#reopened = false;
    this.ready.reject(error);
    if (socket || state === 'connecting')
      this.#end(state === 'open' ? closeEvent(1000, '', true) : closeEvent(1006), socket);
  }

  /** False if the socket cannot take it now: a frame for a socket that is closing would be lost without a word. */
  send(frame: Frame): boolean {
    if (this.state !== 'open' || this.socket!.readyState !== 1) return false;
    this.socket!.send(frame);
    return true;
  }

  #begin(direct: boolean): void {
    const { settings } = this;
    const generation = ++this.#generation;
    this.#spent = false;
    this.state = 'connecting';
    this.ready.renew();
    const { connectTimeoutMs } = settings;
    if (connectTimeoutMs) {
      const late = () =>
        this.#fail(generation, new WSError('connect-timeout', `Not open within ${connectTimeoutMs} ms.`));
      this.#setTimer(late, connectTimeoutMs);
    } else this.#setTimer();

    const connect = (target: Target) => {
      if (generation === this.#generation) this.#attach(createSocket(target, settings.WebSocket), generation);
    };
    try {
      const target = resolveTarget(this.url, settings.protocol);
      if (target instanceof Promise) target.then(connect).catch((cause) => this.#fail(generation, asFailure(cause)));
      else connect(target);
    } catch (cause) {
      const error = asFailure(cause);
      // What can never work is told to who passed it; what a function gave may be better next time.
      if (!direct) return this.#fail(generation, error);
      // Listeners can be added after the constructor, so they must not be told from within it.
      if (error.code === 'connect-failed') return queueMicrotask(() => this.#fail(generation, error));
      this.#setTimer();
      this.#generation++;
      this.state = 'closed';
      this.ready.reject(error);
      throw error;
    }
  }

  #attach(socket: WebSocketLike, generation: number): void {
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    const isOurs = () => generation === this.#generation;
    socket.onopen = () => isOurs() && this.state === 'connecting' && this.#opened();
    // After close() the peer may still be sending; nobody asked for that any more.
    socket.onmessage = (event) => {
      if (generation === this.#generation && this.state === 'open') this.events.frame(event);
    };
    socket.onerror = (event) => {
      if (!isOurs()) return;
      if (this.state === 'connecting') this.ready.reject(failure(event));
      this.events.failed(event, this.state === 'open');
    };
    socket.onclose = (event) => isOurs() && this.#end(event);
  }

  #opened(): void {
    this.#setTimer();
    this.state = 'open';
    this.#openedAt = Date.now();
    this.#retriesBefore = this.retries;
    this.retries = this.settings.retries;
    const reopened = this.#reopened;
    this.#reopened = true;
    this.ready.resolve(this.owner);
    this.events.opened(reopened);
  }

  /** An attempt that failed without its socket saying so. */
  #fail(generation: number, error: WSError): void {
    if (generation !== this.#generation || this.state !== 'connecting') return;
    this.ready.reject(error);
    this.events.failed(error, false);
    if (generation === this.#generation) this.#end(closeEvent(1006, error.message), this.socket);
  }

  /** The end of a socket, or of an attempt that had none: told first, then followed by the next attempt if there is one. */
  #end(event: CloseEventLike, abandoned?: WebSocketLike | null): void {
    const wasOpen = this.state === 'open';
    const asked = !wasOpen && this.state !== 'connecting';
    const generation = ++this.#generation;
    this.#setTimer();
    this.socket = null;
    abandoned?.close();
    if (!asked) {
      this.state = 'closed';
      this.ready.reject(
        wasOpen ? new WSError('connection-lost', `Connection lost (code ${event.code}).`) : failure(event),
      );
    }
    const { retries, minUptimeMs } = this.settings;
    if (wasOpen) {
      if (Date.now() - this.#openedAt >= minUptimeMs) this.#attempt = 0;
      else if (this.retries === retries) this.retries = this.#retriesBefore;
    }
    this.events.lost(event);
    // A listener may have opened, closed or destroyed the connection.
    if (!asked && generation === this.#generation && this.state === 'closed') this.#reopen(event);
  }

  #reopen(event: CloseEventLike): void {
    const { settings } = this;
    if (!settings.reopen || !this.#asks(true, () => settings.shouldReopen(event))) return;
    if (!(this.retries > 0)) {
      this.#spent = true;
      return this.events.exhausted(event);
    }
    this.retries--;
    const attempt = ++this.#attempt;
    const delayMs = this.#asks(settings.reopenTimeout, () => delayFor(settings, attempt, event, this.random));
    this.state = 'waiting';
    this.ready.renew();
    this.#setTimer(() => this.#begin(false), delayMs);
    this.events.reopening({ attempt, delayMs });
  }

  /** What a function of the options says; one that throws is reported and does not stop the reconnect. */
  #asks<T>(otherwise: T, question: () => T): T {
    try {
      return question();
    } catch (error) {
      this.events.failed(error, false);
      return otherwise;
    }
  }

  /** There is one timer: of the attempt or of the wait for it. */
  #setTimer(callback?: () => void, delayMs = 0): void {
    clearTimeout(this.#timer);
    this.#timer = callback && setTimeout(callback, Math.min(delayMs, LONGEST_MS));
  }
}
