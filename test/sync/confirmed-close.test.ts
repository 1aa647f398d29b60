import { expect, it } from 'vitest';
import { endOf, requesting } from './requesting.js';

it('what is saved after close() waits for the next connection, also behind what close() ends', async () => {
  const { ws, FakeWebSocket, model, reply, asked } = requesting({ id: 1 });
  const before = model.save({ price: 1 });
  ws.close();
  const after = model.save({ price: 2 });
  expect(await endOf(before)).toBe('closed');
  ws.open();
  FakeWebSocket.last.server.accept();
  expect(asked()).toEqual([['update', { id: 1, price: 2 }]]);
  reply('saved');
  expect(await endOf(after)).toBe('saved');
});

it('what waits behind a save when destroy() is called ends, and is not sent by who opens again at once', async () => {
  const { ws, FakeWebSocket, model, sent } = requesting({ id: 1 });
  const saves = [model.save({ price: 1 }), model.save({ price: 2 })];
  ws.destroy().open();
  FakeWebSocket.last.server.accept();
  const ends = await Promise.all(saves.map((save) => endOf(save)));
  expect([ends, sent()]).toEqual([['destroyed', 'destroyed'], []]);
});
