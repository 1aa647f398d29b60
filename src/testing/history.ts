import type { Frame } from '../../types/socket.js';
import type { Clock } from './clock.js';
import { byteLength } from './rules.js';

/** One thing that happened. */
export interface HistoryEntry {
  /** Milliseconds since the server was made. */
  readonly atMs: number;
  /** The `id` of the client; undefined for what concerns all. */
  readonly client: number | undefined;
  /**
   * `in`: a frame reached the server; `out`: a frame reached the client, or was discarded by it because it is closing;
   * `lost`: the connection, or the attempt, ended without a close; `error`: a handler of the test threw.
   */
  readonly event: 'attempt' | 'refused' | 'open' | 'in' | 'out' | 'close' | 'lost' | 'fault' | 'error';
  /** The frame, the code and the reason, the url, the fault as it was called. */
  readonly text: string;
}

export type Note = (client: number | undefined, event: HistoryEntry['event'], text?: string) => void;

/** A frame as one can read it. */
export function textOf(frame: Frame): string {
  if (typeof frame === 'string') return frame;
  if (frame instanceof Blob) return `<Blob of ${byteLength(frame)} bytes>`;
  const { buffer, byteOffset, byteLength: length } = ArrayBuffer.isView(frame) ? frame : new DataView(frame);
  return `<${Array.from(new Uint8Array(buffer, byteOffset, length), (byte) => byte.toString(16).padStart(2, '0')).join(' ')}>`;
}

export function createHistory(clock: Clock): { entries: HistoryEntry[]; note: Note } {
  const entries: HistoryEntry[] = [];
  const now = (): number => clock.now?.() ?? Date.now();
  const start = now();
  return {
    entries,
    note(client, event, text = '') {
      entries.push({ atMs: now() - start, client, event, text });
    },
  };
}

const SHOWN = 60;
const WIDTH = 160;

/** The end of the history, a line each. */
export function linesOf(entries: readonly HistoryEntry[]): string[] {
  const shown = entries.slice(-SHOWN).map(({ atMs, client, event, text }) => {
    const cut = text.length > WIDTH ? `${text.slice(0, WIDTH)}… (${text.length} characters)` : text;
    return `${String(atMs).padStart(8)} ms ${client === undefined ? '' : `#${client} `}${event} ${cut}`.trimEnd();
  });
  const left = entries.length - shown.length;
  return left > 0 ? [`       … ${left} before`, ...shown] : shown;
}
