import Backbone from 'backbone';
import { createRandom } from '../../src/testing/random.js';
import { createFrames } from './frames.js';
import { guardPrototypes } from './guard.js';
import { HandlerError, type Profile } from './profiles.js';

/** What is tested: the package as built, or its source. */
export interface Library {
  readonly WS: new (url: string, options: object) => any;
  readonly createFakeWebSocket: () => any;
}

export interface Fuzzed {
  readonly name: string;
  readonly frames: number;
  /** How many came to `message`, were no message, and made an application's handler fail. */
  readonly messages: number;
  readonly invalid: number;
  readonly failed: number;
  readonly problems: readonly string[];
  /** Bytes that the heap has grown by in the second half. */
  readonly grownBytes: number | undefined;
  readonly ms: number;
}

/** Events that no frame may set off. */
const LIFECYCLE = ['open', 'close', 'noretries', 'reopening', 'dropped', 'drain'];
/** So many frames in one turn. */
const TURN = 200;

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const heapNow = (): number | undefined => {
  globalThis.gc?.();
  return globalThis.gc && process.memoryUsage().heapUsed;
};

/** Gives a connection that many frames. What goes wrong is in the result. */
export async function fuzz(
  { WS, createFakeWebSocket }: Library,
  profile: Profile,
  count: number,
  seed: number,
): Promise<Fuzzed> {
  const random = createRandom(seed);
  const Fake = createFakeWebSocket();
  const ws = new WS('ws://server/', { WebSocket: Fake, keepOpen: true, logger: undefined, ...profile.options });
  const socket = Fake.last;
  socket.server.accept();
  const models = profile.prepare(ws);
  // Nobody ever names it, so nothing may change it.
  const stranger = new Backbone.Model(Object.freeze({ symbol: 'nobody' }));
  ws.bind(stranger, { 'ws:message:quote': 'set', 'message:quote': 'set' }, { match: 'symbol' });
  Object.freeze(stranger.attributes);
  await settle();

  const problems = new Set<string>();
  let isWatched = false;
  const counts = { message: 0, invalid: 0, failed: 0 };
  const prefix = ws.prefix ? `${ws.prefix}:` : '';
  for (const name of LIFECYCLE) {
    ws.on(prefix + name, () => problems.add(`the event ${name} on the connection`));
    for (const model of models) {
      const told = (): unknown => isWatched && problems.add(`the event ${name} in a handler of a resource`);
      ws.bind(model, { [prefix + name]: told });
      // Not where data is set: Backbone itself makes several events of an attribute with white space in its name.
      if (model.id === 'listener') model.on(prefix + name, () => problems.add(`the event ${name} on a resource`));
    }
  }
  ws.on(`${prefix}message`, () => counts.message++);
  ws.on(`${prefix}invalid`, () => counts.invalid++);
  ws.on(`${prefix}error`, (error: any) => {
    if (error instanceof HandlerError) counts.failed++;
    else problems.add(`error: ${error?.stack ?? error}`);
  });
  // Who is bound to an open connection is told so in a microtask.
  await settle();
  isWatched = true;
  const isIntact = guardPrototypes(WS.prototype, Object.getPrototypeOf(WS.prototype));

  const waiting = new Map<unknown, string>();
  const ask = (): void => {
    const { length } = socket.sent;
    ws.request('order', {}).then(
      () => {},
      () => {},
    );
    const { id } = JSON.parse(String(socket.sent[length]));
    waiting.set(id, id);
    if (waiting.size > 10) waiting.delete(waiting.keys().next().value);
  };
  const next = createFrames(random, () => [...waiting.keys(), '', 'x']);

  const check = (): void => {
    for (const problem of isIntact()) problems.add(problem);
    if (ws.state !== 'open') problems.add(`state ${ws.state}`);
    if (ws.resources.length < models.length) problems.add('a resource is not bound any more');
    for (const error of Fake.errors) problems.add(`uncaught: ${error?.stack ?? error}`);
    for (const { attributes } of models) {
      if (Object.getPrototypeOf(attributes) !== Object.prototype) problems.add('attributes with another prototype');
      if (Object.hasOwn(attributes, '__proto__')) problems.add('an attribute __proto__');
      if ((attributes as any).polluted !== undefined && !Object.hasOwn(attributes, 'polluted'))
        problems.add('polluted');
    }
    if (JSON.stringify(stranger) !== '{"symbol":"nobody"}') problems.add('a model was changed that nobody named');
  };
  /** What the application would have to let go. */
  const trim = (): void => {
    socket.sent.length = socket.server.received.length = 0;
    for (const model of models) {
      const symbol = model.get('symbol');
      model.clear({ silent: true });
      model.set({ symbol }, { silent: true });
    }
  };

  const start = performance.now();
  let middle: number | undefined;
  for (let done = 0; done < count; done += TURN) {
    if (profile.name.startsWith('requests')) ask();
    for (let n = 0; n < Math.min(TURN, count - done); n++) socket.server.send(next());
    await settle();
    if (done % (TURN * 10) === 0) {
      check();
      trim();
    }
    if (middle === undefined && done >= count / 2) middle = heapNow();
  }
  check();
  trim();
  await settle();
  const end = heapNow();
  const ms = performance.now() - start;
  const found = [...problems];
  ws.destroy();
  return {
    name: profile.name,
    frames: count,
    messages: counts.message,
    invalid: counts.invalid,
    failed: counts.failed,
    problems: found,
    grownBytes: end === undefined ? undefined : end - middle!,
    ms,
  };
}
