import { WS } from '../../src/index.js';
import { Channel, Item, Store } from './app.js';
import type { VirtualClock } from './clock.js';
import { Events } from './events.js';
import { Expects } from './expects.js';
import { Handles } from './handles.js';
import { Ledger } from './ledger.js';
import { Life } from './life.js';
import { listen } from './listen.js';
import { watchMaps } from './maps.js';
import { channelOptions, optionsOf } from './options.js';
import { Page } from './page.js';
import { Rest } from './rest.js';
import { Saves } from './saves.js';
import { CHANNELS, ITEMS, Server, type Snapshot } from './server.js';
import type { Setup } from './setup.js';
import { Wire } from './wire.js';

/** A connection, what uses it, its server, and what should be so. */
export class World extends Life {
  readonly server: Server;
  readonly wire: Wire;
  readonly ledger: Ledger;
  readonly events: Events;
  readonly page: Page;
  readonly ws: WS<any>;
  /** How much is in the connection's maps. */
  readonly left: () => number;
  readonly items: readonly Item[];
  readonly channels: readonly Channel[];
  store: Store;
  readonly bound = new Set<unknown>();
  readonly handles = new Handles(this);
  readonly expects = new Expects(this);
  readonly rest = new Rest(this);
  readonly saves = new Saves(this);
  /** The message under way. */
  private present: unknown;
  /** The cursor of the message that has just shown a gap: it is under way, too. */
  private shown: unknown;
  /** The life that has a place in the series of items. */
  private grounded = -1;
  /** The application was told of a gap and did nothing about it. */
  isStale = false;

  /** @param tally counts what happens */
  constructor(
    readonly setup: Setup,
    readonly clock: VirtualClock,
    tally: Map<string, number>,
  ) {
    super();
    const { seed, latencyMs, syncClose, lateMessages, hello } = setup;
    this.events = new Events(tally);
    this.page = new Page(clock);
    this.server = new Server({ seed, latencyMs, syncClose, lateMessages }, clock, hello);
    this.wire = new Wire(this, this.server.test.WebSocket);
    this.ledger = new Ledger(this);
    this.items = ITEMS.map((id) => new Item(this, id));
    this.channels = [...CHANNELS, CHANNELS[0]].map((name) => new Channel(this, name));
    this.store = new Store(this);
    this.isOpening = true;
    const { result, left } = watchMaps(() => new WS<any>('ws://model.test/', optionsOf(this)));
    this.ws = result;
    this.left = left;
    this.isOpening = false;
    listen(this);
    this.isResting = setup.keep === 'lazy';
    this.ground();
    if (!setup.isEmpty || setup.keep === 'all') this.begin();
    if (setup.isBusy) this.bindAll();
  }

  /** How many models are of a channel. */
  countOf(name: string): number {
    return this.channels.filter((channel) => channel.name === name && this.bound.has(channel)).length;
  }

  /** A message reaches a resource. One that has begun to goes to all of them, also when the first of them ends the connection. */
  gets(resource: unknown, message: any): void {
    this.hold(this.bound.has(resource), 'what is not bound gets nothing');
    const hasShown = this.shown !== undefined && (message.pos ?? message.seq) === this.shown;
    const isUnderWay = message === this.present || hasShown || JSON.stringify(message) === this.wire.frame;
    // What has come and is still being decoded has come.
    const isOfThisLife = this.wire.lives.get(JSON.stringify(message)) === this.life;
    const isLate = this.setup.isCoded && !this.isShut && isOfThisLife;
    this.hold(isUnderWay || isOfThisLife, 'what came before destroy() does not come after it');
    this.hold(this.ws.isOpen || isUnderWay || isLate, 'nothing comes over a connection that has ended');
    this.present = message;
  }

  /** A message shows a gap to one resource, and then reaches the others. */
  shows(cursor: unknown): void {
    this.shown = cursor;
    queueMicrotask(() => {
      this.shown = undefined;
    });
  }

