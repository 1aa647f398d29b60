import type { Frame } from '../../types/socket.js';

const encoder = /* @__PURE__ */ new TextEncoder();

/** Whether a message is a binary frame already, to be sent as it is. */
export const isBinary = (message: unknown): message is ArrayBuffer | ArrayBufferView | Blob =>
  message instanceof ArrayBuffer ||
  ArrayBuffer.isView(message) ||
  (typeof Blob !== 'undefined' && message instanceof Blob);

/** Bytes of a frame on the wire, without the header. */
export function byteLength(frame: Frame): number {
  if (typeof frame === 'string') return encoder.encode(frame).length;
  return 'size' in frame ? frame.size : frame.byteLength;
}
