import { expect, it, vi } from 'vitest';
import { start, turn } from '../exchange/subscribing.js';

/** Open, with a codec that decodes a frame when the test says so. */
function decoding() {
  const due: (() => void)[] = [];
  const codec = {
    encode: JSON.stringify,
    decode: (frame: string) =>
      new Promise((resolve) => {
        due.push(() => resolve(JSON.parse(frame)));
      }),
  };
  const t = start({ codec, reopenTimeout: 1, retries: Infinity });
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
