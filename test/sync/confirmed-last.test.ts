import { expect, it } from 'vitest';
import { flush } from '../support/until.js';
import { endOf, requesting } from './requesting.js';

it('destroying the last resource keeps the connection until the reply', async () => {
  const { ws, model, reply } = requesting({ id: 1 }, { keepOpen: false });
  const promise = model.destroy();
  expect(ws.state).toBe('open');
  reply('done');
  expect(await endOf(promise)).toBe('done');
  expect(ws.state).toBe('idle');
});

it('destroying the last resource keeps the connection for what waits before it', async () => {
  const { ws, model, reply, asked } = requesting({ id: 1 }, { keepOpen: false });
  const [saved, destroyed] = [model.save(), model.destroy()];
  reply('saved');
  await flush();
  reply('done');
  expect(asked().map(([type]) => type)).toEqual(['update', 'delete']);
  expect([await saved, await destroyed]).toEqual(['saved', 'done']);
  expect(ws.state).toBe('idle');
});

it('destroying the last resource before it is open sends that when it opens', async () => {
  const { ws, model, reply, socket } = requesting({ id: 1 }, { keepOpen: false }, false);
  const promise = model.destroy();
  socket.server.accept();
  reply('done');
  expect([await promise, ws.state]).toEqual(['done', 'idle']);
});

it('a resource that is bound meanwhile keeps it open', async () => {
  const { ws, model, reply } = requesting({ id: 1 }, { keepOpen: false });
  const promise = model.destroy();
  ws.bind(model, {});
  reply();
  await promise;
  expect(ws.state).toBe('open');
});

it('destroy() of the connection ends it at once all the same', async () => {
  const { ws, model } = requesting({ id: 1 }, { keepOpen: false });
  const promise = model.destroy();
  ws.destroy();
  expect(await endOf(promise)).toBe('destroyed');
  ws.open();
  await flush();
  expect(ws.state).toBe('connecting');
});
