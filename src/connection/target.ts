import type { Lazy, UrlSource } from '../../types/options.js';
import type { WebSocketConstructor, WebSocketLike } from '../../types/socket.js';
import { byteLength } from '../codec/frame.js';
import { show, WSError } from '../errors.js';

/** Where one attempt goes. */
export interface Target {
  readonly url: string | URL;
  readonly protocol: unknown;
}

/**
 * Refuses what can never be connected to. A function is checked when it is asked.
 * @throws WSError `no-url`, `bad-url`
 */
export function checkUrl<T extends UrlSource>(url: T): T {
  if (typeof url === 'function') return url;
  if (!url) throw new WSError('no-url', 'URL not provided. Expected a string, a URL, or a function that gives one.');
  let scheme = '';
  try {
    // Relative and http(s) URLs are fine in browsers: https://websockets.spec.whatwg.org/#dom-websocket-websocket
    scheme = new URL(url as string, (globalThis as any).location?.href).protocol;
  } catch {}
  if (!/^(ws|http)/.test(scheme)) {
    throw new WSError('bad-url', `URL: expected ws:, wss:, http: or https:, got ${show(String(url))}.`);
  }
  return url;
}

const ask = <T>(source: Lazy<T>): T | Promise<T> =>
  typeof source === 'function' ? (source as () => T | Promise<T>)() : source;

const isLater = (value: unknown): value is PromiseLike<unknown> => typeof (value as any)?.then === 'function';

/**
 * Asks the functions for url and protocols. Gives the target itself where nothing is asynchronous, so that a plain URL
 * has its socket at once.
 * @throws WSError `no-url`, `bad-url`; whatever a function throws
 */
export function resolveTarget(url: UrlSource, protocol: Lazy<unknown>): Target | Promise<Target> {
  const answers = [ask(url), ask(protocol)] as const;
  const target = ([url, protocol]: readonly [string | URL, unknown]): Target => ({ url: checkUrl(url), protocol });
  return answers.some(isLater) ? Promise.all(answers).then(target as any) : target(answers as any);
}

/**
 * @throws WSError `no-websocket`; `bad-url`: the socket's constructor refuses url or protocols
 */
export function createSocket({ url, protocol }: Target, own?: WebSocketConstructor): WebSocketLike {
  const Socket = own ?? (globalThis as any).WebSocket;
  if (typeof Socket !== 'function') {
    const help = 'Pass the option "WebSocket", e.g. the class of the package "ws".';
    throw new WSError('no-websocket', `WebSocket: expected a constructor in globalThis, got ${typeof Socket}. ${help}`);
  }
  try {
    return protocol ? new Socket(url, protocol) : new Socket(url);
  } catch (cause) {
    throw new WSError('bad-url', `The socket refused its arguments: ${(cause as Error)?.message}`, { cause });
  }
}

/** An attempt that came to nothing. */
export const failure = (cause: unknown): WSError =>
  new WSError('connect-failed', 'The connection could not be established.', { cause });

/** The error of an attempt, whatever a function threw. */
export const asFailure = (cause: unknown): WSError => (cause instanceof WSError ? cause : failure(cause));

/**
 * Checks what `close` is given, by the rules of `WebSocket.close`.
 * @throws WSError `bad-argument`
 * @see https://websockets.spec.whatwg.org/#dom-websocket-close
 */
export function checkClose(code?: number, reason = ''): void {
  if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) {
    throw new WSError('bad-argument', `close: expected the code 1000, or one from 3000 to 4999, got ${show(code)}.`);
  }
  if (byteLength(reason) > 123) throw new WSError('bad-argument', 'close: expected a reason of at most 123 bytes.');
}
