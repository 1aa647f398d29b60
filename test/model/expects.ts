import type { World } from './world.js';

/** One message that is waited for. */
interface Expected {
  readonly deadline: number;
  readonly before: { readonly [cause: string]: number };
  isOver: boolean;
}

/** Follows what waits for a message to its one end. */
export class Expects {
  private all: Expected[] = [];

  constructor(private readonly world: World) {}

  get pending(): Expected[] {
    return this.all.filter(({ isOver }) => !isOver);
  }

  expect(type: string, ms: number): void {
    const { world } = this;
    const expect = () => world.using(() => world.ws.expect(type, ms / 1000));
    if (world.isDestroyed) return world.refused(expect);
    const one: Expected = { deadline: world.clock.now + ms, before: { ...world.causes }, isOver: false };
    this.all.push(one);
    expect().then(
      () => this.ended(one, 'fulfilled'),
      ({ code }) => this.ended(one, code),
    );
  }

  /** What has to be so whenever nothing is under way. */
  check(): void {
    const { world } = this;
    this.all = this.pending;
    for (const { deadline, before } of this.all) {
      world.hold(world.clock.now < deadline + 1, 'an expectation ends in time');
      const isKept = world.causes.loss === before.loss && world.causes.close === before.close;
      world.hold(isKept, 'an expectation ends with the connection');
    }
  }

  private ended(one: Expected, how: string): void {
    const { causes, clock, events, rest } = this.world;
    const hasBeen = (cause: string): boolean => causes[cause]! > one.before[cause]!;
    const isSo: { readonly [how: string]: () => boolean } = {
      fulfilled: () => true,
      timeout: () => clock.now >= one.deadline - 1,
      'connection-lost': () => hasBeen('loss'),
      closed: () => hasBeen('close'),
      destroyed: () => hasBeen('destroy'),
    };
    this.world.hold(!!isSo[how]?.(), `an expectation cannot end so: ${how}`);
    one.isOver = true;
    events.count(`expectation ${how}`);
    rest.touch();
  }
}
