import { subscribing } from './options.js';
import type { World } from './world.js';

/** One topic that was subscribed to without a resource. */
interface Handle {
  readonly name: string;
  readonly life: number;
  readonly subscription: { readonly isActive: boolean; dispose(): void };
  isOver: boolean;
}

/** Subscriptions without a resource, and with them all that has to be subscribed to. */
export class Handles {
  readonly all: Handle[] = [];
  /** What has to be subscribed to, and since when. */
  readonly wanted = new Map<string, number>();

  constructor(private readonly world: World) {}

  /** Those that nobody has ended. */
  get live(): Handle[] {
    const { life, isDestroyed } = this.world;
    return this.all.filter((handle) => !handle.isOver && handle.life === life && !isDestroyed);
  }

  subscribe(topic: number): void {
    const { world } = this;
    const name = `t${topic}`;
    const data = { channel: name };
    const messages = {
      subscribe: ['subscribe', data],
      unsubscribe: ['unsubscribe', data],
      ...subscribing(world.setup),
    };
    const subscribe = () => world.using(() => world.ws.subscribe(name, messages as any));
    if (world.isDestroyed) return world.refused(subscribe);
    this.all.push({ name, life: world.life, isOver: false, subscription: subscribe() });
    this.update();
  }

  dispose(which: number): void {
    const handle = this.all[which % this.all.length];
    if (handle) this.end(handle);
  }

  disposeAll(): void {
    for (const handle of this.live) this.end(handle);
  }

  /** What has to be subscribed to may be something else now. */
  update(): void {
    const { wanted, world } = this;
    const bound = world.channels.filter((channel) => world.bound.has(channel));
    const names = new Set([...bound, ...this.live].map(({ name }) => name));
    for (const name of wanted.keys()) if (!names.has(name)) wanted.delete(name);
    for (const name of names) if (!wanted.has(name)) wanted.set(name, world.clock.now);
  }

  private end(handle: Handle): void {
    // What an earlier life subscribed to is no use of this one.
    const wasLive = this.live.includes(handle);
    handle.isOver = true;
    this.update();
    handle.subscription.dispose();
    if (wasLive) this.world.rest.touch();
  }
}
