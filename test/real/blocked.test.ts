import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { clients, connect } from './clients.js';

/** A server that answers probes from a thread of its own, so that it goes on while this one is blocked. */
const program = `
  const { WebSocketServer } = require('ws');
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('listening', () => require('node:worker_threads').parentPort.postMessage(server.address().port));
  server.on('connection', (socket) => socket.on('message', () => socket.send('{"type":"pong"}')));
`;

const heartbeat = { intervalMs: 100, timeoutMs: 200 };

it.each(clients)('over %s a blocked event loop is not taken for a dead link', async (_, client) => {
  const worker = new Worker(program, { eval: true });
  onTestFinished(() => void worker.terminate());
  const [port] = await once(worker, 'message');
  const { ws, trace } = connect(`ws://127.0.0.1:${port}/`, client, { heartbeat });
  await ws.ready;
  // The answer comes while nobody can take it; the timer for it is late by little, and by much.
  for (const blockedMs of [300, 900]) {
    await new Promise((resolve) => setTimeout(resolve, heartbeat.intervalMs + 1));
    const end = performance.now() + blockedMs;
    while (performance.now() < end);
  }
  await new Promise((resolve) => setTimeout(resolve, heartbeat.intervalMs));
  expect([ws.isOpen, trace]).toEqual([true, ['open']]);
});
