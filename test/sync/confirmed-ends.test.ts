import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WSOptions } from '../../src/index.js';
import { countUnhandled } from '../exchange/asking.js';
import { recorded } from '../support/resources.js';
import { flush } from '../support/until.js';
import { callbacks, endOf, requesting } from './requesting.js';

afterEach(() => {
  vi.useRealTimers();
});

const refusal = { message: 'no', fields: ['price'] };

describe('a reply', () => {
  it('fulfils the promise, sets what it holds and is told with the arguments of Backbone', async () => {
    const { model, reply } = requesting();
    const events = recorded(model);
    const told = callbacks();
    const promise = model.save({ price: 8 }, { ...told, extra: 1 });
    const options = expect.objectContaining({ extra: 1, xhr: promise });
    const answer = { price: 9 };
    reply(answer);
    expect(told.success).not.toHaveBeenCalled();
    expect(await promise).toEqual(answer);
    expect(told.success.mock.calls).toEqual([[model, answer, options]]);
    expect(told.complete.mock.calls).toEqual([[promise, 'success']]);
    expect(told.error).not.toHaveBeenCalled();
    expect(events.map(([name]) => name)).toEqual([
      ...['change:price', 'change', 'request'],
      ...['change:price', 'change', 'sync'],
    ]);
    expect(events[2]).toEqual(['request', model, promise, options]);
    expect(events[5]).toEqual(['sync', model, answer, options]);
    expect(model.attributes).toEqual({ id: 1, price: 9 });
  });

  it.each([
    ['nothing', undefined, 'nocontent'],
    ['null', null, 'success'],
  ])('of %s changes nothing', async (_name, data, status) => {
    const { model, reply } = requesting();
    const told = callbacks();
    const promise = model.save({ price: 8 }, told);
    reply(data);
    expect(await promise).toBe(data);
    expect(told.complete.mock.calls).toEqual([[promise, status]]);
    expect(model.attributes).toEqual({ id: 1, price: 8 });
  });
});

describe('an error of the server', () => {
  it('rejects the promise and is resp', async () => {
    const { model, refuse } = requesting();
    const failed = vi.fn();
    model.on('error', failed);
    const told = callbacks();
    const promise = model.save({ price: 8 }, told);
    refuse(refusal);
    await expect(promise).rejects.toMatchObject({ code: 'remote', cause: refusal, sent: true });
    const errorThrown = expect.objectContaining({ code: 'remote' });
    const options = expect.objectContaining({ textStatus: 'error', errorThrown, xhr: promise });
    expect(told.error.mock.calls).toEqual([[model, refusal, options]]);
    expect(failed.mock.calls).toEqual([[model, refusal, options]]);
    expect(told.complete.mock.calls).toEqual([[promise, 'error']]);
    expect(told.success).not.toHaveBeenCalled();
  });

  it('comes to the callbacks of a sync by hand with status and error', async () => {
    const { ws, model, refuse } = requesting();
    const error = vi.fn();
    const promise = ws.sync('read', model, { error });
    refuse('gone');
    await expect(promise).rejects.toThrow('gone');
    expect(error.mock.calls).toEqual([['gone', 'error', expect.objectContaining({ code: 'remote' })]]);
  });
});

