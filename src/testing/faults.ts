import { checkServerClose } from './rules.js';

/** Milliseconds, or from how many to how many. */
export type LatencyMs = number | readonly [min: number, max: number];

const REFUSABLE = ['url', 'protocol', 'handshake'] as const;
const STAGES = [...REFUSABLE, 'hello', 'close'] as const;

/** What a server can leave without an answer, in the order in which a connection needs it. */
export type Stage = (typeof STAGES)[number];

/** What a server can refuse. */
export type RefusableStage = (typeof REFUSABLE)[number];

/** What goes wrong now. */
export interface FaultState {
  garble: number;
  reorder: number;
  duplicate: number;
  latencyMs: LatencyMs;
  framesPerSecond: number;
  isSilent: boolean;
  readonly refused: Set<Stage>;
}

/** What can be made to go wrong. What is not done at once lasts until `heal()`, for new connections too. */
export interface Faults {
  /**
   * Attempts fail: the handshake is refused, or the functions `url` or `protocol` throw. May be called for several.
   * @default 'handshake'
   */
  refuse(stage?: RefusableStage): void;
  /**
   * Nothing comes of it until `heal()`, which makes up for it: of `url`, `protocol`, the handshake, the answer to each
   * client's first message (`'hello'`; later ones are answered), or the answer to a client's close. May be called for
   * several stages.
   */
  hang(stage: Stage): void;
  /**
   * At once: all connections, and attempts, are lost. The clients get `error` and `close` 1006; with `{ error: false }`
   * no `error`, as in Chromium and `ws`.
   */
  drop(options?: { error?: boolean }): void;
  /**
   * At once: all connections are dead, and nobody is told. Nothing passes any more in either direction, also after
   * `heal()`; `drop()` ends them. New ones are not affected.
   */
  halfOpen(): void;
  /** That part of the frames that the server sends, 0 to 1, is no message any more: cut off, and an impossible byte. */
  garble(rate: number): void;
  /** That part of the frames goes behind the next one; without a next one it is 50 ms late. */
  reorder(rate: number): void;
  /** That part of the frames goes twice. */
  duplicate(rate: number): void;
  /** In place of the option `latencyMs`. */
  latency(ms: LatencyMs): void;
  /**
   * At once: closes all connections, cleanly, with this code (1005 if none).
   * @throws RangeError for codes that no server can send
   */
  close(code?: number, reason?: string): void;
  /**
   * A slow line: that many frames a second pass, in each direction; 0 for none. What the client sends stays in its
   * `bufferedAmount` until its turn comes.
   */
  trickle(framesPerSecond: number): void;
  /**
   * The server says nothing more on open connections, but receives, accepts and answers a close. What it would have said
   * is said after `heal()`, where the connection is still there.
   */
  silence(): void;
}

/** What faults do to connections. */
export interface Target {
  drop(options?: { error?: boolean }): void;
  halfOpen(): void;
  close(code?: number, reason?: string): void;
}

const quote = (value: unknown): string => JSON.stringify(value)?.replaceAll('"', "'") ?? String(value);

const checkRate = (name: string, rate: number): void => {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`${name}() needs a part from 0 to 1, got ${quote(rate)}.`);
};

const checkStage = (name: string, stage: string, known: readonly string[]): void => {
  if (!known.includes(stage)) throw new RangeError(`${name}() needs one of ${known.join(', ')}, got ${quote(stage)}.`);
};

/** @throws RangeError */
export function checkLatency(ms: LatencyMs): LatencyMs {
  const [min, max] = typeof ms === 'number' ? [ms, ms] : ms;
  if (min >= 0 && max >= min && max < Number.POSITIVE_INFINITY) return ms;
  throw new RangeError(`A latency is a number of ms from 0 on, or [min, max] of them, got ${quote(ms)}.`);
}

/**
 * @param usualMs the latency when nothing is wrong
 * @param targets those that a fault meets at once
 * @param note writes history
 * @param changed called after what lasts has changed
 */
export function createFaults(
  usualMs: LatencyMs,
  targets: () => readonly Target[],
  note: (text: string) => void,
  changed: () => void,
) {
  const usual = { garble: 0, reorder: 0, duplicate: 0, framesPerSecond: Number.POSITIVE_INFINITY, isSilent: false };
  const state: FaultState = { ...usual, latencyMs: usualMs, refused: new Set() };
  const hanging = new Set<Stage>();
  const inEffect = new Map<string, string>();
  let waiting: (() => void)[] = [];

  /** @param key the later one of the same key counts */
  const set = (key: string, text: string, part: Partial<FaultState> = {}): void => {
    Object.assign(state, part);
    inEffect.set(key, text);
    note(text);
    changed();
  };
  /** What hangs goes on. */
  const release = (): void => {
    const due = waiting;
    hanging.clear();
    waiting = [];
    for (const act of due) act();
  };
  const rate = (name: 'garble' | 'reorder' | 'duplicate', value: number): void => {
    checkRate(name, value);
    set(name, `${name}(${value})`, { [name]: value });
  };

  const faults: Faults = {
    refuse(stage = 'handshake') {
      checkStage('refuse', stage, REFUSABLE);
      state.refused.add(stage);
      set(`refuse ${stage}`, `refuse(${quote(stage)})`);
    },
    hang(stage) {
      checkStage('hang', stage, STAGES);
      hanging.add(stage);
      set(`hang ${stage}`, `hang(${quote(stage)})`);
    },
    drop(options) {
      note('drop()');
      for (const target of targets()) target.drop(options);
    },
    halfOpen() {
      note('halfOpen()');
      for (const target of targets()) target.halfOpen();
    },
    garble: (value) => rate('garble', value),
    reorder: (value) => rate('reorder', value),
    duplicate: (value) => rate('duplicate', value),
    latency(ms) {
      set('latency', `latency(${quote(checkLatency(ms))})`, { latencyMs: ms });
    },
    close(code, reason) {
      checkServerClose(code, reason);
      note(`close(${[code, reason].filter((part) => part !== undefined).join(', ')})`);
      for (const target of targets()) target.close(code, reason);
    },
    trickle(framesPerSecond) {
      if (!(framesPerSecond >= 0)) throw new RangeError(`trickle() needs a number from 0 on, got ${framesPerSecond}.`);
      set('trickle', `trickle(${framesPerSecond})`, { framesPerSecond });
    },
    silence: () => set('silence', 'silence()', { isSilent: true }),
  };

  return {
    faults,
    state: state as Readonly<FaultState>,
    /** The lasting ones, as they were called. */
    inEffect: (): string[] => [...inEffect.values()],
    /** Does it now, or once the stage no longer hangs. */
    pass(stage: Stage, act: () => void): void {
      if (hanging.has(stage)) waiting.push(act);
      else act();
    },
    isHanging: (stage: Stage): boolean => hanging.has(stage),
    release,
    heal(): void {
      Object.assign(state, usual, { latencyMs: usualMs });
      state.refused.clear();
      inEffect.clear();
      note('heal()');
      changed();
      release();
    },
  };
}
