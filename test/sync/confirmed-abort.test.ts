import { describe, expect, it, vi } from 'vitest';
import { recorded } from '../support/resources.js';
import { flush } from '../support/until.js';
import { callbacks, endOf, requesting, requestingList } from './requesting.js';

describe('abort()', () => {
  it('ends it with all callbacks before it returns, once', async () => {
    const { ws, model, reply } = requesting();
    const message = vi.fn();
    ws.on('ws:message', message);
    const told = callbacks();
    const promise = model.save({ price: 8 }, { ...told, wait: true });
    promise.abort('enough');
    const resp = expect.objectContaining({ code: 'aborted', cause: 'enough', sent: true });
    const options = expect.objectContaining({ textStatus: 'abort', errorThrown: resp });
    expect(told.error.mock.calls).toEqual([[model, resp, options]]);
    expect(told.complete.mock.calls).toEqual([[promise, 'abort']]);
    promise.abort();
    expect(await endOf(promise)).toBe('aborted');
    reply({ price: 9 });
    await flush();
    expect([told.error.mock.calls.length, told.complete.mock.calls.length]).toEqual([1, 1]);
    expect(model.get('price')).toBe(7);
    expect(message).toHaveBeenCalledTimes(1);
  });

  it('does nothing when it has ended', async () => {
    const { model, reply } = requesting();
    const told = callbacks();
    const promise = model.save(null, told);
    reply({ price: 9 });
    await promise;
    promise.abort();
    expect(await endOf(promise)).toEqual({ price: 9 });
    expect(told.error).not.toHaveBeenCalled();
  });

  it('is called from options.xhr and from the request event too', async () => {
    const { model } = requesting();
    model.once('request', (_: unknown, xhr: any) => xhr.abort());
    expect(await endOf(model.save())).toBe('aborted');
    model.once('request', (_: unknown, __: unknown, options: any) => options.xhr.abort());
    expect(await endOf(model.fetch())).toBe('aborted');
  });

  it('says that it was not sent, and keeps it from being sent, while it waits for the connection', async () => {
    const { model, socket, sent } = requesting({ id: 1 }, {}, false);
    const promise = model.save();
    promise.abort();
    await expect(promise).rejects.toMatchObject({ code: 'aborted', sent: false });
    socket.server.accept();
    expect(sent()).toEqual([]);
  });

  it('says that it may have been sent while it waits to be sent again', async () => {
    const { model, socket } = requesting();
    const promise = model.save(null, { retry: true });
    socket.server.drop();
    promise.abort();
    await expect(promise).rejects.toMatchObject({ code: 'aborted', sent: true });
  });

  it('says that it was sent, when the connection has just been lost', async () => {
    const { ws, model, socket } = requesting();
    const promise = model.save();
    ws.on('ws:close', () => promise.abort());
    socket.server.drop();
    await expect(promise).rejects.toMatchObject({ code: 'aborted', sent: true });
  });

  it('in an error handler does not come round to it again', async () => {
    const { model } = requesting();
    const promise = model.fetch({ error: () => promise.abort() });
    promise.abort();
    expect(await endOf(promise)).toBe('aborted');
  });

  it('of a collection’s fetch', async () => {
    const { list } = requestingList();
    const events = recorded(list as any);
    list.fetch().abort();
    expect(events.map(([name]) => name)).toEqual(['request', 'error']);
  });
});

describe('a signal', () => {
  it('aborts it with its reason', async () => {
    const { model } = requesting();
    const controller = new AbortController();
    const error = vi.fn();
    const promise = model.save(null, { signal: controller.signal, error });
    controller.abort('enough');
    expect(error).toHaveBeenCalledTimes(1);
    await expect(promise).rejects.toMatchObject({ code: 'aborted', cause: 'enough', sent: true });
  });

  it('that has aborted keeps it from being sent, and is told after the call', async () => {
    const { model, sent } = requesting();
    const events = recorded(model);
    const told = callbacks();
    const promise = model.save(null, { signal: AbortSignal.abort('before'), ...told });
    expect(told.error).not.toHaveBeenCalled();
    await expect(promise).rejects.toMatchObject({ code: 'aborted', cause: 'before', sent: false });
    expect(events.map(([name]) => name)).toEqual(['request', 'error']);
    expect(sent()).toEqual([]);
  });

  it.each<[string, (far: any, promise: any) => unknown]>([
    ['a reply', ({ reply }) => reply({})],
    ['an error', ({ refuse }) => refuse()],
    ['an abort', (_, promise) => promise.abort()],
  ])('is not listened to after %s', async (_name, end) => {
    const far = requesting();
    const { signal } = new AbortController();
    const [add, remove] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')];
    const promise = far.model.save(null, { signal });
    end(far, promise);
    await endOf(promise);
    expect([add.mock.calls.length, remove.mock.calls.length]).toEqual([1, 1]);
    expect(remove.mock.calls[0]).toEqual(add.mock.calls[0]);
  });
});

describe('beforeSend', () => {
  it('runs before anything is sent, with the promise and the options', async () => {
    const { model, sent } = requesting();
    const seen: unknown[] = [];
    const promise = model.save(null, {
      beforeSend(...args: unknown[]) {
        seen.push(this, ...args, sent().length);
      },
    });
    const options = expect.objectContaining({ xhr: promise });
    expect(seen).toEqual([options, promise, options, 0]);
    expect(sent()).toHaveLength(1);
  });

  it.each<[string, (xhr: any) => unknown]>([
    ['returns false', () => false],
    ['aborts', (xhr) => xhr.abort()],
  ])('cancels it when it %s: nothing is sent and no callback told', async (_name, beforeSend) => {
    const { model, sent } = requesting();
    const events = recorded(model);
    const told = callbacks();
    const promise = model.save(null, { ...told, beforeSend });
    expect(await endOf(promise)).toBe('aborted');
    expect(events.map(([name]) => name)).toEqual(['request']);
    expect([sent(), told.error.mock.calls, told.complete.mock.calls]).toEqual([[], [], []]);
  });

  it('passes on what it throws', () => {
    const { model, sent } = requesting();
    const beforeSend = () => {
      throw new Error('not now');
    };
    expect(() => model.save(null, { beforeSend })).toThrow('not now');
    expect(sent()).toEqual([]);
  });
});
