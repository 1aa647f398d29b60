import type { UrlSource } from '../../types/options.js';
import type { WebSocketConstructor, WebSocketLike } from '../../types/socket.js';
import { byteLength } from '../codec/frame.js';
import { misuse, WSError } from '../errors.js';

/**
 * Refuses what can never be connected to. A function is checked when it is asked.
 * @throws WSError `no-url`, `bad-url`
 */
export function checkUrl<T extends UrlSource>(url: T): T {
  if (!url) throw new WSError('no-url', 'URL not provided. Expected a string, a URL, or a function that gives one.');
  let scheme = typeof url === 'function' ? 'ws' : '';
  try {
    // Relative and http(s) URLs are fine in browsers: https://websockets.spec.whatwg.org/#dom-websocket-websocket
    scheme ||= new URL(url as string, globalThis.location?.href).protocol;
  } catch {}
  if (!/^(ws|http)/.test(scheme)) throw misuse('bad-url', 'URL:', 'ws:, wss:, http: or https:', String(url));
  return url;
}

/**
 * @throws WSError `no-url`, `bad-url`, `no-websocket`
 */
export function createSocket(url: string | URL, protocol: any, own?: WebSocketConstructor): WebSocketLike {
  const Socket = own ?? globalThis.WebSocket;
  if (typeof Socket !== 'function') {
    const got = `got ${typeof Socket}. Pass the option "WebSocket", e.g. the class of the package "ws".`;
    throw new WSError('no-websocket', `WebSocket: expected a constructor in globalThis, ${got}`);
  }
  checkUrl(url);
  try {
    return protocol ? new Socket(url, protocol) : new Socket(url);
  } catch (cause) {
    throw new WSError('bad-url', `${cause}`, cause);
  }
}

/**
 * Checks what `close` is given, by the rules of `WebSocket.close`.
 * @throws WSError `bad-argument`
 * @see https://websockets.spec.whatwg.org/#dom-websocket-close
 */
export function checkClose(code: unknown = 1000, reason = ''): void {
  const isAllowed = code === 1000 || (typeof code === 'number' && code >= 3000 && code <= 4999);
  if (!isAllowed) throw misuse('bad-argument', 'close:', 'the code 1000, or one from 3000 to 4999', code);
  if (byteLength(reason) > 123) throw misuse('bad-argument', 'close:', 'a reason of at most 123 bytes', reason);
}
