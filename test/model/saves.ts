import Backbone from 'backbone';
import type { World } from './world.js';

/** One call of `sync`. */
interface Save {
  readonly n: number;
  readonly before: { readonly [cause: string]: number };
  readonly ends: string[];
}

/** Saves of two models, each of which goes by requests, one after the other. */
export class Saves {
  private readonly docs = ['d0', 'd1'].map((id) => new Backbone.Model({ id }));
  private readonly all: Save[] = [];
  /** How many have not ended. */
  size = 0;
  /** The last resource has gone: the connection is destroyed when all saves have ended. */
  isDue = false;

  constructor(private readonly world: World) {}

  save(which: number, options: object): void {
    const { world, all } = this;
    const doc = this.docs[which]!;
    const sync = (more: object) =>
      world.using(() => world.ws.sync('update', doc, { sync: 'request', ...options, ...more }));
    if (world.isDestroyed) return world.refused(() => sync({}));
    const save: Save = { n: all.length, before: { ...world.causes }, ends: [] };
    all.push(save);
    this.size++;
    const end = (how: string): void => {
      save.ends.push(how);
      world.events.count(`save ${how}`);
      this.judge(save, how);
      world.rest.touch();
    };
    sync({
      data: { n: save.n },
      success: (reply: unknown) => end(reply === save.n ? 'fulfilled' : `fulfilled with ${reply}`),
      error: ({ code }: any) => end(code),
      complete: () => {
        world.events.happens('save');
        this.completed();
      },
    });
  }

  /** The last word about both. */
  saveLast(): void {
    for (const which of this.docs.keys()) this.save(which, { timeoutMs: 0, retry: true });
  }

  /** What differs from the server, once the last word is said. */
  get differences(): string[] {
    const last = this.all.slice(-this.docs.length).map(({ n }) => n);
    const { saved } = this.world.server;
    return this.docs
      .filter(({ id }, which) => saved.get(id as string)?.at(-1) !== last[which])
      .map(({ id }) => `${id} is saved as ${saved.get(id as string)}, the last of ${last}`);
  }

  check(): void {
    for (const { n, ends } of this.all) this.world.hold(ends.length <= 1, `save ${n} ends once, got ${ends}`);
  }

  checkEnd(): void {
    for (const { n, ends } of this.all) this.world.hold(ends.length === 1, `save ${n} has ended, got ${ends}`);
    this.world.hold(!this.size, 'each save is complete');
    for (const [id, came] of this.world.server.saved) {
      const isInOrder = came.every((n, i) => !i || n >= came[i - 1]!);
      this.world.hold(isInOrder, `what is saved of ${id} arrives in its order, got ${came}`);
    }
  }

  private completed(): void {
    this.size--;
    if (this.size || !this.isDue) return;
    this.world.fallAsleep();
    queueMicrotask(() => this.world.causes.destroy!++);
  }

  private judge({ n, before }: Save, how: string): void {
    const { causes, server, setup } = this.world;
    const hasBeen = (...names: string[]): boolean => names.some((cause) => causes[cause]! > before[cause]!);
    const isOne: { readonly [how: string]: () => boolean } = {
      fulfilled: () => [...server.saved.values()].some((came) => came.includes(n)),
      timeout: () => true,
      'connection-lost': () => hasBeen('loss', 'end'),
      closed: () => hasBeen('close'),
      destroyed: () => hasBeen('destroy'),
      'outbox-full': () => setup.overflow === 'reject',
      dropped: () => setup.overflow !== 'reject' || setup.ttlMs > 0,
    };
    this.world.hold(!!isOne[how]?.(), `save ${n} cannot end so: ${how}`);
  }
}
