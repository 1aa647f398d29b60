import Backbone from 'backbone';
import { OnPurpose, type World } from './world.js';

/** What goes wrong. */
export interface Fault {
  readonly name: string;
  /** The row of the table that it shares with others like it. */
  readonly row?: string;
  /** It lasts until healed; otherwise it is over when it has happened. */
  readonly isLasting: boolean;
  /** It cannot be there before the connection. */
  readonly needsConnection?: boolean;
  /** Whether the library is to come back without being asked. */
  readonly isFatal: boolean;
  strike(world: World): void;
  heal(world: World): void;
}

type Faults = World['server']['faults'];

const lasting = (name: string, strike: (faults: Faults, world: World) => void): Fault => ({
  name,
  isLasting: true,
  isFatal: false,
  strike: (world) => strike(world.server.faults, world),
  heal: ({ server }) => server.heal(),
});

const momentary = (name: string, strike: (faults: Faults) => void): Fault => ({
  name,
  isLasting: false,
  isFatal: false,
  strike: ({ server }) => strike(server.faults),
  heal: () => {},
});

/** Closes by the server with each of these codes; 1005 is none. */
const closes = (what: string, codes: readonly number[], isFatal = false): Fault[] =>
  codes.map((code) => ({
    ...momentary(`close ${code}`, (faults) => (code === 1005 ? faults.close() : faults.close(code))),
    row: `close, ${what} (${codes.length} codes)`,
    isFatal,
  }));

const fail = (): never => {
  throw new OnPurpose('a handler that throws');
};

/** Handlers of every kind that throw, while the connection is lost. */
function throwing(): Fault {
  const resource = new Backbone.Model();
  return {
    name: 'throwing handlers',
    isLasting: true,
    needsConnection: true,
    isFatal: false,
    strike({ ws, server }) {
      const names = ['open', 'close', 'error', 'reopening', 'message', 'message:tick', 'message:pong', 'dropped'];
      ws.on(names.map((name) => `ws:${name}`).join(' '), fail);
      ws.bind(resource, Object.fromEntries(names.map((name) => [`ws:${name}`, fail])) as any);
      server.faults.drop();
    },
    heal({ ws }) {
      ws.off(null as any, fail);
      ws.unbind(resource);
    },
  };
}

export const faults: readonly Fault[] = [
  lasting('refuse url', (f) => f.refuse('url')),
  lasting('refuse protocol', (f) => f.refuse('protocol')),
  lasting('refuse handshake', (f) => f.refuse('handshake')),
  lasting('hang url', (f) => f.hang('url')),
  lasting('hang protocol', (f) => f.hang('protocol')),
  lasting('hang handshake', (f) => f.hang('handshake')),
  lasting('hang hello', (f) => f.hang('hello')),
  lasting('hang close', (f) => f.hang('close')),
  momentary('drop', (f) => f.drop()),
  momentary('drop without error', (f) => f.drop({ error: false })),
  momentary('half-open', (f) => f.halfOpen()),
  lasting('silence', (f) => f.silence()),
  lasting('stalled line', (f) => f.trickle(0)),
  lasting('trickle, 3 frames a second', (f) => f.trickle(3)),
  lasting('latency of 2 s', (f) => f.latency(2000)),
  lasting('garble, all', (f) => f.garble(1)),
  lasting('garble, half', (f) => f.garble(0.5)),
  lasting('reorder, half', (f) => f.reorder(0.5)),
  lasting('duplicate, half', (f) => f.duplicate(0.5)),
  lasting('server restart', (f, { server }) => {
    f.refuse();
    f.drop();
    setTimeout(() => server.heal(), 3000);
  }),
  lasting('flapping, dropped each 300 ms', (f) => {
    f.drop();
    for (let atMs = 300; atMs < 12_000; atMs += 300) setTimeout(() => f.drop(), atMs);
  }),
  throwing(),
  {
    ...lasting('throwing options', (f, world) => {
      world.isBroken = true;
      f.drop();
    }),
    heal: (world) => {
      world.isBroken = false;
    },
  },
  ...closes('it may pass', [1000, 1001, 1005, 1011, 1012, 1013, 4000]),
  ...closes('token expired', [3000, 4401]),
  ...closes('fatal', [1002, 1003, 1008, 1010, 3003, 4400, 4403, 4404], true),
];
