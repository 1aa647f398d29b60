import { WS } from '../../src/index.js';
import { Channel, Item, Store } from './app.js';
import type { VirtualClock } from './clock.js';
import { Events } from './events.js';
import { Ledger } from './ledger.js';
import { listen } from './listen.js';
import { watchMaps } from './maps.js';
import { channelOptions, optionsOf, subscribing } from './options.js';
import { Page } from './page.js';
import { CHANNELS, ITEMS, Server, type Snapshot } from './server.js';
import type { Setup } from './setup.js';
import { Wire } from './wire.js';

/** One topic that was subscribed to without a resource. */
interface Handle {
  readonly name: string;
  readonly life: number;
  readonly subscription: { readonly isActive: boolean; dispose(): void };
  isOver: boolean;
}

/** A connection, what uses it, its server, and what should be so. */
export class World {
  readonly server: Server;
  readonly wire: Wire;
  readonly ledger: Ledger;
  readonly events: Events;
  readonly page: Page;
  readonly ws: WS<any>;
  /** How much is in the connection's maps. */
  readonly left: () => number;
  /** What is not as it should be. */
  readonly problems: string[] = [];
  /** How often there was what may end a request. */
  readonly causes: { [cause: string]: number } = { loss: 0, end: 0, close: 0, destroy: 0 };
  readonly items: readonly Item[];
  readonly channels: readonly Channel[];
  store!: Store;
  readonly bound = new Set<unknown>();
  readonly handles: Handle[] = [];
  /** What has to be subscribed to, and since when. */
  readonly wanted = new Map<string, number>();
  /** Grows with each destroy. */
  life = 0;
  isClosed = false;
  isDestroyed = false;
  isOpening = false;
  /** The message under way. */
  private present: unknown;
  /** How often the application has opened it. */
  private opens = 0;
  /** The application was told of a gap and did nothing about it. */
  isStale = false;

  /** @param tally counts what happens */
  constructor(
    readonly setup: Setup,
    readonly clock: VirtualClock,
    tally: Map<string, number>,
  ) {
    const { seed, latencyMs, syncClose, lateMessages, hello } = setup;
    this.events = new Events(tally);
    this.page = new Page(clock);
    this.server = new Server({ seed, latencyMs, syncClose, lateMessages }, clock, hello);
    this.wire = new Wire(this, this.server.test.WebSocket);
    this.ledger = new Ledger(this);
    this.items = ITEMS.map((id) => new Item(this, id));
    this.channels = [...CHANNELS, CHANNELS[0]].map((name) => new Channel(this, name));
    this.isOpening = true;
    const { result, left } = watchMaps(() => new WS<any>('ws://model.test/', optionsOf(this)));
    this.ws = result;
    this.left = left;
    this.isOpening = false;
    listen(this);
    this.begin();
    if (setup.isBusy) this.use();
  }

  /** Remembers what is wrong: thrown here, it would end up with the connection. */
  hold(isSo: boolean, what: string): void {
    if (!isSo) this.problems.push(`${what} (at ${this.clock.now} ms)`);
  }

  /** How many models are of a channel. */
  countOf(name: string): number {
    return this.channels.filter((channel) => channel.name === name && this.bound.has(channel)).length;
  }

  /** A message reaches a resource. One that has begun to goes to all of them, also when the first of them ends the connection. */
  gets(resource: unknown, message: unknown): void {
    this.hold(this.bound.has(resource), 'what is not bound gets nothing');
    const isUnderWay = message === this.present || JSON.stringify(message) === this.wire.frame;
    this.hold(this.ws.isOpen || isUnderWay, 'nothing comes over a connection that has ended');
    this.present = message;
  }

  /** Binds everything. */
  use(): void {
    for (const which of this.items.keys()) this.bindItem(which);
    for (const which of this.channels.keys()) this.bindChannel(which);
    this.subscribe(0);
  }

