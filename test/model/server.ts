import { createTestServer, type TestClient, type TestServerOptions } from '../../src/testing/index.js';
import type { VirtualClock } from './clock.js';
import { type Change, Series, type State } from './series.js';

export const ITEMS = ['i0', 'i1', 'i2'] as const;
export const CHANNELS = ['a', 'b', 'c'] as const;

/** A message about a channel that says no more than where its series stands. */
const MARK = { isMark: true };

/** The whole state of all items, and where it stands in their series. */
export interface Snapshot {
  readonly seq: number;
  readonly epoch: number;
  readonly items: { readonly [id: string]: State };
}

/** What the server knows of one connection. */
interface Guest {
  /** Whether it gets the changes of items. */
  isLive: boolean;
  readonly subscribed: Set<string>;
  /** Those of which it was told so. */
  readonly confirmed: Set<string>;
  readonly since: Map<string, { readonly cursor: number; readonly epoch?: number }>;
}

/** What goes wrong on purpose in what the server does, not in how it is reached. */
interface Troubles {
  /** It does not hear the next subscriptions. */
  isDeaf: boolean;
  /** It does not answer what it is asked. */
  isMute: boolean;
  /** So many fetches fail. */
  failures: number;
}

/**
 * The server of the model: items, whose changes are one series that everybody gets, and channels, each with a series of its own for
 * those who have subscribed. What it holds is what the other end has to arrive at.
 */
export class Server {
  readonly test;
  readonly feed = new Series(ITEMS);
  readonly channels: { readonly [name: string]: Series };
  readonly troubles: Troubles = { isDeaf: false, isMute: false, failures: 0 };
  /** Messages that have arrived, in order, and requests by how often they have. */
  readonly notes: number[] = [];
  readonly asked = new Map<number, number>();
  /** What has arrived of each model that is saved. */
  readonly saved = new Map<string, number[]>();
  /** Whether what it says does not arrive, or late; and when that was over. */
  isHeld = false;
  healedAt = 0;
  /** Fetches under way. */
  fetches = 0;
  private readonly guests = new WeakMap<TestClient, Guest>();

  constructor(
    options: TestServerOptions,
    private readonly clock: VirtualClock,
    hasHello: boolean,
  ) {
    this.channels = Object.fromEntries(CHANNELS.map((name, which) => [name, new Series([name], which * 1000)]));
    this.test = createTestServer<any>({ ...options, clock: clock.net });
    const { test } = this;
    if (hasHello) test.onHello(() => ({ type: 'welcome' }));
    const on = (type: string, handler: (data: any, guest: Guest, client: TestClient) => unknown): void => {
      test.on(type, (data: any, client) => handler(data, this.guest(client), client));
    };
    on('ping', (_, __, client) => client.send('pong'));
    on('note', ({ n }) => void this.notes.push(n));
    on('ask', (n) => this.answer(n));
    on('update', ({ id, n }) => {
      this.saved.set(id, [...(this.saved.get(id) ?? []), n]);
      return this.troubles.isMute ? new Promise(() => {}) : n;
    });
    on('snapshot', () => (this.troubles.isMute ? new Promise(() => {}) : this.snapshot()));
    on('resume', (data, guest, client) => this.resume(data, guest, client));
    on('since', ({ channel, ...since }, guest) => void guest.since.set(channel, since));
    on('subscribe', (data, guest, client) => this.subscribe(data, guest, client));
    on('subscribeMany', (all, guest, client) => {
      for (const one of all) this.subscribe(one, guest, client);
    });
    on('unsubscribe', ({ channel }, guest) => void guest.subscribed.delete(channel));
  }

  /** What the present connection has subscribed to. */
  get subscribed(): ReadonlySet<string> {
    const client = this.test.clients.at(-1);
    return client ? this.guest(client).subscribed : new Set();
  }

  snapshot(): Snapshot {
    const { position, epoch, states } = this.feed;
    return { seq: position, epoch, items: Object.fromEntries(states) };
  }

  /** An item changes. */
  publish(id: string): void {
    const change = this.feed.change(id);
    for (const client of this.test.clients) if (this.guest(client).isLive) this.tell(client, change);
  }

