import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { until } from '../support/until.js';
import { clients, connect } from './clients.js';

/** A server that answers probes from a thread of its own, so that it goes on while this one is blocked. */
const program = `
  const { WebSocketServer } = require('ws');
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('listening', () => require('node:worker_threads').parentPort.postMessage(server.address().port));
  server.on('connection', (socket) => socket.on('message', () => socket.send('{"type":"pong"}')));
`;

it.each(clients)('over %s a blocked event loop is not taken for a dead link', async (_, client) => {
  const worker = new Worker(program, { eval: true });
  onTestFinished(() => void worker.terminate());
  const [port] = await once(worker, 'message');
  /** By this much the timer for the answer is late in the end: by little, and by much. */
  const lateMs = [100, 700];
  const timeoutMs = 200;
  const message = (): object => {
    // Blocked once the probe is on its way: the answer comes while nobody can take it.
    const blockedMs = timeoutMs + (lateMs.shift() ?? -timeoutMs);
    setImmediate(() => {
      const end = performance.now() + blockedMs;
      while (performance.now() < end);
    });
    return { type: 'ping' };
  };
  const heartbeat = { intervalMs: 50, timeoutMs, message };
  const { ws, trace } = connect(`ws://127.0.0.1:${port}/`, client, { heartbeat });
  await until(() => lateMs.length === 0);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([ws.isOpen, trace.filter((line) => !line.startsWith('message'))]).toEqual([true, ['open']]);
});
