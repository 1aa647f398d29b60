import type { RequestOptions } from '../../types/requestOptions.js';
import type { World } from './world.js';

/** A message and its ends, of which there must be one. */
interface Note {
  readonly n: number;
  readonly key: string | undefined;
  readonly madeAt: number;
  readonly ends: string[];
}

/** A request, as its caller and the line see it. */
interface Ask {
  readonly n: number;
  readonly options: RequestOptions;
  readonly deadline: number;
  readonly controller: AbortController;
  /** What there had been of each cause of an end when it was made. */
  readonly before: { readonly [cause: string]: number };
  readonly sockets: unknown[];
  readonly ends: string[];
  isSent?: boolean;
}

/** Follows each message and each request from its beginning to its one end. */
export class Ledger {
  readonly notes: Note[] = [];
  readonly asks: Ask[] = [];

  constructor(private readonly world: World) {}

  get waiting(): Note[] {
    return this.notes.filter(({ ends }) => !ends.length);
  }

  get pending(): Ask[] {
    return this.asks.filter(({ ends }) => !ends.length);
  }

  /** @param key the newest of those with the same counts */
  send(size: number, key: string | undefined): void {
    const { world, notes } = this;
    const note: Note = { n: notes.length, key, madeAt: world.clock.now, ends: [] };
    notes.push(note);
    let result: unknown;
    try {
      result = world.using(() => world.ws.send('note', { n: note.n, key, text: '-'.repeat(size) }));
    } catch (error: any) {
      result = error.code;
    }
    if (result === 'destroyed') {
      world.hold(world.isDestroyed, 'send() throws "destroyed" only then');
      note.ends.push('refused');
    } else if (result === 'outbox-full') {
      world.hold(world.setup.overflow === 'reject' && note.ends[0] === 'dropped: overflow', 'a full outbox says so');
    } else if (result === true) world.hold(note.ends[0] === 'handed', 'send() is true for what the socket has');
    else world.hold(result === false, `send() gives true or false, got ${result}`);
  }

  /** A socket was given it. */
  handed(n: number): void {
    const { world, notes } = this;
    const note = notes[n]!;
    // What replaces another one takes its place in the queue.
    const later = notes.slice(n + 1).some(({ key, ends }) => key === note.key && ends[0] === 'handed');
    world.hold(!later, `message ${n} is sent before those that came after it`);
    this.end(note, 'handed');
  }

  dropped({ message, reason }: any): void {
    if (message.type !== 'note') return;
    const note = this.notes[message.data.n]!;
    if (reason === 'overflow') this.isChosen(note);
    this.end(note, `dropped: ${reason}`);
  }

  /** Whether it is the one to go when there is no room. What replaces another one has that one's place, so keys do not count. */
  private isChosen({ n, key }: Note): void {
    const { overflow } = this.world.setup;
    const isOldest = !this.waiting.some((other) => other.n < n && !other.key);
    const isNewest = !this.waiting.some((other) => other.n > n);
    const isSo = overflow === 'drop-oldest' ? isOldest || !!key : isNewest;
    this.world.hold(isSo, `${overflow}, and message ${n} of ${this.waiting.map((other) => other.n)} goes`);
  }

  private end(note: Note, how: string): void {
    note.ends.push(how);
    this.world.rest.touch();
    this.world.events.count(`message ${how}`);
    this.world.hold(note.ends.length === 1, `message ${note.n} ends once, got: ${note.ends}`);
    if (!how.endsWith('expired')) return;
    const { clock, setup } = this.world;
    this.world.hold(clock.now - note.madeAt > setup.ttlMs - 1 && setup.ttlMs > 0, `message ${note.n} expires in time`);
  }

  request(options: RequestOptions): void {
    const { world, asks } = this;
    const { timeoutMs = 0 } = options;
    const ask: Ask = {
      ...{ n: asks.length, options, controller: new AbortController(), sockets: [], ends: [] },
      deadline: timeoutMs ? world.clock.now + timeoutMs : Infinity,
      before: { ...world.causes },
    };
    asks.push(ask);
    const done = (how: string, isSent?: boolean): void => {
      ask.ends.push(how);
      world.rest.touch();
      ask.isSent = isSent ?? ask.sockets.length > 0;
      world.events.count(`request ${how}${ask.isSent ? '' : ', not sent'}`);
      this.judge(ask, how);
      world.events.happens('ask');
    };
    try {
      world
        .using(() => world.ws.request('ask', ask.n, { ...options, signal: ask.controller.signal }))
        .then(
          (data) => done(data === ask.n ? 'fulfilled' : `fulfilled with ${data}`),
          ({ code, sent }) => done(code, sent),
        );
    } catch (error: any) {
      done(`thrown: ${error.code}`);
    }
  }

