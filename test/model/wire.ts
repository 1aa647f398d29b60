import type { FakeSocket, FakeWebSocketConstructor } from '../../src/testing/index.js';
import type { World } from './world.js';

/** The order in which an open connection is told things; what is not named comes last. */
const PHASES: { readonly [type: string]: number } = { hello: 0, resume: 1, since: 1, subscribe: 2, subscribeMany: 2 };
const LAST = 3;

/** How long a subscription may go unconfirmed before it is sent again, in milliseconds. */
const CONFIRM_MS = 5000;

/** Stands between the connection and its sockets: sees each frame in both directions, and how many sockets live. */
export class Wire {
  readonly WebSocket: any;
  /** What the present socket was told to subscribe to, and when. */
  readonly told = new Map<string, number>();
  /** The present socket, or the last one. */
  socket: FakeSocket | undefined;
  /** What comes in this moment. */
  frame: string | undefined;
  /** In which life a frame came last. */
  readonly lives = new Map<string, number>();
  private phase = 0;
  /** The last message of each series that came over the present socket. */
  private readonly last = new Map<string, { epoch: number; at: number }>();
  /** Whether what came follows what came before it, by series and position. */
  private readonly isNext = new Map<string, boolean>();
  /** Gaps that were told. */
  private readonly gaps = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly Socket: FakeWebSocketConstructor,
  ) {
    const make = (url: string, protocols?: string[]): FakeSocket => this.watch(new Socket(url, protocols));
    this.WebSocket = function WebSocket(url: string, protocols?: string[]) {
      return make(url, protocols);
    };
  }

  /** Whether the wire lacks nothing before a message. */
  isWhole(series: string, at: number): boolean {
    return this.isNext.get(`${series} ${at}`) ?? false;
  }

  /** Whether a gap has not been told on the present connection. */
  isNews(...gap: unknown[]): boolean {
    const { size } = this.gaps;
    return this.gaps.add(`${gap}`).size > size;
  }

  private watch(socket: FakeSocket): FakeSocket {
    const { world } = this;
    world.hold(this.Socket.live.length === 1, `one socket lives, got ${this.Socket.live.length}`);
    world.hold(!world.isClosed && !world.isDestroyed, 'there is no attempt after the end');
    world.hold(!world.page.isAway || world.isOpening, 'there is no attempt while the page is away');
    this.told.clear();
    this.last.clear();
    this.isNext.clear();
    this.gaps.clear();
    this.phase = 0;
    this.socket = socket;
    const send = socket.send.bind(socket);
    socket.send = (frame) => {
      if (socket.readyState === socket.OPEN) this.sent(socket, JSON.parse(String(frame)));
      else world.hold(false, 'a frame was given to a socket that cannot take it');
      send(frame);
      world.events.happens('send');
    };
    socket.addEventListener('message', ({ data }) => {
      if (socket !== this.socket || data.endsWith('\0')) return;
      this.frame = data;
      this.lives.set(data, world.life);
      queueMicrotask(() => (this.frame = undefined));
      this.came(JSON.parse(data));
    });
    return socket;
  }

  private sent(socket: FakeSocket, { type, data }: any): void {
    const { world, told } = this;
    world.hold(world.ws.socket === socket, 'only the present socket is given frames');
    const phase = PHASES[type] ?? LAST;
    // Subscriptions change at any time; the others have theirs.
    const isLate = phase < this.phase && phase < PHASES.subscribe!;
    world.hold(!isLate, `"${type}" is sent before what comes after it`);
    if (type !== 'ping' && phase === LAST && this.phase < LAST) this.first();
    if (type !== 'ping') this.phase = Math.max(this.phase, phase);
    if (phase < LAST || type === 'unsubscribe') world.events.count(type);
    if (type === 'note') world.ledger.handed(data.n);
    else if (type === 'ask') world.ledger.handedAsk(data, socket);
    else if (type === 'resume') this.begin('feed', data);
    else if (type === 'since') this.begin(data.channel, data);
    else if (type === 'subscribe') this.subscribe(data);
    else if (type === 'subscribeMany') for (const one of data) this.subscribe(one);
    else if (type === 'unsubscribe') world.hold(told.delete(data.channel), `${data.channel} was subscribed to`);
  }

  /** What waited must not leave before the subscriptions. */
  private first(): void {
    const { world, told } = this;
    const { now } = world.clock;
    for (const [name, since] of world.handles.wanted) {
      world.hold(told.has(name) || since >= now, `${name} is subscribed to before the outbox is flushed`);
    }
  }

  private subscribe({ channel, cursor, epoch }: any): void {
    const { world, told } = this;
    const { now } = world.clock;
    // Timers may be a little early.
    const isDue = world.setup.confirm && now - (told.get(channel) ?? now) >= CONFIRM_MS - 1;
    world.hold(!told.has(channel) || isDue, `${channel} is subscribed to once`);
    if (told.has(channel)) world.events.count('subscription sent again');
    told.set(channel, now);
    if (cursor === undefined) return;
    const isOwn = world.channels.some(({ name, at }) => name === channel && at.includes(cursor));
    world.hold(isOwn, `${channel} goes on from where it was, got ${cursor}`);
    this.begin(channel, { cursor, epoch });
  }

  /** The server goes on from there, if it can. Those who share a channel may have come to different places. */
  private begin(series: string, { cursor, epoch }: any): void {
    if (series === 'feed' || this.world.countOf(series) === 1) this.last.set(series, { at: cursor, epoch });
  }

  private came({ seq, pos, epoch, data }: any): void {
    const at = seq ?? pos;
    if (at === undefined) return;
    const series = seq === undefined ? data.name : 'feed';
    const last = this.last.get(series);
    const isSame = last && (last.epoch === undefined || last.epoch === epoch);
    const key = `${series} ${at}`;
    // What came out of order and once more may have waited since it came first.
    this.isNext.set(key, this.isNext.get(key) !== false && !!isSame && at === last.at + 1);
    this.last.set(series, { at, epoch });
  }
}
