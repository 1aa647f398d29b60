import type { Frame } from '../../types/socket.js';
import type { Engine } from '../engine/engine.js';
import type { Face } from '../engine/face.js';
import { misuse } from '../errors.js';
import type { WS } from '../ws.js';

/** A connection of any messages. */
export type AnyWS = WS<any, any>;

/**
 * What is behind a connection.
 * @throws WSError `bad-argument`
 */
export function insideOf(ws: unknown): Engine<Face> {
  const engine = (ws as { '~engine'?: Engine<Face> } | undefined)?.['~engine'];
  if (!engine) throw misuse('bad-argument', 'inspect:', 'a connection, made by new WS(…)', ws);
  return engine;
}

/** A frame as text, cut off where it is long. */
export function textOf(frame: Frame | unknown, limit = 2000): string {
  if (typeof frame !== 'string') return `(binary, ${(frame as Blob).size ?? (frame as ArrayBuffer).byteLength} bytes)`;
  return frame.length > limit ? `${frame.slice(0, limit)}…` : frame;
}
