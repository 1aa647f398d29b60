import type { World } from './world.js';

/** When a lazy connection goes to rest, in milliseconds after its last use. */
export const IDLE_MS = 4000;
/** The end of a use is noticed within such a part of that; in milliseconds. */
const NOTICE_MS = IDLE_MS / 10;
/** Timers may be a little early or late. */
const SLACK_MS = 2;

/** What a lazy connection may do when, and what it must do. */
export class Rest {
  /** When something used it last, or ended its use. */
  private usedAt = 0;
  /** After a stall nobody knows which timer was the first. */
  private stalledAt = 0;
  private stalls = 0;
  private stallsAtUse = 0;

  /** Requests of the application's that are not written down. */
  private others = 0;

  constructor(private readonly world: World) {}

  /** Something uses the connection. */
  use(): void {
    this.stallsAtUse = this.world.clock.stalls;
    this.touch();
  }

  /** Something uses it, or a use of it has ended. */
  touch(): void {
    this.usedAt = this.world.clock.now;
  }

  get isBusy(): boolean {
    const { bound, handles, ledger, expects, saves } = this.world;
    return !!(
      this.others ||
      saves.size ||
      bound.size ||
      handles.live[0] ||
      ledger.waiting[0] ||
      ledger.pending[0] ||
      expects.pending[0]
    );
  }

  /** What is asked for otherwise. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.others++;
    try {
      return await work;
    } finally {
      this.others--;
      this.touch();
    }
  }

  /** Called when it may have gone to rest. */
  judge(): void {
    const { world } = this;
    const ms = world.clock.now - this.usedAt;
    world.hold(!this.isBusy, 'it does not rest while it is needed');
    // Who looks late has not seen when the use ended.
    if (world.clock.stalls !== this.stallsAtUse) return;
    world.hold(ms >= IDLE_MS - NOTICE_MS - SLACK_MS, `it rests ${IDLE_MS} ms after its last use, got ${ms}`);
  }

  check(): void {
    const { world } = this;
    const { clock, ws } = world;
    if (world.setup.keep !== 'lazy' || world.isClosed || world.isDestroyed) return;
    if (clock.stalls !== this.stalls) {
      this.stalls = clock.stalls;
      this.stalledAt = clock.now;
    }
    if (ws.state === 'idle') {
      if (!world.isResting) world.rests();
    } else if (this.isBusy) this.touch();
    else {
      const ms = clock.now - Math.max(this.usedAt, this.stalledAt);
      world.hold(ms <= IDLE_MS + NOTICE_MS + SLACK_MS, `it rests when nothing has used it for ${ms} ms`);
    }
  }
}
