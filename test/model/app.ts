import Backbone from 'backbone';
import type { MessageMeta } from '../../src/index.js';
import { fetchBeside } from './fetch.js';
import { applied, type Change, nothing, type State } from './series.js';
import { ITEMS, type Snapshot } from './server.js';
import type { World } from './world.js';

/** What there is of one item or channel on this side. */
const stateOf = ({ attributes: { ver, total } }: Backbone.Model): State => ({ ver, total });

/** Where a fetched state stands. */
interface Reached {
  readonly seq: number;
  readonly epoch: number;
}

/** Follows the items: each change is the next one, or something is wrong. */
function follow(world: World, owner: Follower, model: Backbone.Model, change: Change, { raw }: MessageMeta): void {
  world.gets(owner, raw);
  world.hold(world.isStale || world.ws.cursor !== raw.seq, 'the cursor is kept after the handlers');
  if (!world.isStale) {
    const { reached } = owner;
    // Several states may be fetched, and the oldest of them counts; or nobody says how old it is. What they have already comes again.
    const { gap, isCoded } = world.setup;
    // What was decoded late may be of a series that has ended.
    const isOld = reached?.epoch === raw.epoch ? raw.seq <= reached!.seq : isCoded && raw.epoch < reached!.epoch;
    const isKnown = /fetch|blind/.test(gap) && isOld;
    if (change.ver === model.get('ver') + 1) model.set(applied(stateOf(model), change));
    else world.hold(isKnown, `${change.id} gets change ${change.ver} and has ${model.get('ver')}`);
  }
  world.events.happens('item');
}

interface Follower extends Backbone.Events {
  reached: Reached | undefined;
  load(snapshot: Snapshot): void;
}

/** One item. */
export class Item extends Backbone.Model implements Follower {
  reached: Reached | undefined;

  constructor(
    readonly world: World,
    id: string,
  ) {
    super({ id, ...nothing });
  }

  receive(change: Change, meta: MessageMeta): void {
    follow(this.world, this, this, change, meta);
  }

  load({ seq, epoch, items }: Snapshot): void {
    this.reached = { seq, epoch };
    this.set(items[this.id as string]!);
  }

  override fetch(options: any): any {
    return fetchBeside(
      this.world,
      () => this.world.server.snapshot(),
      (snapshot) => this.load(snapshot),
      options,
    );
  }
}

/** All items; it is bound all the time. */
export class Store extends Backbone.Collection implements Follower {
  reached: Reached | undefined;

  constructor(readonly world: World) {
    super(ITEMS.map((id) => ({ id, ...nothing })));
  }

  receive(change: Change, meta: MessageMeta): void {
    follow(this.world, this, this.get(change.id)!, change, meta);
  }

  load({ seq, epoch, items }: Snapshot): void {
    this.reached = { seq, epoch };
    for (const id of ITEMS) this.get(id)!.set(items[id]!);
  }

  override fetch(options: any): any {
    return fetchBeside(
      this.world,
      () => this.world.server.snapshot(),
      (snapshot) => this.load(snapshot),
      options,
    );
  }
}

/** One channel; several models may be of the same. */
export class Channel extends Backbone.Model {
  /** Who comes late to a channel has no state until the whole of it is sent. */
  isKnown = false;
  /** Where it is in its series, and where it was before. */
  at: readonly (number | undefined)[] = [];

  constructor(
    readonly world: World,
    name: string,
  ) {
    super({ name, ...nothing });
  }

  get name(): string {
    return this.get('name');
  }

  /** It is another channel from now on. */
  rename(name: string): void {
    this.isKnown = false;
    this.at = [];
    this.set({ name, ...nothing });
  }

  receive(data: any, { raw }: MessageMeta): unknown {
    const { world } = this;
    world.gets(this, raw);
    this.at = [raw.pos, this.at[0]];
    world.hold(data.name === this.name, `${this.name} gets what is for ${data.name}`);
    if (data.isWhole) this.load(data);
    else if (!data.isMark && this.isKnown) {
      const isNext = data.ver === this.get('ver') + 1;
      world.hold(isNext, `${this.name} gets change ${data.ver} and has ${this.get('ver')}`);
      this.set(applied(stateOf(this), data));
    }
    world.events.happens('channel');
    // A handler may take its time.
    return world.setup.isSlow
      ? new Promise((resolve) => world.clock.net.setTimeout(resolve as () => void, 30))
      : undefined;
  }

  load({ ver, total }: State): void {
    this.isKnown = true;
    this.set({ ver, total });
  }

  override fetch(options: any): any {
    const { name, world } = this;
    return fetchBeside(
      world,
      () => {
        const series = world.server.channels[name]!;
        return { ...series.states.get(name)!, pos: series.position, epoch: series.epoch };
      },
      (state) => {
        this.at = [state.pos, this.at[0]];
        this.load(state);
      },
      options,
    );
  }
}
