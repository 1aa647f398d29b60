import fc from 'fast-check';
import { Channel, Item } from './app.js';
import { EVENTS, type EventName } from './events.js';
import { CHANNELS, ITEMS } from './server.js';
import type { World } from './world.js';

type Act = (world: World, ...args: any[]) => unknown;

/** What can happen, by name. */
const acts: { readonly [name: string]: Act } = {
  bindItem: (world, which) => world.bindItem(which),
  unbindItem: (world, which) => world.unbind(world.items[which]!),
  destroyItem: (world, which) => world.unbind(world.items[which]!, 'destroy'),
  bindChannel: (world, which) => world.bindChannel(which),
  unbindChannel: (world, which, how) => world.unbind(world.channels[which]!, how),
  rename: (world, which, name) => world.rename(which, name),
  churn: (world, times) => {
    for (let n = 0; n < times; n++) {
      const channel = world.channels[n % 3]!;
      if (world.bound.has(channel)) world.unbind(channel);
      else world.bindChannel(n % 3);
    }
  },
  unbindItems: (world) => world.unbindAll(Item),
  unbindChannels: (world) => world.unbindAll(Channel),
  bindStore: (world) => world.bindStore(),
  unbindStore: (world) => world.unbindStore(),
  unbindAll: (world) => world.unbindAll(),
  leave: (world) => {
    world.unbindAll();
    world.handles.disposeAll();
  },
  bindAll: (world) => world.bindAll(),
  rebind: (world) => {
    world.unbindAll();
    world.bindAll();
  },
  subscribe: (world, topic) => world.handles.subscribe(topic),
  dispose: (world, which) => world.handles.dispose(which),

  send: (world, times, key) => {
    for (let n = 0; n < times; n++) world.ledger.send(n * 9, key || undefined);
  },
  request: (world, options) => world.ledger.request(options),
  save: (world, which, options) => world.saves.save(which, options),
  saveAndLeave: (world, which, options) => {
    world.saves.save(which, options);
    world.unbindAll();
  },
  abort: (world, which) => world.ledger.abort(which),
  expect: (world, type, ms) => world.expects.expect(type, ms),

  publish: (world, which, times) => {
    for (let n = 0; n < times; n++) world.server.publish(ITEMS[(which + n) % ITEMS.length]!);
  },
  tick: (world, name, times) => {
    for (let n = 0; n < times; n++) world.server.tick(name);
  },
  refresh: (world, name) => world.server.refresh(name),
  forget: (world) => world.server.forget(),
  restart: (world) => world.server.restart(),
  // Only who waits for a confirmation notices.
  deaf: ({ server, setup }) => (server.troubles.isDeaf = setup.confirm),
  mute: (world) => (world.server.troubles.isMute = true),
  failFetches: (world, times) => (world.server.troubles.failures = times),

  drop: (world, error) => world.server.test.faults.drop({ error }),
  halfOpen: (world) => world.server.test.faults.halfOpen(),
  serverCloses: (world, code) => world.server.test.faults.close(code),
  /** The application closes the socket behind the connection's back. */
  closeSocket: (world) => world.ws.socket?.close(),
  refuse: (world) => world.server.test.faults.refuse(),
  hang: (world, stage) => world.server.test.faults.hang(stage),
  silence: (world) => world.server.slowDown(),
  trickle: (world, framesPerSecond) => world.server.slowDown(framesPerSecond),
  duplicate: (world, rate) => world.server.test.faults.duplicate(rate),
  reorder: (world, rate) => world.server.test.faults.reorder(rate),
  garble: (world, rate) => world.server.test.faults.garble(rate),
  heal: (world) => world.server.heal(),

  advance: (world, ms) => world.clock.advance(ms),
  sleep: (world, ms, isNetFirst) => world.clock.stall(ms, isNetFirst),
  page: (world, signal) => (signal === 'suspend' ? world.suspend() : world.page.tell(signal)),

  open: (world) => world.open(),
  close: (world, code) => world.close(code),
  destroy: (world) => world.destroy(),
  renew: (world) => {
    world.destroy();
    world.open();
  },
  reopen: (world) => {
    world.close();
    world.open();
  },
  comeBack: (world) => {
    world.open();
    world.bindAll();
  },
  throwWithin: (world, event) => world.events.throwWithin(event),
  within: (world, event: EventName, name: string, ...args) =>
    world.events.within(event, () => {
      acts[name]!(world, ...args);
    }),
};

/** An act and what it is given. */
export type Step = readonly [name: string, ...args: unknown[]];

export const perform = (world: World, [name, ...args]: Step): unknown => acts[name]!(world, ...args);