  abort(which: number): void {
    const ask = this.asks[which % this.asks.length];
    ask?.controller.abort();
  }

  /** A socket was given it. */
  handedAsk(n: number, socket: unknown): void {
    const ask = this.asks[n]!;
    const { retry } = ask.options;
    const times = typeof retry === 'object' ? 1 + retry.attempts! : retry ? Infinity : 1;
    this.world.hold(!ask.ends.length, `request ${n} is not sent after its end`);
    this.world.hold(!ask.sockets.includes(socket), `request ${n} goes once over one socket`);
    if (ask.sockets[0]) this.world.events.count('request sent again');
    ask.sockets.push(socket);
    this.world.hold(ask.sockets.length <= times, `request ${n} is sent ${times} times at most`);
  }

  /** Whether it may have ended like that. */
  private judge(ask: Ask, how: string): void {
    const { world } = this;
    const { n, before, options, sockets, isSent, ends } = ask;
    const { causes } = world;
    const hasBeen = (cause: string): boolean => causes[cause]! > before[cause]!;
    const isOne: { readonly [how: string]: () => boolean } = {
      fulfilled: () => world.server.asked.has(n) && n % 3 !== 2,
      remote: () => world.server.asked.has(n) && n % 3 === 2,
      timeout: () => world.clock.now >= ask.deadline - 1,
      aborted: () => ask.controller.signal.aborted,
      // Who may be sent again without end is lost only when there are no more attempts.
      'connection-lost': () => hasBeen(options.retry === true || !sockets.length ? 'end' : 'loss'),
      closed: () => hasBeen('close'),
      destroyed: () => hasBeen('destroy'),
      'not-open': () => options.offline === 'fail',
      'outbox-full': () => world.setup.overflow === 'reject',
      dropped: () => world.setup.overflow !== 'reject' || world.setup.ttlMs > 0,
      'thrown: destroyed': () => world.isDestroyed,
    };
    world.hold(!!isOne[how]?.(), `request ${n} cannot end so: ${how}`);
    world.hold(ends.length === 1, `request ${n} ends once, got: ${ends}`);
    world.hold(isSent === sockets.length > 0, `request ${n} ends as "${how}" and says sent: ${isSent}`);
  }

  /** What has to be so whenever nothing is under way. */
  check(): void {
    const { world, waiting, pending } = this;
    const { ws, setup, clock } = world;
    // A socket that is closing takes nothing, and no event has told of it yet.
    const isReady = ws.isOpen && ws.socket!.readyState === 1;
    world.hold(waiting.length <= setup.limit, `${waiting.length} messages wait, and ${setup.limit} may`);
    for (const { n, madeAt } of setup.ttlMs ? waiting : []) {
      world.hold(clock.now - madeAt < setup.ttlMs + 1, `message ${n} waits longer than it may`);
    }
    for (const { n, deadline } of pending) world.hold(clock.now < deadline + 1, `request ${n} waits beyond its time`);
    if (!isReady || setup.highWaterMark < Infinity) return;
    world.hold(!waiting[0], `message ${waiting[0]?.n} waits although the connection is open`);
    for (const { n, sockets } of pending) {
      world.hold(sockets.at(-1) === ws.socket, `request ${n} waits and is not on the open connection`);
    }
  }

  /** After the end of it all. */
  checkEnd(): void {
    const { world } = this;
    for (const { n, ends } of this.notes) world.hold(ends.length === 1, `message ${n} has ended, got: ${ends}`);
    for (const { n, ends, sockets, isSent, options } of this.asks) {
      world.hold(ends.length === 1, `request ${n} has ended, got: ${ends}`);
      world.hold(isSent === sockets.length > 0, `request ${n}, which was not sent, was not sent later`);
      const times = world.server.asked.get(n) ?? 0;
      if (!options.retry) world.hold(times <= 1, `request ${n} arrives once, got ${times}`);
    }
    const { notes } = world.server;
    world.hold(new Set(notes).size === notes.length, `each message arrives once, got ${notes}`);
  }
}
