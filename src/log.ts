import type { LogEntry, Logger } from '../types/policies.js';
import { byteLength } from './codec/frame.js';
import type { Settings } from './options.js';

/** Where the log goes. */
export interface Log {
  /** Undefined where nobody reads it. */
  write: Write | undefined;
  /** Reads it beside the logger; returns its undo. */
  tap(take: Logger): () => void;
}

type Write = (direction: LogEntry['direction'], type: string | undefined, data: unknown) => void;

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

/** The log of a connection. What a logger throws is ignored: it only watches. */
export function createLog({ debug, logger, prefix }: Settings): Log {
  const readers = new Set<Logger>();
  if (debug ?? logger) readers.add(logger ?? ((entry) => toConsole(entry, prefix)));

  const write: Write = (direction, type, data) => {
    const bytes = direction === 'event' ? undefined : byteLength(data as string);
    for (const reader of readers) {
      try {
        reader({ direction, type, bytes, time: Date.now(), data });
      } catch {}
    }
  };
  const log: Log = {
    write: readers.size ? write : undefined,
    tap(take) {
      const reader: Logger = (entry) => take(entry);
      readers.add(reader);
      log.write = write;
      return () => {
        readers.delete(reader);
        log.write = readers.size ? write : undefined;
      };
    },
  };
  return log;
}
