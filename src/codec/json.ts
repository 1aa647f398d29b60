import type { Codec } from '../../types/policies.js';
import type { Frame } from '../../types/socket.js';
import { misuse } from '../errors.js';

/** Invalid UTF-8 is an error, not a replacement character in somebody's name. */
const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true });

/**
 * Message → frame. Binary messages never come here.
 * @throws WSError `bad-message`: the codec, JSON if there is none, has no form for it
 */
export function encode(message: unknown, codec?: Codec): Frame {
  try {
    const frame = codec ? codec.encode(message) : JSON.stringify(message);
    if (frame !== undefined) return frame;
  } catch (cause) {
    throw refusal(message, codec, cause);
  }
  throw refusal(message, codec);
}

const refusal = (message: unknown, codec: Codec | undefined, cause?: unknown) =>
  misuse('bad-message', 'send:', `something that ${codec ? 'the codec' : 'JSON'} can hold`, message, cause);

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