describe('without an answer it fails, with the WSError as resp', () => {
  it.each<[string, string, string, boolean, object, (far: any) => unknown]>([
    ['it is late', 'timeout', 'timeout', true, { timeoutMs: 50 }, () => vi.advanceTimersByTime(51)],
    ['it is late by default', 'timeout', 'timeout', true, {}, () => vi.advanceTimersByTime(10_001)],
    ['the connection is lost', 'connection-lost', 'error', true, {}, ({ socket }) => socket.server.drop()],
    ['the connection is closed', 'closed', 'error', true, {}, ({ ws }) => ws.close()],
    ['the connection is destroyed', 'destroyed', 'error', true, {}, ({ ws }) => ws.destroy()],
    [
      'it is lost too often',
      'connection-lost',
      'error',
      true,
      { retry: { attempts: 0 } },
      (far) => far.socket.server.drop(),
    ],
  ])('when %s', async (_name, code, textStatus, sent, options, act) => {
    vi.useFakeTimers();
    const far = requesting();
    const told = callbacks();
    const promise = far.model.save(null, { ...told, ...options });
    act(far);
    await expect(promise).rejects.toMatchObject({ name: 'WSError', code, sent });
    const resp = expect.objectContaining({ code });
    expect(told.error.mock.calls).toEqual([[far.model, resp, expect.objectContaining({ textStatus })]]);
    expect(told.complete.mock.calls).toEqual([[promise, textStatus]]);
  });

  it.each<[string, string, WSOptions<any, 'ws'>, object, (ws: any) => unknown]>([
    ['it may not wait', 'not-open', {}, { offline: 'fail' }, () => {}],
    ['nothing may wait', 'not-open', { outbox: false }, {}, () => {}],
    ['there is no room', 'outbox-full', { outbox: { limit: 0 } }, {}, () => {}],
    [
      'a newer message takes its place',
      'dropped',
      { outbox: { limit: 1, overflow: 'drop-oldest' } },
      {},
      (ws) => ws.send('x'),
    ],
    ['it has waited too long', 'timeout', {}, { timeoutMs: 50 }, () => vi.advanceTimersByTime(51)],
    ['the connection is closed', 'closed', {}, {}, (ws) => ws.close()],
    ['the connection is destroyed', 'destroyed', {}, {}, (ws) => ws.destroy()],
  ])('while it is not open and %s', async (_name, code, options, call, act) => {
    vi.useFakeTimers();
    const { ws, model } = requesting({ id: 1 }, options, false);
    const told = callbacks();
    const promise = model.save(null, { ...told, ...call });
    act(ws);
    expect(told.error).not.toHaveBeenCalled();
    await expect(promise).rejects.toMatchObject({ code, sent: false });
    expect(told.error).toHaveBeenCalledTimes(1);
  });

  it('when it cannot be encoded', async () => {
    const { model } = requesting();
    const error = vi.fn();
    await expect(model.save({ price: 1n }, { error })).rejects.toMatchObject({ code: 'bad-message' });
    expect(error).toHaveBeenCalledTimes(1);
  });

  it('and nobody has to handle that', async () => {
    const unhandled = countUnhandled();
    const { ws, model } = requesting();
    model.save();
    model.fetch();
    ws.destroy();
    expect(await unhandled()).toBe(0);
  });
});

describe('while the connection is not open', () => {
  it('saving waits, and is sent when it opens', async () => {
    const { model, socket, sent, reply } = requesting({ id: 1 }, {}, false);
    const promise = model.save({ price: 8 });
    socket.server.accept();
    expect(sent()).toHaveLength(1);
    reply({ price: 9 });
    expect(await endOf(promise)).toEqual({ price: 9 });
  });

  it('what is saved with retry is sent again, with the same id, when the connection was lost', async () => {
    vi.useFakeTimers();
    const { model, socket, sent, reply, FakeWebSocket } = requesting();
    const promise = model.save(null, { retry: true });
    const [first] = sent();
    socket.server.drop();
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.accept();
    expect(sent()).toEqual([first]);
    reply({ price: 9 });
    await promise;
    expect(model.get('price')).toBe(9);
  });
});

describe('a callback that throws', () => {
  it.each(['success', 'error', 'complete'])(
    'from %s is told to the error event, and the rest goes on',
    async (name) => {
      const { ws, model, reply, refuse } = requesting();
      const broken = new Error('a broken callback');
      const failed = vi.fn();
      ws.on('ws:error', failed);
      const told = { ...callbacks(), [name]: vi.fn().mockThrow(broken) };
      const promise = model.save(null, told);
      if (name === 'error') refuse();
      else reply({ price: 9 });
      expect(await endOf(promise)).toEqual(name === 'error' ? 'remote' : { price: 9 });
      expect(failed.mock.calls).toEqual([[broken, true]]);
      expect(told.complete).toHaveBeenCalledTimes(1);
      model.save();
      await flush();
      reply();
    },
  );

  it('from a handler of the sync event is told as well', async () => {
    const { ws, model, reply } = requesting();
    const failed = vi.fn();
    ws.on('ws:error', failed);
    model.on('sync', () => {
      throw new Error('a broken handler');
    });
    const promise = model.save();
    reply({ price: 9 });
    expect(await endOf(promise)).toEqual({ price: 9 });
    expect(failed).toHaveBeenCalledTimes(1);
  });
});

it('callbacks are called on the context of the options', async () => {
  const { model, reply } = requesting();
  const context = { name: 'context' };
  const told = { ...callbacks(), beforeSend: vi.fn() };
  const promise = model.fetch({ ...told, context });
  reply({});
  await promise;
  for (const { mock } of [told.beforeSend, told.success, told.complete]) expect(mock.contexts).toEqual([context]);
});
