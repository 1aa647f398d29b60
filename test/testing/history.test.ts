import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { join, knock, serve } from './guest.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('says what happened, when, and to whom', async () => {
  const server = serve({ latencyMs: 10 });
  const guest = knock(server, ['v1', 'v2']);
  await vi.advanceTimersByTimeAsync(10);
  guest.send({ type: 'hi' });
  server.last.sendFrame(new Uint8Array([1, 255]));
  server.last.sendFrame(new ArrayBuffer(1));
  server.last.sendFrame(new Blob(['xyz']));
  await vi.advanceTimersByTimeAsync(10);
  server.faults.hang('url');
  server.heal();
  server.faults.refuse();
  knock(server);
  guest.socket.close(4001, 'bye');
  await vi.advanceTimersByTimeAsync(20);
  expect(server.history).toEqual([
    { atMs: 0, client: 1, event: 'attempt', text: 'ws://test.server/ v1 v2' },
    { atMs: 10, client: 1, event: 'open', text: 'v1' },
    { atMs: 20, client: 1, event: 'in', text: '{"type":"hi"}' },
    { atMs: 20, client: 1, event: 'out', text: '<01 ff>' },
    { atMs: 20, client: 1, event: 'out', text: '<00>' },
    { atMs: 20, client: 1, event: 'out', text: '<Blob of 3 bytes>' },
    { atMs: 20, client: undefined, event: 'fault', text: "hang('url')" },
    { atMs: 20, client: undefined, event: 'fault', text: 'heal()' },
    { atMs: 20, client: undefined, event: 'fault', text: "refuse('handshake')" },
    { atMs: 20, client: 2, event: 'attempt', text: 'ws://test.server/' },
    { atMs: 30, client: 1, event: 'close', text: 'by the client 4001 bye' },
    { atMs: 30, client: 2, event: 'refused', text: '' },
  ]);
});

it('tells the end of the server too, and what a frame was made of', async () => {
  const server = serve();
  const guest = await join(server);
  server.faults.garble(1);
  server.broadcast('quote');
  server.last.close();
  await flush();
  expect(guest.messages).toHaveLength(1);
  expect(server.history.slice(-3).map(({ event, text }) => [event, text])).toEqual([
    ['fault', 'garble(1)'],
    ['out', guest.messages[0]],
    ['close', 'by the server 1005'],
  ]);
});

it('describes how to repeat it, what is wrong, who is there, and the end of what happened', async () => {
  const server = serve({ seed: 7, latencyMs: [0, 0] });
  expect(server.describe()).toBe(
    'Test server. To repeat: createTestServer({ seed: 7, latencyMs: [0,0] })\nIn effect: no faults. Connected: nobody.',
  );
  await join(server);
  await join(server);
  server.faults.latency([5, 50]);
  server.faults.latency(0);
  server.faults.trickle(2);
  server.heal();
  server.faults.garble(0.5);
  server.faults.hang('url');
  server.faults.hang('hello');
  server.faults.garble(0);
  await vi.advanceTimersByTimeAsync(12_345);
  server.faults.silence();
  server.last.drop();
  const lines = server.describe().split('\n');
  expect(lines.slice(0, 4)).toEqual([
    'Test server. To repeat: createTestServer({ seed: 7, latencyMs: [0,0] })',
    "In effect: garble(0), hang('url'), hang('hello'), silence(). Connected: #1.",
    '       0 ms #1 attempt ws://test.server/',
    '       0 ms #1 open',
  ]);
  expect(lines.slice(-2)).toEqual(['   12345 ms fault silence()', '   12345 ms #2 lost']);
});

it('shows 60 lines of at most 160 characters', async () => {
  const server = serve();
  await join(server);
  for (let i = 0; i < 60; i++) server.broadcast('tick', i === 59 ? 'x'.repeat(200) : i);
  const lines = server.describe().split('\n').slice(2);
  expect(lines).toHaveLength(61);
  expect(lines[0]).toBe('       … 2 before');
  expect(lines[1]).toContain('{"type":"tick","data":0}');
  expect(lines.at(-1)).toMatch(/xxx… \(225 characters\)$/);
});
