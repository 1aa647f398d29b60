import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { pricesApart } from './apart.js';
import type { MarketClient } from './client.js';
import type { MarketServer } from './server.js';

/** What the breaker can do, by the name that the screen shows. The first letter is its key. */
export const faults = {
  cut: 'the line is cut by a TCP reset',
  garble: 'one of five messages is cut short',
  silence: 'the server takes everything and says nothing',
  kill: 'the server is killed, and started again later',
};
export type Fault = keyof typeof faults;
const names = Object.keys(faults) as Fault[];

/** One fault that is over. */
export interface Repair {
  readonly fault: Fault;
  readonly lastedMs: number;
  /** From its beginning until all prices agreed again; undefined if they never did. */
  readonly tookMs: number | undefined;
}

export interface BreakerTimes {
  /** Between two faults that come by themselves. */
  readonly restMs?: number;
  readonly garbleMs?: number;
  readonly silenceMs?: number;
  /** Until a server that was killed is there again. */
  readonly downMs?: number;
  /** For all to be right again, once the fault is over. */
  readonly limitMs?: number;
}

const usual = { restMs: 4000, garbleMs: 1000, silenceMs: 2000, downMs: 3000, limitMs: 15_000 };

/** Breaks the server or the line to it, and measures how long it takes until the client is right again. */
export class Breaker {
  readonly repairs: Repair[] = [];
  /** Under way. */
  fault: Fault | undefined;
  beganAt = 0;
  /** Whether faults come by themselves. */
  isAutomatic = true;
  readonly #times: Required<BreakerTimes>;
  readonly #end = new AbortController();
  #work: Promise<void> | undefined;

  constructor(
    private readonly server: MarketServer,
    private readonly client: MarketClient,
    times: BreakerTimes = {},
  ) {
    this.#times = { ...usual, ...times };
  }

  /** One fault after the other, until `stop`. */
  async goRound(): Promise<void> {
    for (let turn = 0; ; ) {
      await this.#pause(this.#times.restMs);
      if (this.#end.signal.aborted) return;
      if (this.isAutomatic && this.isReady) await this.make(names[turn++ % names.length]!);
    }
  }

  /** Takes over from `goRound`, or gives back to it. */
  press(key: string): void {
    if (key === 'a') this.isAutomatic = !this.isAutomatic;
    const fault = names.find((name) => name[0] === key);
    if (!fault) return;
    this.isAutomatic = false;
    if (this.isReady) this.make(fault);
    else this.client.tell(`no ${fault} now: one thing after the other`);
  }

  /** Whether there is something to break. */
  get isReady(): boolean {
    return !this.fault && this.#isLive;
  }

  /** Resolves when all is right again, or is not within the limit. */
  make(fault: Fault): Promise<void> {
    this.fault = fault;
    this.beganAt = performance.now();
    this.client.tell(`FAULT ${fault}: ${faults[fault]}`);
    this.#work = this.#make(fault);
    return this.#work;
  }

  /** Ends the present fault, and waits until all is right again. */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#work;
  }

  async #make(fault: Fault): Promise<void> {
    const { client } = this;
    const { invalid, losses } = client.counts;
    await this.#order();
    await this.#bring[fault]().catch((error) => client.tell(`${fault}: ${error.message}`));
    const lastedMs = performance.now() - this.beganAt;
    const isNoticed = (): boolean =>
      fault === 'garble' ? client.counts.invalid > invalid : client.counts.losses > losses;
    const end = performance.now() + this.#times.limitMs;
    while (!(isNoticed() && this.#isRight) && performance.now() < end) await pause(10);
    const tookMs = isNoticed() && this.#isRight ? performance.now() - this.beganAt : undefined;
    const repair = { fault, lastedMs, tookMs };
    this.repairs.push(repair);
    this.fault = undefined;
    client.tell(`${fault}: ${outcomeOf(repair)}`);
  }

  /** Resolves when the server has taken the order and not answered it yet: if the line breaks now, the answer is lost. */
  async #order(): Promise<void> {
    const { desk } = this.server;
    const { taken } = desk;
    const end = performance.now() + 1000;
    this.client.order();
    while (desk.taken === taken && performance.now() < end) await turn();
  }

  /** Each resolves when the fault is over. */
  readonly #bring: { readonly [F in Fault]: () => Promise<void> } = {
    cut: async () => this.server.lines.cut(),

    garble: async () => {
      const { lines } = this.server;
      lines.garble(true);
      await this.#pause(this.#times.garbleMs);
      lines.garble(false);
    },

    silence: async () => {
      const { lines } = this.server;
      lines.silence(true);
      await this.#pause(this.#times.silenceMs);
      lines.silence(false);
    },

    kill: async () => {
      await this.server.kill();
      await this.#pause(this.#times.downMs);
      await this.server.lines.listen();
    },
  };

  get #isLive(): boolean {
    const { liveCount, quotes, ws } = this.client;
    return ws.isOpen && liveCount === quotes.length;
  }

  get #isRight(): boolean {
    return this.#isLive && pricesApart(this.server, this.client).length === 0;
  }

  async #pause(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#end.signal }).catch(() => {});
  }
}

export function outcomeOf({ lastedMs, tookMs }: Repair): string {
  if (tookMs === undefined) return 'NOT RIGHT AGAIN';
  const after = lastedMs > 100 ? `, ${secondsOf(tookMs - lastedMs)} after its end` : '';
  return `right again after ${secondsOf(tookMs)}${after}`;
}

export const secondsOf = (ms: number): string => `${(ms / 1000).toFixed(ms < 995 ? 2 : 1)} s`;
