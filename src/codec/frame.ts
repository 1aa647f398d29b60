import type { Frame } from '../../types/socket.js';

const encoder = /* @__PURE__ */ new TextEncoder();

/** Whether a message is a binary frame already, to be sent as it is. */
export const isBinary = (message: any): message is ArrayBuffer | ArrayBufferView | Blob =>
  typeof message === 'object' &&
  message !== null &&
  // Nearly every message is a plain object, and need not be compared with three classes.
  Object.getPrototypeOf(message) !== Object.prototype &&
  (ArrayBuffer.isView(message) ||
    message instanceof ArrayBuffer ||
    (typeof Blob !== 'undefined' && message instanceof Blob));

/** Bytes of a frame on the wire, without the header. */
export function byteLength(frame: Frame): number {
  if (typeof frame === 'string') return encoder.encode(frame).length;
  return 'size' in frame ? frame.size : frame.byteLength;
}
