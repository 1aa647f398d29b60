/** Lets everything run that waits in microtasks, without a turn of the event loop. */
const settle = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

interface Timer {
  readonly id: number;
  readonly at: number;
  readonly isNet: boolean;
  readonly callback: () => void;
}

/** Timers that move when they are told to, in place of the platform's. Those of the network are told apart. */
export interface VirtualClock {
  readonly now: number;
  /** The same without the time in which nothing ran. */
  readonly awake: number;
  /** For the far end. */
  readonly net: { setTimeout(callback: () => void, ms: number): number; clearTimeout(id: number): void; now(): number };
  /** How often nothing ran for a while. */
  readonly stalls: number;
  /** Timers of the near end that wait. */
  readonly pending: number;
  /** Calls back in the order of time what is due meanwhile. */
  advance(ms: number): Promise<void>;
  /** Nothing runs for so long; then what is due runs late, one end before the other. */
  stall(ms: number, isNetFirst: boolean): Promise<void>;
  /** Only the far end goes on, until it has nothing to do. */
  runNet(): Promise<void>;
  /** Forgets everything; time starts again. */
  reset(): void;
  /** Gives the platform's timers back. */
  restore(): void;
}

/** When time starts, by `Date.now()`. */
const START = 1_700_000_000_000;

/**
 * Installed once for all schedules: putting it in place costs more than a schedule does.
 */
export function installClock(): VirtualClock {
  let timers: Timer[] = [];
  let now = 0;
  let lastId = 0;
  let stalls = 0;
  let stalledMs = 0;

  const set = (isNet: boolean, callback: () => void, ms = 0): number => {
    timers.push({ id: ++lastId, at: now + Math.max(ms, 0), isNet, callback });
    return lastId;
  };
  const clear = (id: unknown): void => {
    const index = timers.findIndex((timer) => timer.id === id);
    if (index >= 0) timers.splice(index, 1);
  };
  const next = (until: number, isWanted?: (timer: Timer) => boolean): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers) {
      if (timer.at <= until && (!first || timer.at < first.at) && (!isWanted || isWanted(timer))) first = timer;
    }
    return first;
  };
  const fire = async (timer: Timer): Promise<void> => {
    clear(timer.id);
    now = Math.max(now, timer.at);
    timer.callback();
    await settle();
  };

  const { setTimeout, clearTimeout } = globalThis;
  const dateNow = Date.now;
  Object.assign(globalThis, {
    setTimeout: (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      set(false, () => callback(...args), ms),
    clearTimeout: clear,
  });
  Object.defineProperty(performance, 'now', { value: () => now, configurable: true });
  Date.now = () => START + Math.floor(now);

  return {
    get now() {
      return now;
    },
    get awake() {
      return now - stalledMs;
    },
    get stalls() {
      return stalls;
    },
    get pending() {
      return timers.filter(({ isNet }) => !isNet).length;
    },
    net: { setTimeout: (callback, ms) => set(true, callback, ms), clearTimeout: clear, now: () => now },

    async advance(ms) {
      const end = now + ms;
      await settle();
      for (let timer = next(end); timer; timer = next(end)) await fire(timer);
      now = end;
    },

    async stall(ms, isNetFirst) {
      await settle();
      stalls++;
      stalledMs += ms;
      now += ms;
      const isFirst = ({ isNet }: Timer): boolean => isNet === isNetFirst;
      const due = new Set(timers.filter(({ at }) => at <= now));
      for (let timer = next(now, (one) => due.has(one) && isFirst(one)); timer; ) {
        await fire(timer);
        timer = next(now, (one) => due.has(one) && isFirst(one));
      }
      for (let timer = next(now); timer; timer = next(now)) await fire(timer);
    },

    async runNet() {
      for (let timer = next(Infinity, ({ isNet }) => isNet); timer; ) {
        await fire(timer);
        timer = next(Infinity, ({ isNet }) => isNet);
      }
    },

    reset() {
      timers = [];
      now = 0;
      lastId = stalls = stalledMs = 0;
    },

    restore() {
      Object.assign(globalThis, { setTimeout, clearTimeout });
      Reflect.deleteProperty(performance, 'now');
      Date.now = dateNow;
    },
  };
}
