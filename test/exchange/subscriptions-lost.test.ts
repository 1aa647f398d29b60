import { expect, it, vi } from 'vitest';
import { short, started, toSymbol, turn } from './subscribing.js';

it('what is lost while it is being sent is sent on the next connection', async () => {
  const t = started();
  const { last } = t.FakeWebSocket;
  const send = last.send.bind(last);
  last.send = (frame) => {
    send(frame);
    last.server.drop();
  };
  t.ws.subscribe('A', toSymbol('A'));
  await turn();
  await vi.advanceTimersByTimeAsync(1);
  t.FakeWebSocket.last.server.accept();
  expect(t.FakeWebSocket.sockets).toHaveLength(2);
  expect(short(t)).toEqual(['+A']);
});
