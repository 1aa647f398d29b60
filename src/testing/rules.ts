import type { Frame } from '../../types/socket.js';

/** What a close frame carries. Code 1005 stands for a frame without a code: it never travels. */
export interface CloseFrame {
  readonly code: number;
  readonly reason: string;
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const MAX_REASON_BYTES = 123;

/** @see https://websockets.spec.whatwg.org/#dom-websocket-websocket */
export function parseUrl(url: unknown): string {
  const base = (globalThis as { location?: { href: string } }).location?.href;
  let parsed: URL;
  try {
    parsed = new URL(String(url), base);
  } catch {
    throw new DOMException(`The URL '${url}' is invalid.`, 'SyntaxError');
  }
  if (parsed.protocol === 'http:') parsed.protocol = 'ws:';
  if (parsed.protocol === 'https:') parsed.protocol = 'wss:';
  if (parsed.protocol !== 'ws:' && parsed.protocol !== 'wss:') {
    throw new DOMException(`Expected the scheme ws or wss, got '${parsed.protocol}'.`, 'SyntaxError');
  }
  if (parsed.href.includes('#')) throw new DOMException(`The URL '${url}' has a fragment.`, 'SyntaxError');
  return parsed.href;
}

/** Whatever is no list is one name: `null` asks for the subprotocol `null`, as in a browser. */
export function parseProtocols(protocols: unknown = []): string[] {
  const isList = typeof protocols === 'object' && protocols !== null;
  const list = isList ? Array.from(protocols as Iterable<unknown>, String) : [String(protocols)];
  const wrong = list.find((name, index) => !TOKEN.test(name) || list.indexOf(name) !== index);
  if (wrong === undefined) return list;
  throw new DOMException(`The subprotocol '${wrong}' is no token, or comes twice.`, 'SyntaxError');
}

/**
 * What the client may close with. A reason without a code cannot travel, and the standard does not say what becomes of
 * it: Chromium throws, Node sends 1000, `ws` loses the reason. The strictest of them is the one to test against.
 *
 * @see https://websockets.spec.whatwg.org/#dom-websocket-close
 */
export function checkClientClose(code: number | undefined, reason: string | undefined): CloseFrame {
  const bare = code === undefined && reason === undefined;
  if (!bare && code !== 1000 && !(Number(code) >= 3000 && Number(code) <= 4999)) {
    throw new DOMException(`The close code must be 1000 or 3000 to 4999, got ${code}.`, 'InvalidAccessError');
  }
  if (reason !== undefined && byteLength(String(reason)) > MAX_REASON_BYTES) {
    throw new DOMException(`The close reason is longer than ${MAX_REASON_BYTES} bytes.`, 'SyntaxError');
  }
  return { code: bare ? 1005 : Number(code), reason: String(reason ?? '') };
}

/** What a server may close with: more codes than the client, but none of those that only report a fault. */
export function checkServerClose(code: number | undefined, reason = ''): CloseFrame {
  if (code === undefined && reason === '') return { code: 1005, reason };
  const known = code !== undefined && ((code >= 1000 && code <= 1014) || (code >= 3000 && code <= 4999));
  if (!known || code === 1004 || code === 1005 || code === 1006) {
    throw new RangeError(`No server can send the close code ${code}. For a lost connection (1006) use server.drop().`);
  }
  if (byteLength(reason) > MAX_REASON_BYTES) {
    throw new RangeError(`No close frame holds a reason longer than ${MAX_REASON_BYTES} bytes.`);
  }
  return { code, reason };
}

/** A copy of what was sent, for its sender may go on writing to the buffer. */
export function snapshot(data: unknown): Frame {
  if (data instanceof Blob) return data;
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return structuredClone(data);
  return String(data);
}

export function byteLength(frame: Frame): number {
  if (typeof frame === 'string') return new TextEncoder().encode(frame).length;
  return frame instanceof Blob ? frame.size : frame.byteLength;
}
