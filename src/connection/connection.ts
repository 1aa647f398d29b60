import type { LifecycleArgs } from '../../types/events.js';
import type { UrlSource } from '../../types/options.js';
import type { CloseEventLike, Frame, MessageEventLike, WebSocketLike } from '../../types/socket.js';
import { WSError, type WSErrorCode } from '../errors.js';
import type { Settings } from '../options.js';
import { delayFor, LONGEST_MS } from './backoff.js';
import { createReady } from './ready.js';
import { createSocket } from './target.js';

/** `idle` before the first and after the last use, `waiting` for the next attempt, `closed` until `open()`. */
export type State = 'idle' | 'connecting' | 'open' | 'waiting' | 'closed';

/** Is told what happens. It must not throw. */
export type Tell = <N extends 'open' | 'error' | 'close' | 'reopening' | 'noretries'>(
  event: N,
  ...args: LifecycleArgs[N]
) => void;

/** How long the close may take that follows the error of an attempt, in milliseconds. */
const GRACE_MS = 1000;

/** A close that no socket reported. */
const closeOf = (code: number, reason = ''): CloseEventLike => ({
  type: 'close',
  code,
  reason,
  wasClean: code === 1000,
});

const isLater = (value: any): boolean => typeof value?.then === 'function';

/** What a function of the options says. If the other one throws, nobody may be left to hear that this one's promise fails. */
const ask = (source: any): unknown => {
  const answer = typeof source === 'function' ? source() : source;
  if (isLater(answer)) answer.then(undefined, () => {});
  return answer;
};

/**
 * The one state machine: at most one live socket, opened again by the rules of the options. Every callback of a socket
 * belongs to a generation; one that is not the present generation's is from a socket that is history, and changes nothing.
 *
 * @param onRest called when a connection has ended and no attempt follows
 */
