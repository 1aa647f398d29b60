import type { Channel } from './app.js';
import { IDLE_MS } from './rest.js';
import type { State } from './series.js';
import { CHANNELS, ITEMS } from './server.js';
import type { World } from './world.js';

const same = (a: ReadonlySet<unknown> | ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean => {
  if (a.size !== b.size) return false;
  for (const key of a.keys()) if (!b.has(key)) return false;
  return true;
};

/** More timers than there are reasons for one: attempt, heartbeat, hidden page, deadlines, outbox, pressure, confirmations, series, rest. */
const MOST_TIMERS = 9 + 4;

/** What has to be so after each step, when nothing is under way in this turn. */
export function check(world: World): void {
  const { ws, wire, bound, page } = world;
  const { wanted } = world.handles;
  const { live } = world.server.test.WebSocket;
  if (live.length > 1) world.hold(false, `one socket lives, got ${live.length}`);
  if (live[0] && live[0] !== (ws.socket as unknown)) world.hold(false, 'the socket that lives is the present one');
  const isAtRest = ws.state === 'closed' || ws.state === 'idle';
  world.rest.check();
  const isOff = world.isClosed || world.isDestroyed || world.isAsleep || world.isResting;
  if (isAtRest !== isOff) world.hold(false, `at rest or not, it is ${ws.state}`);
  if (page.listeners.size !== (isAtRest ? 0 : 1))
    world.hold(false, `the page has ${page.listeners.size} listeners while it is ${ws.state}`);
  const { resources } = ws;
  if (resources.length !== bound.size || !resources.every((resource) => bound.has(resource)))
    world.hold(false, `bound are ${[...bound].map(idOf)}, got ${resources.map(idOf)}`);
  if (ws.isOpen && ws.socket!.readyState === 1 && !same(wire.told, wanted))
    world.hold(false, `${[...wanted.keys()]} are wanted, and the server was told ${[...wire.told.keys()]}`);
  if (world.clock.pending > MOST_TIMERS + world.expects.pending.length)
    world.hold(false, `${world.clock.pending} timers wait`);
  world.hold(!world.events.unheard, 'what was thrown became an error event');
  world.ledger.check();
  world.expects.check();
  world.saves.check();
}

const idOf = (resource: any): string => resource.cid ?? 'store';

/** What keeps the two sides apart. */
function obstacles(world: World): string[] {
  const { ws, server, ledger } = world;
  const { wanted } = world.handles;
  if (!ws.isOpen) return [`it is ${ws.state}`];
  if (server.test.clients.at(-1)?.socket !== (ws.socket as unknown)) return ['the connection is dead'];
  const found: string[] = [];
  if (!same(server.subscribed, wanted))
    found.push(`the server sends ${[...server.subscribed]}, wanted are ${[...wanted.keys()]}`);
  for (const { name, isOver, life, subscription } of world.handles.all) {
    const isWanted = !isOver && life === world.life;
    if (subscription.isActive !== isWanted) found.push(`the subscription to ${name} is not ${isWanted}`);
  }
  if (ledger.waiting[0]) found.push(`message ${ledger.waiting[0].n} waits`);
  if (server.fetches) found.push('something is being fetched');
  return found;
}

/** Where this side and the server still differ. */
function differences(world: World): string[] {
  const found = obstacles(world);
  const { server, store } = world;
  const compare = (model: { get(name: string): unknown }, name: string, { ver, total }: State): void => {
    if (model.get('ver') === ver && model.get('total') === total) return;
    found.push(`${name} is at ${model.get('ver')}, the server at ${ver}`);
  };
  const items = world.isStale ? [] : [...store.models, ...world.items.filter((item) => world.bound.has(item))];
  for (const item of items) compare(item, item.id as string, server.feed.states.get(item.id as string)!);
  for (const channel of channelsOf(world))
    compare(channel, channel.name, server.channels[channel.name]!.states.get(channel.name)!);
  return found;
}

const channelsOf = (world: World): Channel[] => world.channels.filter((channel) => world.bound.has(channel));

/** How long both sides may take to agree when nothing is wrong any more, in milliseconds. */
const AGREE_MS = 200_000;

/** Waits until there is nothing left of something. */
async function until(world: World, what: (world: World) => string[]): Promise<void> {
  const { clock } = world;
  const start = clock.now;
  for (let ms = 20; what(world)[0] && clock.now - start < AGREE_MS && !world.problems[0]; ms *= 1.5) {
    await clock.advance(ms);
    check(world);
  }
}

/** Everything is in order again: both sides have to arrive at the same, and then nothing may be left. */
export async function finish(world: World): Promise<void> {
  const { clock, server } = world;
  world.events.disarm();
  if (world.setup.isCut) return end(world);
  server.heal();
  for (const signal of ['online', 'resume', 'visible'] as const) world.page.tell(signal);
  // What the server has said already may still close it.
  await clock.advance(200);
  if (world.isClosed || world.isDestroyed) world.open();
  world.bindStore();
  await until(world, obstacles);
  // What comes last shows what is missing before it, and brings all to those who came late.
  for (const id of ITEMS) server.publish(id);
  for (const name of CHANNELS) {
    if (channelsOf(world).some((channel) => channel.name === name && !channel.isKnown)) server.refresh(name);
    server.tick(name);
  }
  await until(world, differences);
  await clock.advance(100);
  check(world);
  for (const difference of differences(world)) world.hold(false, `in the end ${difference}`);
  world.saves.saveLast();
  await until(world, ({ saves }) => (saves.size ? ['something is being saved'] : []));
  world.hold(!world.saves.differences[0], `in the end ${world.saves.differences}`);
  await idle(world);
  if (!world.problems[0]) await end(world);
}

/** What nobody needs rests, and keeps nothing. */
async function idle(world: World): Promise<void> {
  const { clock, handles, rest, setup } = world;
  if (setup.keep === 'all') return;
  handles.disposeAll();
  world.unbindAll();
  await clock.advance(setup.keep === 'lazy' ? 2 * IDLE_MS : 0);
  check(world);
  const isOver = world.isResting || (world.isAsleep && !rest.isBusy);
  world.hold(!isOver || clock.pending === 0, `no timer is left at rest, got ${clock.pending}`);
}

async function end(world: World): Promise<void> {
  const { clock, server, ws } = world;
  world.destroy();
  await clock.advance(0);
  world.hold(clock.pending === 0, `no timer is left, got ${clock.pending}`);
  await clock.runNet();
  world.hold(clock.pending === 0, `no timer is left by what came late, got ${clock.pending}`);
  world.hold(world.left() === 0, `no entry of a map is left, got ${world.left()}`);
  world.hold(world.page.listeners.size === 0, 'no listener of the page is left');
  world.hold(ws.state === 'idle' && !ws.socket, `it is idle, got ${ws.state}`);
  for (const resource of [...world.items, ...world.channels, world.store] as any[]) {
    const traces = ['send', 'sync', 'stopListening', '_events'].filter((name) => Object.hasOwn(resource, name));
    world.hold(!traces[0], `a resource is left as it was, got ${traces}`);
  }
  server.test.close();
  world.ledger.checkEnd();
  world.saves.checkEnd();
  world.hold(!world.expects.pending[0], 'each expectation has ended');
}