export const written = ([name, ...args]: Step): string =>
  `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;

const step = (name: string, ...args: fc.Arbitrary<unknown>[]): fc.Arbitrary<Step> =>
  fc.tuple(fc.constant(name), ...args) as fc.Arbitrary<any>;
const item = fc.nat(ITEMS.length - 1);
/** Models of channels; two of them are of the same at first. */
const slot = fc.nat(CHANNELS.length);
const channel = fc.constantFrom(...CHANNELS);
const way = fc.constantFrom('unbind', 'destroy', 'stop');
const times = fc.integer({ min: 1, max: 5 });
const calling = fc.constantFrom('item', 'channel', 'close', 'close', ...EVENTS.filter((name) => name !== 'send'));
const throwing = fc.constantFrom(...EVENTS.filter((name) => !['ask', 'save', 'send'].includes(name)));
const rate = fc.constantFrom(0.3, 0.7, 1);

const anyRequest = fc.record({
  timeoutMs: fc.constantFrom(0, 100, 1500, 60_000),
  retry: fc.constantFrom(false, true, { attempts: 1 }),
  offline: fc.constantFrom('wait', 'wait', 'fail'),
});

const anySave = fc.record({ timeoutMs: fc.constantFrom(300, 1500, 10_000), retry: fc.boolean() });

/** What the application does. */
const uses: fc.Arbitrary<Step>[] = [
  step('bindItem', item),
  step('unbindItem', item),
  step('destroyItem', item),
  step('bindChannel', slot),
  step('bindChannel', slot),
  step('unbindChannel', slot, way),
  step('unbindChannel', slot, way),
  step('unbindItems'),
  step('rename', slot, channel),
  step('churn', fc.integer({ min: 2, max: 9 })),
  step('subscribe', fc.nat(2)),
  step('subscribe', fc.nat(2)),
  step('dispose', fc.nat(5)),
  step('dispose', fc.nat(5)),
  step('send', times, fc.constantFrom('', '', 'x', 'y')),
  step('request', anyRequest),
  step('request', anyRequest),
  step('request', anyRequest),
  step('abort', fc.nat(5)),
];

/** What the application is about comes and goes. */
const views: fc.Arbitrary<Step>[] = [
  step('unbindChannels'),
  step('bindStore'),
  step('bindStore'),
  step('unbindStore'),
  step('unbindAll'),
  step('leave'),
  step('rebind'),
  step('bindAll'),
  step('save', fc.nat(1), anySave),
  step('save', fc.nat(1), anySave),
  step('saveAndLeave', fc.nat(1), anySave),
  step('expect', fc.constantFrom('item', 'channel', 'nothing'), fc.constantFrom(50, 1000, 20_000)),
];

const lives: fc.Arbitrary<Step>[] = [
  step('open'),
  step('close', fc.constantFrom(undefined, 1000, 4000)),
  step('destroy'),
  step('renew'),
  step('reopen'),
  step('comeBack'),
];

/** What happens to the connection. */
const losses: fc.Arbitrary<Step>[] = [
  step('drop', fc.boolean()),
  step('halfOpen'),
  step('closeSocket'),
  step('serverCloses', fc.constantFrom(undefined, 1000, 1001, 1008, 1011, 1012, 4000, 4401)),
];

const changes: fc.Arbitrary<Step>[] = [step('publish', item, times), step('tick', channel, times)];

const troubles: fc.Arbitrary<Step>[] = [
  step('refresh', channel),
  step('forget'),
  step('restart'),
  step('deaf'),
  step('mute'),
  step('failFetches', fc.integer({ min: 1, max: 2 })),
  step('failFetches', fc.integer({ min: 1, max: 2 })),
  step('refuse'),
  step('hang', fc.constantFrom('handshake', 'hello', 'close')),
  step('silence'),
  step('trickle', fc.constantFrom(0, 10, 200)),
  step('duplicate', rate),
  step('reorder', rate),
  step('garble', fc.constantFrom(0.2, 0.5)),
  step(
    'page',
    fc.constantFrom('offline', 'offline', 'online', 'online', 'hidden', 'visible', 'suspend', 'resume', 'resume'),
  ),
];

const one = (...arbitraries: fc.Arbitrary<Step>[]): fc.Arbitrary<Step> => fc.oneof(...arbitraries);

/** Within a socket's own `send` only the far end can act. */
const anyWithin: fc.Arbitrary<Step> = fc
  .oneof(
    { weight: 1, arbitrary: fc.tuple(fc.constant('send'), one(...losses)) },
    {
      weight: 8,
      arbitrary: fc.tuple(calling, one(...uses, ...views, ...views, ...lives, ...losses, ...changes, step('restart'))),
    },
  )
  .map(([name, act]) => ['within', name, ...act] as const);

/** Any step, the usual ones more often. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 22, arbitrary: one(...uses) },
  { weight: 14, arbitrary: one(...changes) },
  { weight: 14, arbitrary: step('advance', fc.constantFrom(0, 1, 20, 60, 300, 1000, 2500, 7000)) },
  { weight: 8, arbitrary: one(...losses) },
  { weight: 8, arbitrary: one(...troubles) },
  { weight: 5, arbitrary: step('heal') },
  { weight: 3, arbitrary: step('sleep', fc.constantFrom(600, 6000, 60_000), fc.boolean()) },
  { weight: 3, arbitrary: one(...lives) },
  { weight: 5, arbitrary: one(...views) },
  { weight: 6, arbitrary: anyWithin },
  { weight: 3, arbitrary: step('throwWithin', throwing) },
);
