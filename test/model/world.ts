import { WS } from '../../src/index.js';
import type { LifeSignal } from '../../types/resilience.js';
import { Channel, Item, Store } from './app.js';
import type { VirtualClock } from './clock.js';
import { Ledger } from './ledger.js';
import { watchMaps } from './maps.js';
import { channelOptions, optionsOf, subscribing } from './options.js';
import { CHANNELS, ITEMS, Server, type Snapshot } from './server.js';
import type { Setup } from './setup.js';
import { Wire } from './wire.js';

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
  'send',
] as const;
export type EventName = (typeof EVENTS)[number];

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
  /** The epoch that the page came with, as long as the connection cannot know it. */
  pageEpoch: number | undefined;
  /** Listeners of the page, and what they are told. */
  readonly page = new Set<(signal: LifeSignal) => void>();
  readonly away = new Set<LifeSignal>();
  private readonly armed: { event: EventName; act: () => void }[] = [];
  private readonly thrown = new Set<unknown>();

  /** @param tally counts what happens */
  constructor(
    readonly setup: Setup,
    readonly clock: VirtualClock,
    private readonly tally: Map<string, number>,
  ) {
    const { seed, latencyMs, syncClose, lateMessages, hello } = setup;
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
    this.listen();
    this.begin();
  }

  /** Remembers what is wrong: thrown here, it would end up with the connection. */
  hold(isSo: boolean, what: string): void {
    if (!isSo) this.problems.push(`${what} (at ${this.clock.now} ms)`);
  }

  get isAway(): boolean {
    return this.page.size > 0 && this.away.size > 0;
  }

  /** Whether the server cannot have answered in time. */
  private get isDead(): boolean {
    const { test, isHeld, healedAt } = this.server;
    const isKnown = test.clients.some(({ socket }) => socket === this.wire.socket);
    return !isKnown || isHeld || this.clock.now - healedAt < 1100;
  }

  /** How many models are of a channel. */
  countOf(name: string): number {
    return this.channels.filter((channel) => channel.name === name && this.bound.has(channel)).length;
  }

  /** A message reaches a resource. One that has begun to goes to all of them, also when the first of them ends the connection. */
  gets(resource: unknown, message: unknown): void {
    this.hold(this.bound.has(resource), 'what is not bound gets nothing');
    this.hold(this.ws.isOpen || message === this.present, 'nothing comes over a connection that has ended');
    this.present = message;
  }

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

  /** Proves nothing, but that what is to be proved has occurred. */
  count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }

  happens(event: EventName): void {
    this.count(event);
    const index = this.armed.findIndex((one) => one.event === event);
    if (index >= 0) this.armed.splice(index, 1)[0]!.act();
  }

  /** What was thrown on purpose and has not come back as an event. */
  get unheard(): number {
    return this.thrown.size;
  }

  bindItem(which: number): void {
    const item = this.items[which]!;
    const isNew = !this.bound.has(item);
    const bind = (): unknown => this.ws.bind(item, { 'ws:message:item': 'take' }, { match: 'id' });
    if (this.isDestroyed) return this.refused(bind);
    if (isNew) {
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
    const bind = (): unknown => this.ws.bind(channel, { 'ws:message:channel': 'take' }, channelOptions(this));
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
    this.disarm();
    this.ws.destroy();
    this.server.test.close();
  }

  /** The page comes and goes. */
  tell(signal: LifeSignal): void {
    if (signal === 'offline' || signal === 'suspend') this.away.add(signal);
    if (signal === 'online') this.away.delete('offline');
    if (signal === 'resume') this.away.delete('suspend');
    const { opens } = this;
    for (const tell of this.page) tell(signal);
    const isPut = signal === 'suspend' && this.page.size > 0 && opens === this.opens;
    this.hold(!isPut || !this.ws.socket, 'there is no socket while the page is put away');
  }

  /** Beside the connection; `load` takes what came. */
  fetch<T>(read: () => T, load: (result: T) => void, { success, error }: any): void {
    const { life } = this;
    this.server.fetch(read, (problem, result) => {
      this.count(problem ? 'failed fetch' : 'fetch');
      if (problem || life !== this.life) return error(this, problem ?? 'too late');
      load(result!);
      success(this, result);
    });
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
    this.pageEpoch = snapshot.epoch;
    this.ws.cursor = snapshot.seq;
    this.bound.add(this.store);
    this.ws.bind(this.store, { 'ws:message:item': 'take' });
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

  private listen(): void {
    const { ws } = this;
    const on = (event: EventName, act: (info: any) => void): void => {
      ws.on(`ws:${event}`, (info: any) => {
        act(info);
        this.happens(event);
      });
    };
    on('open', () => {});
    on('close', ({ reason }) => {
      this.causes.loss!++;
      this.hold(reason !== 'heartbeat-timeout' || this.isDead, 'a connection that lives is not given up');
    });
    on('reopening', () => {});
    on('noretries', () => {
      this.causes.end!++;
      this.isClosed = true;
    });
    // What is asked by who is told of the end ends with it.
    ws.on('ws:noretries', () => this.causes.end!++);
    on('dropped', (info) => this.ledger.dropped(info));
    on('drain', () => {});
    on('gap', ({ reason, resource, cursor, got }) => {
      const series = resource ? resource.name : 'feed';
      const isFalse = reason === 'missing' && this.wire.isWhole(series, got);
      this.hold(!isFalse, `a gap is told where there is none: ${series} from ${cursor} to ${got}`);
      this.hold(this.wire.isNews(resource?.cid, cursor, got), `a gap is told once: ${series} from ${cursor} to ${got}`);
      if (!resource && this.setup.gap === 'none') this.isStale = true;
    });
    ws.on('ws:error', (error: any) => {
      if (this.thrown.delete(error)) return;
      const isKnown = error.type === 'error' || error.code || error.status || error === 'too late';
      this.hold(!!isKnown, `an error that nobody made: ${error.stack ?? error}`);
    });
  }
}
