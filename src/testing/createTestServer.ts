import type { MessageMap, Registered } from '../../types/messages.js';
import { createTimers, systemClock } from './clock.js';
import { json } from './codec.js';
import { type Accepted, createTestClient } from './createTestClient.js';
import { createFakeWebSocket, type FakeSocket } from './fakeSocket.js';
import { checkLatency, createFaults } from './faults.js';
import { createHandlers } from './handlers.js';
import { createHistory, linesOf } from './history.js';
import { createRandom } from './random.js';
import type { TestClient } from './testClient.js';
import type { TestServer, TestServerOptions } from './testServer.js';

const DEFAULT_URL = 'ws://test.server/';

/**
 * A server for tests, with handlers, and faults that a seed repeats.
 *
 * ```ts
 * const server = createTestServer({ seed: 7, latencyMs: [5, 50] });
 * server.on('order.place', ({ symbol }) => ({ id: `${symbol}-1` }));
 * const ws = new WS(server.url, { WebSocket: server.WebSocket });
 * server.faults.drop();
 * server.close();
 * ```
 *
 * @throws RangeError for a latency that is none
 */
export function createTestServer<M extends MessageMap = Registered>(options: TestServerOptions = {}): TestServer<M> {
  const { seed = 1, latencyMs = 0, codec = json, clock = systemClock, url = DEFAULT_URL, protocol } = options;
  const random = options.random ?? createRandom(seed);
  const timers = createTimers(clock);
  const { entries, note } = createHistory(clock);
  const received: unknown[] = [];
  let all: Accepted[] = [];
  let attempts = 0;
  let isClosed = false;

  const changed = (): void => {
    for (const client of all) client.change();
  };
  const faults = createFaults(
    checkLatency(latencyMs),
    () => [...all],
    (text) => note(undefined, 'fault', text),
    changed,
  );
  const handlers = createHandlers(note, faults.pass);

  const delayMs = (): number => {
    const ms = faults.state.latencyMs;
    if (typeof ms === 'number') return ms;
    return Math.round(ms[0] + random() * (ms[1] - ms[0]));
  };
  const handle = (client: TestClient, message: unknown): void => {
    if (!isClosed) handlers.handle(client, message);
  };
  const around = { codec, delayMs, faults, note, random, timers, received, handle };

  const answer = (client: Accepted): void => {
    if (isClosed || faults.state.refused.has('handshake')) client.refuse();
    else if (client.accept()) handlers.connected(client);
  };

  const attempt = (socket: FakeSocket): void => {
    const client = createTestClient(socket, ++attempts, around);
    all = [...all.filter(({ isOver }) => !isOver), client];
    note(client.id, 'attempt', [socket.url, ...socket.protocols].join(' '));
    faults.pass('handshake', () => {
      const ms = isClosed ? 0 : delayMs();
      if (ms > 0) timers.after(ms, () => answer(client));
      else answer(client);
    });
  };

  /** What the functions of a connection's target give. */
  const give = <T>(stage: 'url' | 'protocol', value: T): T | Promise<T> => {
    const now = (): T => {
      if (faults.state.refused.has(stage)) throw new Error(`The test server refuses to give the ${stage}.`);
      return value;
    };
    if (!faults.isHanging(stage)) return now();
    return new Promise<void>((resolve) => faults.pass(stage, resolve)).then(now);
  };

  const { syncClose = false, lateMessages = false } = options;
  const connected = (): TestClient<M>[] => all.filter(({ isConnected }) => isConnected);

  const describe = (): string => {
    const own = options.random ? ', random of its own' : '';
    const ids = connected().map(({ id }) => `#${id}`);
    return [
      `Test server. To repeat: createTestServer({ seed: ${seed}, latencyMs: ${JSON.stringify(latencyMs)} })${own}`,
      `In effect: ${faults.inEffect().join(', ') || 'no faults'}. Connected: ${ids.join(', ') || 'nobody'}.`,
      ...linesOf(entries),
    ].join('\n');
  };

  return {
    WebSocket: createFakeWebSocket({ script: attempt, autoClose: false, syncClose, lateMessages }),
    seed,
    random: options.random ?? createRandom(~seed),
    url: () => give('url', url),
    protocol: () => give('protocol', protocol),
    received,
    faults: faults.faults,
    history: entries,
    errors: handlers.errors,
    get clients() {
      return connected();
    },
    get last() {
      const last = connected().at(-1);
      if (!last)
        throw new Error(`No client is connected. Was the connection opened, and time advanced?\n${describe()}`);
      return last;
    },
    on: (type, handler) => handlers.on(type, handler),
    onHello: handlers.onHello,
    onConnect: handlers.onConnect,
    broadcast(type, data, extra) {
      for (const client of connected()) client.send(type, data, extra);
    },
    heal: faults.heal,
    describe,
    close() {
      isClosed = true;
      faults.release();
      for (const client of all) client.lose('server.close()');
      timers.stop();
    },
  };
}
