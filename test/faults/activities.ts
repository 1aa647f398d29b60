import Backbone from 'backbone';
import { createRandom, type FakeSocket } from '../../src/testing/index.js';
import type { Subscription } from '../../types/resilience.js';
import { advance } from './clock.js';
import { LATENCY_MS, type World } from './world.js';

/** What the application does meanwhile, and what must be true of it. */
export interface Activity {
  /** Called every 200 ms. */
  step(): void;
  /** When all is quiet again: what is wrong. */
  check(): string[] | Promise<string[]>;
  /** For the table. */
  readonly made: number;
  readonly kept: number;
}

const idle = (): Activity => ({ step() {}, check: () => [], made: 0, kept: 0 });

/** Numbered messages. Each ends once: on one socket, or as dropped. */
function sending(world: World): Activity {
  /** By connection: what is still on its way on one that was given up may come behind what the next one brings. */
  const arrived = new Map<number, number[]>();
  let made = 0;
  world.server.on('note', ({ n }, { id }) => {
    arrived.set(id, [...(arrived.get(id) ?? []), n]);
  });
  return {
    step() {
      const n = ++made;
      world.ws.send('note', { n });
    },
    check() {
      const handed = world.server.WebSocket.sockets.flatMap(({ sent }) =>
        sent.map((frame) => JSON.parse(String(frame))).filter(({ type }) => type === 'note'),
      );
      const ends = new Map<number, number>();
      const dropped = world.events.filter(({ name }) => name === 'dropped').map(({ info }) => info.message.data.n);
      for (const n of [...handed.map(({ data }) => data.n), ...dropped]) ends.set(n, (ends.get(n) ?? 0) + 1);
      const wrong: string[] = [];
      for (let n = 1; n <= made; n++)
        if (ends.get(n) !== 1) wrong.push(`message ${n} of ${made} ended ${ends.get(n) ?? 0} times`);
      for (const all of arrived.values())
        if (all.some((n, index) => n <= (all[index - 1] ?? 0))) wrong.push(`arrived in this order: ${all}`);
      if ([...arrived.values()].at(-1)?.at(-1) !== made) wrong.push('the last message has not arrived');
      return wrong;
    },
    get made() {
      return made;
    },
    get kept() {
      return [...arrived.values()].flat().length;
    },
  };
}

const ENDS = ['timeout', 'connection-lost', 'closed', 'destroyed'];

/** Requests, every other one of which is to be repeated. Each is settled once, rightly. */
function requesting(world: World): Activity {
  const handled = new Map<number, Set<string>>();
  const ends = new Map<number, string>();
  let made = 0;
  let kept = 0;
  const wrong: string[] = [];
  world.server.on('ask', ({ n }, _, { id }) => {
    const ids = handled.get(n) ?? new Set();
    if (ids.has(id) && n % 2) wrong.push(`request ${n} came twice`);
    handled.set(n, ids.add(id));
    return n * 2;
  });
  /** Those that the connections so far were given. */
  const handed = (sockets: readonly FakeSocket[]): number[] =>
    sockets
      .flatMap(({ sent }) => sent.map((frame) => JSON.parse(String(frame))))
      .flatMap(({ type, data }) => (type === 'ask' ? [data.n] : []));
  /** Since when nobody will answer any more. */
  const lostAt = new Map<number, number>();
  const endedAt = new Map<number, number>();
  const watch = (): void => {
    const { ws, server } = world;
    ws.on('ws:close', () => {
      for (const n of handed(server.WebSocket.sockets)) if (n % 2 && !ends.has(n)) lostAt.set(n, Date.now());
    });
    ws.on('ws:open', () => {
      const { sockets } = server.WebSocket;
      const again = new Set(handed(sockets.slice(-1)));
      for (const n of handed(sockets.slice(0, -1)))
        if (n % 2 === 0 && !ends.has(n) && !again.has(n)) wrong.push(`request ${n} was not repeated`);
    });
  };
  const end = (n: number, how: string): void => {
    if (ends.has(n)) wrong.push(`request ${n} ended twice: ${ends.get(n)}, ${how}`);
    ends.set(n, how);
    endedAt.set(n, Date.now());
  };
  return {
    step() {
      if (!made) watch();
      const n = ++made;
      world.ws.request('ask', { n }, { retry: n % 2 === 0 }).then(
        (data) => {
          kept++;
          end(n, 'answered');
          if (data !== n * 2) wrong.push(`request ${n} got ${JSON.stringify(data)}`);
        },
        (error) => {
          end(n, error.code);
          if (!ENDS.includes(error.code)) wrong.push(`request ${n} failed with ${error.code}`);
          if (!error.sent && handled.has(n)) wrong.push(`request ${n} counts as not sent, and was handled`);
        },
      );
    },
    check() {
      for (let n = 1; n <= made; n++) if (!ends.has(n)) wrong.push(`request ${n} has not ended`);
      for (const [n, atMs] of lostAt)
        if (endedAt.get(n)! > atMs) wrong.push(`request ${n} was lost and waited all the same`);
      for (const [n, ids] of handled) if (ids.size > 1) wrong.push(`request ${n} had ${ids.size} ids`);
      return wrong;
    },
    get made() {
      return made;
    },
    get kept() {
      return kept;
    },
  };
}

