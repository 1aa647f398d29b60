import type { LogEntry } from '../../types/policies.js';
import { type AnyWS, insideOf, textOf } from './inside.js';
import { createRing } from './ring.js';
import { type Call, trace } from './trace.js';

/** One line of what happened. */
export interface InspectorEntry {
  /** Counts from 1. */
  readonly id: number;
  /** A frame received, a frame handed to the socket, or an event of the connection. */
  readonly direction: LogEntry['direction'];
  /** Type of the message, or name of the event without prefix. */
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Size of the frame; undefined for events. */
  readonly bytes: number | undefined;
  /** The frame as text, or the event's first argument as JSON; what is long is cut off. */
  readonly text: string;
  /** Of a reply: milliseconds since its request. */
  latencyMs?: number;
  /** The handlers that ran, 100 at most. */
  calls?: readonly Call[];
}

/** What happened in one second. */
export interface InspectorSecond {
  /** Seconds since 1970. */
  readonly time: number;
  /** Frames received. */
  received: number;
  /** Frames handed to the socket. */
  sent: number;
  /** Milliseconds spent in handlers. */
  handlerMs: number;
}

/** How much is kept. */
export interface RecorderOptions {
  /**
   * Lines.
   * @default 500
   */
  readonly limit?: number;
  /**
   * Seconds of the chart.
   * @default 120
   */
  readonly seconds?: number;
}

/** `JSON.stringify` of what may not be JSON. */
function toText(data: any): string {
  // Of an event of the socket what says something; it knows its socket, and that knows all.
  if (typeof data?.code === 'number' && 'wasClean' in data) return `${data.code} ${data.reason}`.trim();
  try {
    return data === undefined
      ? ''
      : textOf(JSON.stringify(data instanceof Error ? String(data) : data) ?? String(data));
  } catch {
    return String(data);
  }
}

const idOf = (text: unknown, field: string): unknown => {
  if (typeof text !== 'string' || !field || !text.includes(`"${field}"`)) return undefined;
  try {
    return JSON.parse(text)?.[field];
  } catch {
    return undefined;
  }
};

/**
 * Writes down what a connection does, in a ring: memory is bounded.
 * @throws WSError `bad-argument`
 */
export function createRecorder(ws: AnyWS, { limit = 500, seconds = 120 }: RecorderOptions = {}) {
  const engine = insideOf(ws);
  const { idAttribute } = engine.settings;
  const entries = createRing<InspectorEntry>(limit);
  /** Events are few and tell the story: frames must not push them out. */
  const timeline = createRing<InspectorEntry>(Math.min(limit, 200));
  const history = createRing<InspectorSecond>(seconds);
  /** When requests went out, by id. */
  const asked = new Map<unknown, number>();
  let second: InspectorSecond | undefined;
  let last: InspectorEntry | undefined;
  let count = 0;
  let isPaused = false;

  const secondOf = (time: number): InspectorSecond => {
    const now = Math.floor(time / 1000);
    if (second?.time !== now) {
      second = { time: now, received: 0, sent: 0, handlerMs: 0 };
      history.add(second);
    }
    return second;
  };

  const latencyOf = ({ direction, data, time }: LogEntry): number | undefined => {
    const id = idOf(data, idAttribute);
    if (id === undefined) return undefined;
    if (direction === 'out') {
      asked.set(id, time);
      if (asked.size > limit) asked.delete(asked.keys().next().value);
      return undefined;
    }
    const since = asked.get(id);
    asked.delete(id);
    return since === undefined ? undefined : time - since;
  };

  const untap = engine.inside.log.tap((entry) => {
    const { direction, type = '', bytes, time, data } = entry;
    const now = secondOf(time);
    if (direction === 'in') now.received++;
    if (direction === 'out') now.sent++;
    if (isPaused) return;
    const latencyMs = direction === 'event' ? undefined : latencyOf(entry);
    last = { id: ++count, direction, type, time, bytes, text: direction === 'event' ? toText(data) : textOf(data) };
    if (latencyMs !== undefined) last.latencyMs = latencyMs;
    entries.add(last);
    if (direction === 'event') timeline.add(last);
  });

  const untrace = trace(engine, (type, calls) => {
    const ms = calls.reduce((sum, call) => sum + call.ms, 0);
    secondOf(Date.now()).handlerMs += ms;
    if (!isPaused && last?.direction === 'in' && last.type === type) last.calls = calls;
  });

  return {
    /** The newest lines, the oldest of them first. */
    get entries(): InspectorEntry[] {
      return entries.list();
    },
    /** The newest events among them, 200 at most. */
    get timeline(): InspectorEntry[] {
      return timeline.list();
    },
    /** The newest seconds in which something happened. */
    get seconds(): InspectorSecond[] {
      return history.list();
    },
    /** How many lines there were, those included that are forgotten. */
    get count(): number {
      return count;
    },

    /** While paused nothing is written down; counters go on. Assignable. */
    get isPaused(): boolean {
      return isPaused;
    },
    set isPaused(is: boolean) {
      isPaused = is;
    },

    /** Forgets what was written down. */
    clear(): void {
      entries.clear();
      timeline.clear();
    },

    /** Stops, and leaves the connection as it was. */
    dispose(): void {
      untap();
      untrace();
      asked.clear();
    },
  };
}

/** What `createRecorder` returns. */
export type Recorder = ReturnType<typeof createRecorder>;
