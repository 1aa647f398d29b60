import Backbone from 'backbone';
import { expect, it, vi } from 'vitest';
import { start, turn } from '../exchange/subscribing.js';

/** Open, with a codec that decodes a frame when the test says so. */
function decoding(options: object = {}) {
  const due: (() => void)[] = [];
  const codec = {
    encode: JSON.stringify,
    decode: (frame: string) =>
      new Promise((resolve) => {
        due.push(() => resolve(JSON.parse(frame)));
      }),
  };
  const t = start({ codec, reopenTimeout: 1, retries: Infinity, ...options });
  t.socket.server.accept();
  const got = vi.fn();
  t.ws.on('ws:message:n', got);
  const decode = async (): Promise<void> => {
    for (const end of due.splice(0)) end();
    await turn();
  };
  const reopen = async (): Promise<void> => {
    await vi.advanceTimersByTimeAsync(1);
    t.FakeWebSocket.last.server.accept();
  };
  return { ...t, got, decode, reopen };
}

it('what is still being decoded when close() is called comes no more', async () => {
  const t = decoding();
  t.receive('n', 1);
  t.receive('n', 2);
  t.ws.close();
  await t.decode();
  await t.decode();
  expect(t.got).not.toHaveBeenCalled();
});

it('what is still being decoded when the connection is lost comes, before what comes over the next', async () => {
  const t = decoding();
  t.receive('n', 1);
  t.socket.server.drop();
  await t.reopen();
  t.receive('n', 2);
  await t.decode();
  await t.decode();
  expect(t.got.mock.calls.map(([data]) => data)).toEqual([1, 2]);
});

it('what confirms a subscription confirms nothing on the next connection', async () => {
  const t = decoding();
  const one = t.ws.subscribe('A', { subscribe: ['subscribe', { symbol: 'A' }], confirm: 'subscribed' });
  await turn();
  t.receive('subscribed', { symbol: 'A' });
  t.socket.server.drop();
  await t.reopen();
  await t.decode();
  expect(one.isActive).toBe(false);
  t.receive('subscribed', { symbol: 'A' });
  await t.decode();
  expect(one.isActive).toBe(true);
});

it('what the server asks over a connection that is lost is not answered over the next', async () => {
  const t = decoding({ answers: true });
  const handler = vi.fn(() => 'answer');
  t.ws.bind(Object.assign({}, Backbone.Events), { 'ws:message:ask': handler });
  t.receiveRaw({ type: 'ask', id: 1 });
  t.socket.server.drop();
  await t.reopen();
  await t.decode();
  expect([handler.mock.calls.length, t.sent()]).toEqual([1, []]);
});