/** Resources (D to F) and plain subscriptions (A to C) that come and go, and messages for those that are subscribed. */
function subscribing(world: World): Activity {
  const { server } = world;
  const random = createRandom(server.seed);
  const held = new Map<string, (() => void)[]>();
  const models = new Set<Backbone.Model>();
  const handles = new Set<Subscription>();
  let made = 0;
  let kept = 0;
  const take = (symbol: string): (() => void) => {
    const data = { symbol, isConfirmed: 'CF'.includes(symbol) };
    const confirm = data.isConfirmed ? { confirm: 'subscribed' } : {};
    const [begin, end] = [['subscribe', data] as const, ['unsubscribe', data] as const];
    if (symbol < 'D') {
      const handle = world.ws.subscribe(symbol, { subscribe: begin, unsubscribe: end, ...confirm });
      handles.add(handle);
      return () => {
        handle.dispose();
        handles.delete(handle);
      };
    }
    const model = new Backbone.Model({ symbol });
    const onTick = (tick: object): void => {
      model.set(tick);
      kept++;
    };
    const options = { match: 'symbol', subscribe: () => begin, unsubscribe: () => end, ...confirm };
    world.ws.bind(model, { 'ws:message:tick': onTick }, options);
    models.add(model);
    return () => {
      world.ws.unbind(model);
      models.delete(model);
    };
  };
  return {
    step() {
      const symbol = 'ABCDEF'[Math.floor(random() * 6)]!;
      const holds = held.get(symbol) ?? [];
      held.set(symbol, holds);
      if (random() < 0.6) holds.push(take(symbol));
      else holds.pop()?.();
      for (const client of server.clients)
        for (const one of world.subscriptionsOf(client)) client.send('tick', { symbol: one, n: ++made });
    },
    async check() {
      const wanted = [...held].filter(([, holds]) => holds[0]).map(([symbol]) => symbol);
      const has = [...world.subscriptionsOf(server.last)];
      if (wanted.sort().join() !== has.sort().join()) return [`wanted ${wanted}, the server has ${has}`];
      if ([...handles].some(({ isActive }) => !isActive)) return ['a subscription is not active'];
      const last = ++made;
      for (const symbol of has) server.last.send('tick', { symbol, n: last });
      await advance(3 * LATENCY_MS);
      const behind = [...models].filter((model) => model.get('n') !== last).map((model) => model.get('symbol'));
      return behind[0] ? [`models of ${behind} have not got the last message`] : [];
    },
    get made() {
      return made;
    },
    get kept() {
      return kept;
    },
  };
}

export const activities = { idle, sending, requesting, subscribing };
export type ActivityName = keyof typeof activities;
