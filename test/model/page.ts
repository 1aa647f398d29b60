import type { LifeSignal } from '../../types/resilience.js';
import type { VirtualClock } from './clock.js';

type Tell = (signal: LifeSignal) => void;

export const HIDDEN_MS = 10_000;

/** The page that the connection is in. */
export class Page {
  readonly listeners = new Set<Tell>();
  private readonly away = new Set<LifeSignal>();
  /** When it was told to be hidden, and how often nothing ran before that. */
  private hidden: { at: number; stalls: number } | undefined;

  constructor(private readonly clock: VirtualClock) {}

  /** Whether those who listen know of a reason to make no attempt. */
  get isAway(): boolean {
    const { away, clock, hidden, listeners } = this;
    // After a stall nobody knows which timer was the first.
    const isLong = hidden && clock.now - hidden.at > HIDDEN_MS && clock.stalls === hidden.stalls;
    return listeners.size > 0 && (away.size > 0 || !!isLong);
  }

  tell(signal: LifeSignal): void {
    if (signal === 'offline' || signal === 'suspend') this.away.add(signal);
    if (signal === 'online') this.away.delete('offline');
    if (signal === 'resume') this.away.delete('suspend');
    if (signal === 'visible') this.hidden = undefined;
    if (signal === 'hidden') this.hide();
    for (const tell of this.listeners) tell(signal);
  }

  /** For the option `lifecycle`. */
  readonly source = (tell: Tell): (() => void) => {
    this.listeners.add(tell);
    // Nothing runs in a page that is put away.
    this.away.delete('suspend');
    for (const signal of this.away) tell(signal);
    if (this.hidden) {
      this.hide();
      tell('hidden');
    }
    return () => void this.listeners.delete(tell);
  };

  private hide(): void {
    this.hidden = { at: this.clock.now, stalls: this.clock.stalls };
  }
}
