import type { Frame } from '../../types/socket.js';
import { misuse } from '../errors.js';

/** Invalid UTF-8 is an error, not a replacement character in somebody's name. */
const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true });

/**
 * Message → frame. Binary messages never come here.
 * @throws WSError `bad-message`: JSON has no form for it, or a cycle
 */
export function encode(message: unknown): string {
  try {
    const text = JSON.stringify(message);
    if (text !== undefined) return text;
  } catch (cause) {
    throw refusal(message, cause);
  }
  throw refusal(message);
}

const refusal = (message: unknown, cause?: unknown) =>
  misuse('bad-message', 'send:', 'something that JSON can hold', message, cause);

/** @throws SyntaxError */
export const decodeText = (text: string): unknown => JSON.parse(text);

/**
 * Frame → message. Binary frames hold JSON in UTF-8, as servers send that write buffers; a `Blob` has to be read first,
 * so its message comes as a promise.
 * @throws SyntaxError, TypeError
 */
export function decode(frame: Frame): unknown {
  if (typeof frame === 'string') return decodeText(frame);
  if ('arrayBuffer' in frame) return frame.arrayBuffer().then(decode);
  return decodeText(decoder.decode(frame));
}