  bindItem(which: number): void {
    const item = this.items[which]!;
    const bind = (): unknown => this.ws.bind(item, { 'ws:message:item': 'receive' }, { match: 'id' });
    if (this.isDestroyed) return this.refused(bind);
    if (!this.bound.has(item)) {
      // It is loaded from what the application has.
      const { id } = item;
      item.reached = this.store.reached;
      item.set(this.store.get(id as string)!.pick('ver', 'total'));
    }
    this.bound.add(item);
    bind();
  }

  bindChannel(which: number): void {
    const channel = this.channels[which]!;
    const bind = (): unknown => this.ws.bind(channel, { 'ws:message:channel': 'receive' }, channelOptions(this));
    if (this.isDestroyed) return this.refused(bind);
    if (!this.bound.has(channel)) channel.rename(channel.name);
    this.bound.add(channel);
    this.want();
    bind();
  }

  unbind(resource: Item | Channel, isDestroyed = false): void {
    this.bound.delete(resource);
    this.want();
    if (isDestroyed) resource.trigger('destroy', resource);
    else this.ws.unbind(resource);
  }

  rename(which: number, name: string): void {
    const channel = this.channels[which]!;
    if (channel.name === name) return;
    channel.rename(name);
    this.want();
  }

  subscribe(topic: number): void {
    const name = `t${topic}`;
    const data = { channel: name };
    const messages = { subscribe: ['subscribe', data], unsubscribe: ['unsubscribe', data], ...subscribing(this.setup) };
    const subscribe = () => this.ws.subscribe(name, messages as any);
    if (this.isDestroyed) return this.refused(subscribe);
    this.handles.push({ name, life: this.life, isOver: false, subscription: subscribe() });
    this.want();
  }

  dispose(which: number): void {
    const handle = this.handles[which % this.handles.length];
    if (!handle) return;
    handle.isOver = true;
    this.want();
    handle.subscription.dispose();
  }

  open(): void {
    const { isOpening } = this;
    this.opens++;
    this.isClosed = this.isDestroyed = false;
    this.isOpening = true;
    this.ws.open();
    this.isOpening = isOpening;
    if (!this.isDestroyed && !this.bound.has(this.store)) this.begin();
  }

  close(code?: number): void {
    if (!this.isDestroyed) this.isClosed = true;
    this.causes.close!++;
    this.ws.close(code);
  }

  destroy(): void {
    this.causes.destroy!++;
    this.life++;
    this.isDestroyed = true;
    this.bound.clear();
    this.want();
    this.ws.destroy();
    this.causes.destroy!++;
  }

  /** The schedule is over before its end. */
  abandon(): void {
    this.events.disarm();
    this.ws.destroy();
    this.server.test.close();
  }

  /** The page is put away. */
  suspend(): void {
    const { opens } = this;
    this.page.tell('suspend');
    const isPut = this.page.listeners.size > 0 && opens === this.opens;
    this.hold(!isPut || !this.ws.socket, 'there is no socket while the page is put away');
  }

  /** The whole state is there. */
  take(snapshot: Snapshot): void {
    this.store.load(snapshot);
    for (const item of this.items) if (this.bound.has(item)) item.load(snapshot);
  }

  /** What has to be subscribed to may be something else now. */
  private want(): void {
    const { wanted, handles, life } = this;
    const bound = this.channels.filter((channel) => this.bound.has(channel));
    const live = handles.filter((handle) => !handle.isOver && handle.life === life && !this.isDestroyed);
    const names = new Set([...bound, ...live].map(({ name }) => name));
    for (const name of wanted.keys()) if (!names.has(name)) wanted.delete(name);
    for (const name of names) if (!wanted.has(name)) wanted.set(name, this.clock.now);
  }

  /** A page that comes with its state, and its place in the series. */
  private begin(): void {
    const snapshot = this.server.snapshot();
    this.isStale = false;
    this.store = new Store(this);
    this.store.load(snapshot);
    this.ws.cursor = snapshot;
    this.bound.add(this.store);
    this.ws.bind(this.store, { 'ws:message:item': 'receive' });
  }

  private refused(use: () => unknown): void {
    let code: unknown;
    try {
      use();
    } catch (error: any) {
      code = error.code;
    }
    this.hold(code === 'destroyed', `after destroy() there is nothing to use, got ${code}`);
  }
}
