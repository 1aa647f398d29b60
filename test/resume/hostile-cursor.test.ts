import { expect, it } from 'vitest';
import { WS } from '../../src/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';

it('goes on after a message whose cursor is no number and no text', async () => {
  const Fake = createFakeWebSocket();
  const ws = new WS('ws://server/', { WebSocket: Fake, keepOpen: true, resume: { cursor: 'seq' } });
  Fake.last.server.accept();
  const got: unknown[] = [];
  ws.on('ws:message:n', (data: unknown) => got.push(data));
  const send = (message: object) => Fake.last.server.send(JSON.stringify({ type: 'n', ...message }));
  send({ data: 1, seq: { toString: 0, valueOf: 0 } });
  for (let n = 2; n < 5; n++) send({ data: n, seq: n });
  expect([got, Fake.errors]).toEqual([[1, 2, 3, 4], []]);
  ws.destroy();
});
