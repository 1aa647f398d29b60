import type { AddressInfo } from 'node:net';
import Backbone from 'backbone';
import { WebSocket, WebSocketServer } from 'ws';
import { type Part, type Report, settle } from './part.js';

/** What the server does to a connection with a request on it. */
type Treatment = 'answer' | 'answer, terminate' | 'terminate' | 'answer, close' | 'close';

/**
 * A server that does once what it is asked by number, however often it is asked, and says that it has.
 *
 * @param treat told how many requests have come
 */
async function startLedger(count: number, treat: (served: number) => Treatment) {
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => wss.once('listening', resolve));
  // Outside of the heap, which is watched.
  const applied = new Uint8Array(count);
  const ledger = {
    url: `ws://127.0.0.1:${(wss.address() as AddressInfo).port}/`,
    applied,
    served: 0,
    repeated: 0,
    /** Subscriptions of a connection when a request came. */
    subscribed: 0,
    close: () => {
      for (const socket of wss.clients) socket.terminate();
      return new Promise((resolve) => wss.close(resolve));
    },
  };
  wss.on('connection', (socket) => {
    let subscriptions = 0;
    socket.on('error', () => {});
    socket.on('message', (frame) => {
      const { type, id, data } = JSON.parse(String(frame));
      if (type === 'subscribe') subscriptions++;
      if (id === undefined) return;
      ledger.subscribed = subscriptions;
      if (applied[data]) ledger.repeated++;
      applied[data] = 1;
      const how = treat(++ledger.served);
      if (how.startsWith('answer')) socket.send(JSON.stringify({ id, data }));
      if (how.endsWith('terminate')) socket.terminate();
      if (how.endsWith('close')) socket.close(1012);
    });
  });
  return ledger;
}

const connect = ({ WS }: Parameters<Part['run']>[0], url: string) => {
  const ws = new WS(url, { WebSocket, keepOpen: true, retries: Infinity, minUptimeMs: 0, backoff: () => 0 });
  const models = Array.from({ length: 20 }, (_, index) => new Backbone.Model({ symbol: `S${index}` }));
  const subscribe = (model: Backbone.Model) => ['subscribe', model.get('symbol')] as const;
  for (const model of models) ws.bind(model, { 'ws:message:quote': 'set' }, { match: 'symbol', subscribe });
  const counts = { opened: 0, closed: 0 };
  ws.on('ws:open', () => counts.opened++);
  ws.on('ws:close', () => counts.closed++);
  return { ws, models, counts };
};

/** What was not done, though it was acknowledged. */
function checkLedger({ applied }: { applied: Uint8Array }, acknowledged: Uint8Array, { problem }: Report): void {
  const lost = applied.reduce((sum, is, n) => sum + (acknowledged[n] && !is ? 1 : 0), 0);
  const unheard = acknowledged.reduce((sum, is) => sum + (is ? 0 : 1), 0);
  if (lost) problem(`${lost} acknowledged, and not done`);
  if (unheard) problem(`${unheard} never acknowledged`);
}

const TREATMENTS: readonly Treatment[] = ['answer, terminate', 'terminate', 'answer, close', 'close'];

/** Each connection is ended by the server after one request, before or after the answer. */
export const reconnects: Part = {
  name: 'reconnects to a real server',
  unit: 'reconnects',
  async run(library, count, report) {
    // What is not answered comes again, so not each of them may end without.
    const ledger = await startLedger(count, (served) => TREATMENTS[served % TREATMENTS.length]!);
    const { ws, models, counts } = connect(library, ledger.url);
    const acknowledged = new Uint8Array(count);
    const handles = process.getActiveResourcesInfo().length;
    let n = 0;
    for (; counts.opened <= count && n < count; n++) {
      report.progress(counts.opened, ws, ...models);
      const answer = await ws.request('apply', n, { retry: true, timeoutMs: 30_000 });
      if (answer !== n) report.problem(`request ${n} was answered ${answer}`);
      if (ledger.subscribed !== models.length) report.problem(`${ledger.subscribed} subscriptions before request ${n}`);
      acknowledged[n] = 1;
    }
    checkLedger({ applied: ledger.applied.subarray(0, n) }, acknowledged.subarray(0, n), report);
    report.note(`${counts.opened - 1} reconnects, ${n} requests, ${ledger.repeated} repeated`);
    if (counts.opened <= count) report.problem(`only ${counts.opened - 1} reconnects`);
    const left = process.getActiveResourcesInfo().length - handles;
    if (left > 5) report.problem(`${left} handles of the process are left`);
    ws.destroy();
    await ledger.close();
  },
};

/** So many requests wait at a time. */
const WINDOW = 200;

/** Requests and replies, half a million each; the line is cut now and then. */
export const traffic: Part = {
  name: 'messages over a real socket',
  unit: 'messages',
  async run(library, count, report) {
    const requests = count / 2;
    const each = Math.ceil(requests / 20);
    const ledger = await startLedger(requests, (served) => (served % each ? 'answer' : 'terminate'));
    const { ws, models, counts } = connect(library, ledger.url);
    const acknowledged = new Uint8Array(requests);
    for (let first = 0; first < requests; first += WINDOW) {
      report.progress(first * 2, ws, ...models);
      const numbers = Array.from({ length: Math.min(WINDOW, requests - first) }, (_, index) => first + index);
      await Promise.all(
        numbers.map(async (n) => {
          if ((await ws.request('apply', n, { retry: true, timeoutMs: 30_000 })) === n) acknowledged[n] = 1;
        }),
      );
      await settle();
    }
    checkLedger(ledger, acknowledged, report);
    report.note(`${requests} requests answered over ${counts.opened} connections, ${ledger.repeated} repeated`);
    ws.destroy();
    await ledger.close();
  },
};