  /** A channel changes. */
  tick(name: string): void {
    const change = this.channels[name]!.change(name);
    this.cast(name, (client) => this.tellOf(client, name, change));
  }

  /** All who have subscribed get the whole state. */
  refresh(name: string): void {
    this.channels[name]!.skip();
    this.cast(name, (client) => this.tellWhole(client, name));
  }

  forget(): void {
    for (const series of [this.feed, ...Object.values(this.channels)]) series.forget();
  }

  /** The server starts anew, and all connections are lost. */
  restart(): void {
    this.test.faults.drop();
    this.feed.restart(ITEMS[0]);
    for (const name of CHANNELS) this.channels[name]!.restart(name);
  }

  /** So many frames a second pass, in each direction; or none comes from here. */
  slowDown(framesPerSecond?: number): void {
    const { faults } = this.test;
    this.isHeld = true;
    if (framesPerSecond === undefined) faults.silence();
    else faults.trickle(framesPerSecond);
  }

  /** Everything is in order again. */
  heal(): void {
    this.test.heal();
    this.isHeld = false;
    this.healedAt = this.clock.awake;
    Object.assign(this.troubles, { isDeaf: false, isMute: false, failures: 0 });
  }

  /** A way beside the connection, which takes its time there and back. */
  fetch<T>(read: () => T, done: (error: unknown, result?: T) => void): void {
    const { net } = this.clock;
    this.fetches++;
    net.setTimeout(() => {
      const isFailing = this.troubles.failures > 0 && this.troubles.failures-- > 0;
      const result = isFailing ? undefined : read();
      net.setTimeout(() => {
        this.fetches--;
        done(isFailing ? { status: 503 } : undefined, result);
      }, 10);
    }, 10);
  }

  private guest(client: TestClient): Guest {
    let guest = this.guests.get(client);
    if (!guest) {
      guest = { isLive: false, subscribed: new Set(), confirmed: new Set(), since: new Map() };
      this.guests.set(client, guest);
    }
    return guest;
  }

  private cast(name: string, tell: (client: TestClient) => void): void {
    for (const client of this.test.clients) if (this.guest(client).subscribed.has(name)) tell(client);
  }

  private answer(n: number): unknown {
    this.asked.set(n, (this.asked.get(n) ?? 0) + 1);
    if (this.troubles.isMute) return new Promise(() => {});
    if (n % 3 === 2) throw new Error(`no ${n}`);
    return n;
  }

  private tell(client: TestClient, { at, ...change }: Change): void {
    client.send('item', change, { seq: at, epoch: this.feed.epoch });
  }

  private tellOf(client: TestClient, name: string, { ver, by, at }: Change): void {
    client.send('channel', { name, ver, by }, { pos: at, epoch: this.channels[name]!.epoch });
  }

  private tellWhole(client: TestClient, name: string): void {
    const { states, position, epoch } = this.channels[name]!;
    client.send('channel', { name, isWhole: true, ...states.get(name)! }, { pos: position, epoch });
  }

  private resume({ cursor, epoch }: { cursor: number; epoch?: number }, guest: Guest, client: TestClient): void {
    const { feed } = this;
    const changes = feed.since(cursor, epoch);
    guest.isLive = true;
    if (changes) for (const change of changes) this.tell(client, change);
    else client.send('position', MARK, { seq: feed.skip(cursor), epoch: feed.epoch });
  }

  private subscribe(
    data: { channel: string; cursor?: number; epoch?: number },
    guest: Guest,
    client: TestClient,
  ): void {
    const { channel: name } = data;
    const series = this.channels[name];
    // Only what it never confirmed: a confirmation that is late must not speak for what was not heard.
    if (this.troubles.isDeaf && !guest.confirmed.has(name)) return;
    guest.subscribed.add(name);
    guest.confirmed.add(name);
    if (series) {
      const since = guest.since.get(name) ?? data;
      guest.since.delete(name);
      const changes = since.cursor === undefined ? undefined : series.since(since.cursor, since.epoch);
      if (since.cursor === undefined) this.tellWhole(client, name);
      else if (changes) for (const change of changes) this.tellOf(client, name, change);
      else client.send('channel', { name, ...MARK }, { pos: series.skip(since.cursor), epoch: series.epoch });
    }
    client.send('subscribed', { channel: name });
  }
}
