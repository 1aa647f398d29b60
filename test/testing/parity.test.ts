import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket as WsClient } from 'ws';
import { createFakeWebSocket, createTestServer } from '../../src/testing/index.js';
import type { WebSocketConstructor, WebSocketLike } from '../../types/socket.js';
import { startServer } from '../support/server.js';
import { traceOf } from '../support/trace.js';
import { until } from '../support/until.js';
import { type Deviation, type Peer, SCENARIOS, type Scenario, type Stage } from './parity-scenarios.js';

/** Plays a scenario and gives its trace. */
async function perform(scenario: Scenario, socket: WebSocketLike, accepted: Stage['opened']): Promise<string[]> {
  let inClose = false;
  const trace = traceOf(socket, () => (inClose ? ' sync' : ''));
  const seen = (type: string) => trace.some((line) => line.startsWith(type));
  const close = socket.close.bind(socket);
  socket.close = (...args) => {
    inClose = true;
    close(...args);
    inClose = false;
  };

  const opened = async () => {
    const peer = await accepted();
    await until(() => seen('open'));
    return peer;
  };
  await scenario.act({ socket, opened });
  await until(() => seen('close'));
  return [...trace, `left@${socket.readyState}`];
}

function playFake(scenario: Scenario, { imitate, drop }: Partial<Deviation> = {}): Promise<string[]> {
  const FakeWebSocket = createFakeWebSocket({
    ...imitate,
    script: ({ server }) => (scenario.refuse ? server.refuse() : server.accept()),
  });
  const socket = new FakeWebSocket('ws://server');
  const { server } = socket;
  const peer: Peer = {
    send: (frame) => server.send(frame),
    close: (code, reason) => server.close(code, reason),
    drop: () => server.drop(drop),
    pause: () => {}, // the fake answers a close in a microtask: what the script does until then comes before
    resume: () => {},
  };
  return perform(scenario, socket, async () => peer);
}

/** The same by a server of the entry for tests: its client reads nothing while no frame passes. */
function playTestServer(
  scenario: Scenario,
  { imitate, drop }: Partial<Deviation> = {},
  latencyMs: [number, number] = [0, 0],
): Promise<string[]> {
  const server = createTestServer({ latencyMs, ...imitate });
  onTestFinished(() => server.close());
  if (scenario.refuse) server.faults.refuse();
  const socket = new server.WebSocket('ws://server');
  return perform(scenario, socket, async () => {
    const client = await until(() => server.clients[0]);
    return {
      send: (frame) => client.sendFrame(frame),
      close: (code, reason) => client.close(code, reason),
      drop: () => client.drop(drop),
      pause: () => server.faults.trickle(0),
      resume: () => server.heal(),
    };
  });
}

async function playReal(scenario: Scenario, Client: WebSocketConstructor): Promise<string[]> {
  const server = await startServer({ verifyClient: () => !scenario.refuse });
  onTestFinished(() => server.close());
  return perform(scenario, new Client(server.url), async () => {
    const connection = await server.nextConnection();
    return {
      send: (frame) => connection.send(frame),
      close: (code, reason) => connection.close(code, reason),
      drop: () => connection.terminate(),
      pause: () => connection.pause(),
      resume: () => connection.resume(),
    };
  });
}

const NodeClient = (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket; // Node 22 and later
const CLIENTS: { name: string; client: 'ws' | 'node'; Client: WebSocketConstructor }[] = [
  { name: 'the ws package', client: 'ws', Client: WsClient },
];
if (NodeClient) CLIENTS.push({ name: "Node's own WebSocket", client: 'node', Client: NodeClient });

const PLAYERS: [string, (scenario: Scenario, deviation?: Partial<Deviation>) => Promise<string[]>][] = [
  ['the fake', playFake],
  ['the server for tests', playTestServer],
  ['the server for tests, with latency', (scenario, deviation) => playTestServer(scenario, deviation, [0, 4])],
];

describe.each(PLAYERS)('%s', (_, play) => {
  for (const scenario of SCENARIOS) {
    it(`keeps to the standard: ${scenario.name}`, async () => {
      expect(await play(scenario)).toEqual(scenario.standard);
    });

    for (const client of ['ws', 'node'] as const) {
      const deviation = scenario[client];
      if (!deviation?.imitate && !deviation?.drop) continue;
      it(`imitates ${client} when told to: ${titleOf(scenario, deviation)}`, async () => {
        expect(await play(scenario, deviation)).toEqual(deviation.trace);
      });
    }
  }
});

for (const { name, client, Client } of CLIENTS) {
  describe(name, () => {
    for (const scenario of SCENARIOS) {
      const deviation = scenario[client];
      it(`${deviation ? 'DIFFERS from' : 'does as'} the fake: ${titleOf(scenario, deviation)}`, async () => {
        const trace = await playReal(scenario, Client);
        if (deviation) expect(trace).not.toEqual(scenario.standard);
        expect(trace).toEqual(deviation ? deviation.trace : await playFake(scenario));
      });
    }
  });
}

function titleOf({ name }: Scenario, deviation: Deviation | undefined): string {
  return deviation ? `${name}: ${deviation.why}` : name;
}
