/** What an application may be told of; something can be made to happen within each of it. */
export const EVENTS = [
  'open',
  'close',
  'reopening',
  'gap',
  'dropped',
  'noretries',
  'drain',
  'item',
  'channel',
  'onGap',
  'ask',
  'save',
  'send',
] as const;
export type EventName = (typeof EVENTS)[number];

/** What happens, and what is made to happen within it. */
export class Events {
  private readonly armed: { event: EventName; act: () => void }[] = [];
  private readonly thrown = new Set<unknown>();

  /** @param tally counts what happens */
  constructor(private readonly tally: Map<string, number>) {}

  /** At the next event of that name, once. */
  within(event: EventName, act: () => void): void {
    this.armed.push({ event, act });
  }

  throwWithin(event: EventName): void {
    const error = new Error(`thrown within "${event}" on purpose`);
    this.within(event, () => {
      this.thrown.add(error);
      throw error;
    });
  }

  disarm(): void {
    this.armed.length = 0;
  }

  happens(event: EventName): void {
    this.count(event);
    const index = this.armed.findIndex((one) => one.event === event);
    if (index >= 0) this.armed.splice(index, 1)[0]!.act();
  }

  /** Proves nothing, but that what is to be proved has occurred. */
  count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }

  /** Whether it was thrown on purpose; what is heard once is not expected again. */
  hear(error: unknown): boolean {
    return this.thrown.delete(error);
  }

  /** How much was thrown on purpose and has not become an event. */
  get unheard(): number {
    return this.thrown.size;
  }
}
