import type { LifecycleArgs } from '../../types/events.js';
import type { UrlSource } from '../../types/options.js';
import type { CloseEventLike, Frame, MessageEventLike, WebSocketLike } from '../../types/socket.js';
import { WSError, type WSErrorCode } from '../errors.js';
import type { Settings } from '../options.js';
import { type Course, type Progress, startAttempt, tooLate } from './attempt.js';
import { LONGEST_MS } from './backoff.js';
import { closeOf } from './close.js';
import { createReady } from './ready.js';
import { createRetries } from './retries.js';

/** `idle` before the first and after the last use, `waiting` for the next attempt, `closed` until `open()`. */
export type State = 'idle' | 'connecting' | 'open' | 'waiting' | 'closed';

/** Is told what happens. It must not throw. */
export type Tell = <N extends 'open' | 'error' | 'close' | 'reopening' | 'noretries'>(
  event: N,
  ...args: LifecycleArgs[N]
) => void;

/** How long the close may take that follows the error of an attempt, in milliseconds. */
const GRACE_MS = 1000;

/**
 * The one state machine: at most one live socket, opened again by the rules of the options. Every callback of a socket
 * belongs to a generation; one that is not the present generation's is from a socket that is history, and changes nothing.
 *
 * @param greet gives the frame of `hello`
 * @param onRest called when a connection has ended and no attempt follows
 */
