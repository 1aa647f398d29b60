import type { LogEntry, Logger } from '../types/policies.js';
import { byteLength } from './codec/frame.js';
import type { Settings } from './options.js';

/** Tells the log. */
export type Log = (direction: LogEntry['direction'], type: string | undefined, data: unknown) => void;

const arrows = { in: '←', out: '→', event: '•' };

/** A line such as `12:30:05.120 ws ← quote 61 B {"type":"quote",…}`. */
function toConsole({ direction, type = '(no type)', bytes, time, data }: LogEntry, name: string): void {
  const line = `${new Date(time).toISOString().slice(11, 23)} ${name} ${arrows[direction]} ${type}`;
  if (bytes === undefined) console.debug(line, data ?? '');
  else
    console.debug(
      `${line} ${bytes} B`,
      typeof data === 'string' && data.length > 200 ? `${data.slice(0, 200)}…` : data,
    );
}

/** The log of a connection, or undefined where there is none. What a logger throws is ignored: it only watches. */
export function createLog({ debug, logger, prefix }: Settings): Log | undefined {
  if (!(debug ?? logger)) return undefined;
  const sink: Logger = logger ?? ((entry) => toConsole(entry, prefix));
  return (direction, type, data) => {
    try {
      const bytes = direction === 'event' ? undefined : byteLength(data as string);
      sink({ direction, type, bytes, time: Date.now(), data });
    } catch {}
  };
}