  /** Binds everything. */
  bindAll(): void {
    for (const which of this.items.keys()) this.bindItem(which);
    for (const which of this.channels.keys()) this.bindChannel(which);
    this.handles.subscribe(0);
  }

  bindItem(which: number): void {
    const item = this.items[which]!;
    const bind = (): unknown => this.ws.bind(item, { 'ws:message:item': 'receive' }, { match: 'id' });
    if (this.isDestroyed) return this.refused(bind);
    this.bindStore();
    if (!this.bound.has(item)) {
      // It is loaded from what the application has.
      const { id } = item;
      item.reached = this.store.reached;
      item.set(this.store.get(id as string)!.pick('ver', 'total'));
    }
    this.bound.add(item);
    this.using(bind, true);
  }

  bindChannel(which: number): void {
    const channel = this.channels[which]!;
    const bind = (): unknown => this.ws.bind(channel, { 'ws:message:channel': 'receive' }, channelOptions(this));
    if (this.isDestroyed) return this.refused(bind);
    if (!this.bound.has(channel)) channel.rename(channel.name);
    this.bound.add(channel);
    this.handles.update();
    this.using(bind, true);
  }

  bindStore(): void {
    if (!this.bound.has(this.store) && !this.isDestroyed) this.begin();
  }

  unbind(resource: Item | Channel | Store, how: 'unbind' | 'destroy' | 'stop' = 'unbind'): void {
    this.leave([resource], () => {
      if (how === 'destroy') resource.trigger('destroy', resource);
      else if (how === 'stop') resource.stopListening();
      else this.ws.unbind(resource);
    });
  }

  /** Without the collection there is nobody who knows what the items are. */
  unbindStore(): void {
    for (const item of this.items) if (this.bound.has(item)) this.unbind(item);
    this.unbind(this.store);
  }

  unbindAll(Class?: typeof Item | typeof Channel): void {
    const resources = [...this.bound].filter((resource) => !Class || resource instanceof Class);
    this.leave(resources, () => this.ws.unbindAll(Class));
  }

  /** Resources go, maybe the last. */
  private leave(resources: readonly unknown[], leave: () => void): void {
    const { bound, causes, rest, saves, setup } = this;
    const { size } = bound;
    for (const resource of resources) bound.delete(resource);
    const isLast = bound.size < size && !bound.size;
    const isDue = isLast && setup.keep === 'last';
    const isEnd = isDue && !saves.size;
    if (isLast) this.events.count('last resource goes');
    if (isDue && !isEnd) this.events.count('last resource goes while something is saved');
    saves.isDue = isDue || saves.isDue;
    if (isEnd) this.fallAsleep();
    this.handles.update();
    leave();
    if (isLast) rest.touch();
    if (isEnd) causes.destroy!++;
  }

  rename(which: number, name: string): void {
    const channel = this.channels[which]!;
    if (channel.name === name) return;
    channel.rename(name);
    this.handles.update();
  }

  /** The schedule is over before its end. */
  abandon(): void {
    this.events.disarm();
    this.ws.destroy();
    this.server.test.close();
  }

  /** The whole state is there. */
  take(snapshot: Snapshot): void {
    this.store.load(snapshot);
    for (const item of this.items) if (this.bound.has(item)) item.load(snapshot);
  }

  /** A page that comes with its state, and its place in the series. */
  private begin(): void {
    const snapshot = this.server.snapshot();
    this.isStale = false;
    this.store = new Store(this);
    this.store.load(snapshot);
    this.grounded = this.life;
    this.ws.cursor = snapshot;
    this.bound.add(this.store);
    this.using(() => this.ws.bind(this.store, { 'ws:message:item': 'receive' }), true);
  }

  /** It is known from the beginning of a life where the series stands, so that each connection asks for what comes after that. */
  ground(): void {
    if (this.grounded === this.life) return;
    this.grounded = this.life;
    this.ws.cursor = this.server.snapshot();
  }
}