export function createConnection<Owner>(
  owner: Owner,
  url: UrlSource,
  settings: Settings,
  greet: (() => Frame | Promise<Frame>) | undefined,
  tell: Tell,
  onFrame: (event: MessageEventLike) => void,
  onRest: () => void,
) {
  let state: State = 'idle';
  let socket: WebSocketLike | null = null;
  let generation = 0;
  let reopened = false;
  /** No attempt begins by itself. */
  let isPaused = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const ready = createReady<Owner>();
  const retries = createRetries(settings, (error) => tell('error', error, false));

  /** There is one timer: of the attempt or of the wait for it. */
  const wait = (callback?: () => void, delayMs?: number): void => {
    clearTimeout(timer);
    if (callback) timer = setTimeout(callback, Math.min(delayMs!, LONGEST_MS));
  };

  const opened = (): void => {
    const info = { reopened };
    wait();
    state = 'open';
    reopened = true;
    retries.opened();
    ready.resolve(owner);
    tell('open', info);
  };

  /**
   * The end of a socket, or of an attempt that had none: told first, then followed by the next attempt if there is one.
   * @returns whether all is as it was before, so that nobody who was told has opened, closed or destroyed the connection
   */
  const end = (
    event: CloseEventLike,
    code: WSErrorCode = 'connect-failed',
    abandoned?: WebSocketLike | null,
    isOwn = false,
  ): boolean => {
    const before = state;
    const mine = ++generation;
    const isUnasked = before === 'open' || before === 'connecting';
    wait();
    socket = null;
    abandoned?.close();
    if (before === 'open') retries.lost();
    if (isUnasked) {
      state = 'closed';
      ready.reject(new WSError(before === 'open' ? 'connection-lost' : code, undefined, event));
    }
    tell('close', event);
    // Who was told may have opened, closed or destroyed the connection.
    if (isUnasked && mine === generation && state === 'closed' && settings.reopen) reopen(event, isOwn);
    if (isUnasked && mine === generation && state === 'closed') onRest();
    return mine === generation && state === before;
  };

  /** Whether the socket takes a frame: one that is closing would lose it without a word. */
  const canSend = (): boolean => state === 'open' && socket!.readyState === 1;

  const reopen = (event: CloseEventLike, isOwn: boolean): void => {
    const mine = generation;
    const next = retries.after(event, isOwn);
    // Those who were asked may have opened, closed or destroyed the connection, too.
    if (mine !== generation || state !== 'closed' || next === 'nothing') return;
    if (next === 'end') return tell('noretries', event);
    if (next.isCounted) retries.left--;
    state = 'waiting';
    ready.renew();
    const attempt = ++retries.attempt;
    if (!isPaused) wait(() => begin(false), next.delayMs);
    tell('reopening', { attempt, delayMs: isPaused ? Infinity : next.delayMs });
  };

  /** Starts an attempt. What can never work is thrown to who asked for it directly. */
  const begin = (isDirect: boolean): void => {
    const { connectTimeoutMs } = settings;
    const mine = ++generation;
    const failed = (cause: unknown): void => {
      if (mine !== generation) return;
      const error = cause instanceof WSError ? cause : new WSError('connect-failed', undefined, cause);
      ready.reject(error);
      tell('error', error, false);
      if (mine === generation) end(closeOf(1006, error.code), error.code, socket);
    };
    const made = (one: WebSocketLike): void => {
      socket = one;
      one.onclose = (event) => mine === generation && end(event);
      one.onerror = (event) => {
        if (mine !== generation) return;
        if (state === 'connecting') ready.reject(new WSError('connect-failed', undefined, event));
        tell('error', event, state === 'open');
        // Node 22's own WebSocket tells a failed attempt by an error alone.
        if (mine === generation && state !== 'open') wait(() => end(closeOf(1006), 'connect-failed', one), GRACE_MS);
      };
    };
    const course: Course = {
      isPresent: () => mine === generation && state === 'connecting',
      made,
      opened,
      // After close() the peer may still be sending; nobody asked for that any more.
      frame: (event) => mine === generation && state === 'open' && onFrame(event),
      failed,
      renewed: () => void (retries.isRefresh = false),
    };
    const progress: Progress = { stage: 'url' };
    state = 'connecting';
    ready.renew();
    wait(connectTimeoutMs ? () => failed(tooLate(connectTimeoutMs, progress)) : undefined, connectTimeoutMs);
    try {
      startAttempt(url, settings, greet, retries.isRefresh, course, progress);
    } catch (error) {
      if (!isDirect) return failed(error);
      // Listeners can be added after the constructor, so they must not be told from within it.
      if (!(error instanceof WSError)) return queueMicrotask(() => failed(error));
      generation++;
      wait();
      state = 'closed';
      ready.reject(error);
      onRest();
      throw error;
    }
  };

  return {
    get state(): State {
      return state;
    },
    get socket(): WebSocketLike | null {
      return socket;
    },
    get ready(): Promise<Owner> {
      return ready.promise;
    },

    retries,

    /**
     * Starts an attempt, unless one is under way or has succeeded.
     * @throws WSError `no-websocket`, `bad-url`
     */
    open(): void {
      // A socket that is still closing belongs to the past; its end is told before the next beginning.
      if (socket && state === 'closed' && !end(closeOf(1006))) return;
      if (state === 'connecting' || state === 'open') return;
      if (state === 'closed') retries.renew();
      begin(true);
    },

    /**
     * Ends the connection until `open()`. Its close event comes when the socket is closed.
     */
    close(code?: number, reason?: string): void {
      const before = state;
      // Also when called by who was just told of a close: no attempt follows it then.
      if (!socket) generation++;
      if (before === 'closed') return;
      state = 'closed';
      wait();
      ready.reject(new WSError('closed'));
      // Chromium takes no reason without a code.
      if (socket) socket.close(...((reason ? [code ?? 1000, reason] : code ? [code] : []) as [number]));
      else if (before === 'connecting') end(closeOf(1006));
    },

    /** Ends the connection at once, without waiting for the socket, and forgets that it ever was open. */
    reset(): void {
      reopened = false;
      rest('destroyed');
    },

    /** Ends it at once as well, until it is needed; what is closed stays so. */
    rest: (code: WSErrorCode): void => {
      if (state !== 'closed') rest(code);
    },

    /**
     * Gives up a socket that does not answer, or may not go on.
     * @param isOwn whether it was given up although nothing was wrong
     */
    drop(event: CloseEventLike, isOwn = false): void {
      if (state === 'open' || state === 'connecting') end(event, 'connect-failed', socket, isOwn);
    },

    /** While paused no attempt begins by itself; afterwards the one that is due begins at once, or when the server wants it. */
    pause(is: boolean): void {
      isPaused = is;
      if (state !== 'waiting') return;
      wait();
      if (is) return;
      if (retries.heldMs > 0) wait(() => begin(false), retries.heldMs);
      else begin(false);
    },

    canSend,

    /** False if the socket cannot take it now. */
    send(frame: Frame): boolean {
      if (!canSend()) return false;
      socket!.send(frame);
      return true;
    },
  };

  function rest(code: WSErrorCode): void {
    const before = state;
    state = 'idle';
    retries.reset();
    ready.reject(new WSError(code));
    if (socket || before === 'connecting') end(closeOf(before === 'open' ? 1000 : 1006), undefined, socket);
    else wait();
  }
}
