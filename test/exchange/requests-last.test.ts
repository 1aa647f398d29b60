import Backbone from 'backbone';
import { expect, it, vi } from 'vitest';
import { z } from 'zod';
import { connect } from '../support/wire.js';
import { ask, errorOf, standing } from './asking.js';

it('a request that the close of an idle end asks for goes with the next connection, like one that is made later', async () => {
  const { ws, FakeWebSocket, sent } = connect({ keepOpen: false });
  const dropped = vi.fn();
  ws.on('ws:dropped', dropped);
  const resource = Object.assign({}, Backbone.Events);
  let request!: Promise<unknown>;
  ws.bind(resource);
  ws.once('ws:close', () => {
    request = ask(ws);
  });
  ws.unbind(resource);
  expect(await standing(request)).toBe('waiting');
  ws.bind(resource);
  FakeWebSocket.last.server.accept();
  expect(sent()).toMatchObject([{ type: 'ask' }]);
  expect(dropped).not.toHaveBeenCalled();
});

it('one that is told to fail takes no place from what waits while the socket is closing', async () => {
  const { ws, socket } = connect({ outbox: { limit: 1, overflow: 'drop-oldest' } });
  const dropped = vi.fn();
  ws.on('ws:dropped', dropped);
  socket.close();
  ws.send('first', 1);
  expect(await standing(ask(ws, 'ask', 1, { offline: 'fail' }))).toEqual(['not-open', false]);
  expect(dropped).not.toHaveBeenCalled();
});

it('a reply that its schema refuses says that the request was sent', async () => {
  const schemas = { incoming: {}, requests: { ask: { request: z.any(), response: z.number() } } };
  const { ws, sent, receiveRaw } = connect({ schemas } as any);
  const request = ask(ws);
  receiveRaw({ id: sent()[0].id, data: 'x' });
  expect(await errorOf(request)).toMatchObject({ code: 'invalid', sent: true });
});