export function createConnection<Owner>(
  owner: Owner,
  url: UrlSource,
  settings: Settings,
  tell: Tell,
  onFrame: (event: MessageEventLike) => void,
  onRest: () => void,
) {
  let state: State = 'idle';
  let socket: WebSocketLike | null = null;
  let { retries } = settings;
  let retriesBefore = 0;
  let generation = 0;
  let attempt = 0;
  let openedAt = 0;
  let reopened = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const ready = createReady<Owner>();

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
    openedAt = Date.now();
    retriesBefore = retries;
    retries = settings.retries;
    ready.resolve(owner);
    tell('open', info);
  };

  /** The end of a socket, or of an attempt that had none: told first, then followed by the next attempt if there is one. */
  const end = (event: CloseEventLike, code: WSErrorCode = 'connect-failed', abandoned?: WebSocketLike | null): void => {
    const before = state;
    const mine = ++generation;
    const isUnasked = before === 'open' || before === 'connecting';
    wait();
    socket = null;
    abandoned?.close();
    if (before === 'open') {
      if (Date.now() - openedAt >= settings.minUptimeMs) attempt = 0;
      else if (retries === settings.retries) retries = retriesBefore;
    }
    if (isUnasked) {
      state = 'closed';
      ready.reject(new WSError(before === 'open' ? 'connection-lost' : code, undefined, event));
    }
    tell('close', event);
    // Who was told may have opened, closed or destroyed the connection.
    if (isUnasked && mine === generation && state === 'closed' && settings.reopen) reopen(event);
    if (isUnasked && mine === generation && state === 'closed') onRest();
  };

  /** Whether the socket takes a frame: one that is closing would lose it without a word. */
  const canSend = (): boolean => state === 'open' && socket!.readyState === 1;

  const reopen = (event: CloseEventLike): void => {
    const mine = generation;
    let delayMs = settings.reopenTimeout;
    try {
      if (!settings.shouldReopen(event)) return;
      if (retries > 0) delayMs = delayFor(settings, attempt + 1, event, Math.random);
    } catch (error) {
      // A function of the options that throws does not stop the reconnect.
      tell('error', error, false);
    }
    // Those who were asked may have opened, closed or destroyed the connection, too.
    if (mine !== generation || state !== 'closed') return;
    if (!(retries > 0)) return tell('noretries', event);
    retries--;
    state = 'waiting';
    ready.renew();
    wait(() => begin(false), delayMs);
    tell('reopening', { attempt: ++attempt, delayMs });
  };

  /** Starts an attempt. What can never work is thrown to who asked for it directly. */
  const begin = (isDirect: boolean): void => {
    const { connectTimeoutMs, protocol } = settings;
    const mine = ++generation;
    const fail = (cause: unknown): void => {
      if (mine !== generation) return;
      const error = cause instanceof WSError ? cause : new WSError('connect-failed', undefined, cause);
      ready.reject(error);
      tell('error', error, false);
      if (mine === generation) end(closeOf(1006, error.code), error.code, socket);
    };
    const connect = ([url, protocol]: readonly any[]): void => {
      if (mine !== generation) return;
      const made = createSocket(url, protocol, settings.WebSocket);
      socket = made;
      made.binaryType = settings.codec?.binaryType ?? 'arraybuffer';
      made.onopen = () => mine === generation && state === 'connecting' && opened();
      // After close() the peer may still be sending; nobody asked for that any more.
      made.onmessage = (event) => mine === generation && state === 'open' && onFrame(event);
      made.onclose = (event) => mine === generation && end(event);
      made.onerror = (event) => {
        if (mine !== generation) return;
        if (state === 'connecting') ready.reject(new WSError('connect-failed', undefined, event));
        tell('error', event, state === 'open');
        // Node 22's own WebSocket tells a failed attempt by an error alone.
        if (mine === generation && state !== 'open') wait(() => end(closeOf(1006), 'connect-failed', made), GRACE_MS);
      };
    };
    state = 'connecting';
    ready.renew();
    wait(connectTimeoutMs ? () => fail(new WSError('connect-timeout')) : undefined, connectTimeoutMs);
    try {
      const target = [url, protocol].map(ask);
      if (target.some(isLater)) Promise.all(target).then(connect).catch(fail);
      else connect(target);
    } catch (error) {
      if (!isDirect) return fail(error);
      // Listeners can be added after the constructor, so they must not be told from within it.
      if (!(error instanceof WSError)) return queueMicrotask(() => fail(error));
      generation++;
      wait();
      state = 'closed';
      ready.reject(error);
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
    /** Attempts left; assignable. */
    get retries(): number {
      return retries;
    },
    set retries(count: number) {
      retries = count;
    },

    /**
     * Starts an attempt, unless one is under way or has succeeded.
     * @throws WSError `no-websocket`, `bad-url`
     */
    open(): void {
      // A socket that is still closing belongs to the past; its end is told before the next beginning.
      if (socket && state === 'closed') end(closeOf(1006));
      if (state === 'connecting' || state === 'open') return;
      if (state === 'closed' && !(retries > 0)) retries = settings.retries;
      begin(true);
    },

    /**
     * Ends the connection until `open()`. Its close event comes when the socket is closed.
     */
    close(code?: number, reason?: string): void {
      const before = state;
      // Also when called by who was just told of a close: no attempt follows it then.
      if (!socket) generation++;
      if (before === 'idle' || before === 'closed') return;
      state = 'closed';
      wait();
      ready.reject(new WSError('closed'));
      // Chromium takes no reason without a code.
      if (socket) socket.close(...((reason ? [code ?? 1000, reason] : code ? [code] : []) as [number]));
      else if (before === 'connecting') end(closeOf(1006));
    },

    /** Ends the connection at once, without waiting for the socket, and forgets that it ever was open. */
    reset(): void {
      const before = state;
      state = 'idle';
      retries = settings.retries;
      attempt = 0;
      reopened = false;
      ready.reject(new WSError('destroyed'));
      if (socket || before === 'connecting') end(closeOf(before === 'open' ? 1000 : 1006), undefined, socket);
      else wait();
    },

    canSend,

    /** False if the socket cannot take it now. */
    send(frame: Frame): boolean {
      if (!canSend()) return false;
      socket!.send(frame);
      return true;
    },
  };
}
