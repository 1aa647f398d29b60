import { describe, expect, it, vi } from 'vitest';
import { flush } from '../support/until.js';
import { endOf, requesting, requestingList } from './requesting.js';

describe('writes of one model', () => {
  it('go one after the other, each when the one before has its reply', async () => {
    const { model, asked, reply } = requesting({ id: 1 });
    const ends: string[] = [];
    model.save({ n: 1 }).then(() => ends.push('first'));
    model.save({ n: 2 }, { patch: true }).then(() => ends.push('second'));
    model.destroy().then(() => ends.push('third'));
    expect(asked()).toEqual([['update', { id: 1, n: 1 }]]);
    reply();
    await flush();
    expect([asked().at(-1), ends]).toEqual([['patch', { id: 1, n: 2 }], ['first']]);
    reply();
    await flush();
    expect([asked().at(-1), ends]).toEqual([
      ['delete', { id: 1 }],
      ['first', 'second'],
    ]);
    reply();
    await flush();
    expect(ends).toEqual(['first', 'second', 'third']);
  });

  it('tell request at once, and send what was there at the call', async () => {
    const { model, asked, reply } = requesting({ id: 1 });
    const request = vi.fn();
    model.on('request', request);
    model.save({ n: 1 });
    model.save({ n: 2 });
    model.set({ n: 3 });
    expect(request).toHaveBeenCalledTimes(2);
    reply();
    await flush();
    expect(asked()).toEqual([
      ['update', { id: 1, n: 1 }],
      ['update', { id: 1, n: 2 }],
    ]);
  });

  it('go on when one of them has failed', async () => {
    const { model, asked, reply, refuse } = requesting({ id: 1 });
    const ends = [model.save({ n: 1 }), model.save({ n: 2 })].map(endOf);
    refuse();
    await flush();
    reply();
    expect(await Promise.all(ends)).toEqual(['remote', 'waiting']);
    expect(asked()).toHaveLength(2);
  });

  it('go on when one of them is late', async () => {
    vi.useFakeTimers();
    const { model, asked } = requesting({ id: 1 });
    model.save({ n: 1 }, { timeoutMs: 50 });
    model.save({ n: 2 });
    await vi.advanceTimersByTimeAsync(51);
    vi.useRealTimers();
    expect(asked().map(([, { n }]) => n)).toEqual([1, 2]);
  });

  it('go on when one of them was lost with the connection, as soon as it is open again', async () => {
    vi.useFakeTimers();
    const { model, socket, asked, FakeWebSocket } = requesting({ id: 1 });
    const lost = model.save({ n: 1 });
    const kept = model.save({ n: 2 });
    socket.server.drop();
    expect(await endOf(lost)).toBe('connection-lost');
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.accept();
    vi.useRealTimers();
    expect([await endOf(kept), asked()]).toEqual(['waiting', [['update', { id: 1, n: 2 }]]]);
  });

  it('start at once again when all have ended', async () => {
    const { model, asked, reply } = requesting({ id: 1 });
    for (const n of [1, 2, 3]) {
      const promise = model.save({ n });
      expect(asked()).toHaveLength(n);
      reply();
      await promise;
    }
  });

  it('do not wait for those of another model, nor for a fetch', () => {
    const { list, asked } = requestingList([{ id: 1 }, { id: 2 }]);
    for (const model of list.models) {
      model.save();
      model.fetch();
    }
    list.fetch();
    expect(asked().map(([type]) => type)).toEqual(['update', 'read', 'update', 'read', 'read']);
  });

  it('end all with the connection’s close(), and none is sent when it opens again', async () => {
    const { ws, model, sent, FakeWebSocket } = requesting({ id: 1 });
    const [first, second] = [model.save({ n: 1 }), model.save({ n: 2 })];
    ws.close();
    await expect(first).rejects.toMatchObject({ code: 'closed', sent: true });
    await expect(second).rejects.toMatchObject({ code: 'closed', sent: false });
    ws.open();
    FakeWebSocket.last.server.accept();
    expect(sent()).toEqual([]);
  });

  it('end all with its destroy()', async () => {
    const { ws, model } = requesting({ id: 1 });
    const ends = [1, 2, 3].map((n) => endOf(model.save({ n })));
    ws.destroy();
    expect(await Promise.all(ends)).toEqual(['destroyed', 'destroyed', 'destroyed']);
  });

  it('that are asked for in a callback of the last one are sent', async () => {
    const { model, asked, reply } = requesting({ id: 1 });
    model.save({ n: 1 }, { success: () => model.save({ n: 2 }) });
    reply();
    await flush();
    expect(asked()).toHaveLength(2);
  });

  it('that are asked for in a callback go after those that wait', async () => {
    const { model, asked, reply } = requesting({ id: 1 });
    model.save({ n: 1 }, { success: () => model.save({ n: 3 }) });
    model.save({ n: 2 });
    for (const _ of [1, 2, 3]) {
      reply();
      await flush();
    }
    expect(asked().map(([, { n }]) => n)).toEqual([1, 2, 3]);
  });
});

describe('a create that has waited for another', () => {
  it('becomes an update with the new id', async () => {
    const { model, asked, reply } = requesting({ price: 7 });
    model.save();
    model.save({ price: 8 });
    reply({ id: 5 });
    await flush();
    expect(asked()).toEqual([
      ['create', { price: 7 }],
      ['update', { id: 5, price: 8 }],
    ]);
  });

  it('stays one when the first has failed', async () => {
    const { model, asked, refuse } = requesting({ price: 7 });
    model.save();
    model.save({ price: 8 });
    refuse();
    await flush();
    expect(asked().at(-1)).toEqual(['create', { price: 8 }]);
  });

  it('is of the type that the map or the function gives an update', async () => {
    for (const sync of [
      { create: 'add', update: 'change' },
      (method: string) => ({ type: method === 'create' ? 'add' : 'change' }),
    ]) {
      const { model, asked, reply } = requesting({ price: 7 }, { sync });
      model.save();
      model.save();
      reply({ id: 5 });
      await flush();
      expect(asked().map(([type]) => type)).toEqual(['add', 'change']);
    }
  });

  it('keeps its type where the map names none for an update, and data that has no place for an id', async () => {
    const { model, asked, reply } = requesting({ price: 7 }, { sync: { create: 'add' } });
    model.save();
    model.save(null, { data: ['a list'] });
    reply({ id: 5 });
    await flush();
    expect(asked().at(-1)).toEqual(['add', ['a list']]);
  });
});

describe('abort() of a write that waits', () => {
  it('ends it at once, and it is never sent', async () => {
    const { model, asked, reply } = requesting({ id: 1 });
    model.save({ n: 1 });
    const [second, third] = [model.save({ n: 2 }), model.save({ n: 3 })];
    const error = vi.fn();
    model.on('error', error);
    second.abort();
    expect(error).toHaveBeenCalledTimes(1);
    await expect(second).rejects.toMatchObject({ code: 'aborted', sent: false });
    reply();
    await flush();
    reply();
    await third;
    expect(asked().map(([, { n }]) => n)).toEqual([1, 3]);
  });

  it('of all that wait leaves nothing to be sent', async () => {
    const { model, asked, reply } = requesting({ id: 1 });
    const [, ...waiting] = [1, 2, 3].map((n) => model.save({ n }));
    for (const promise of waiting) promise.abort();
    reply();
    await flush();
    model.save({ n: 4 });
    expect(asked().map(([, { n }]) => n)).toEqual([1, 4]);
  });

  it('lets the next one go when the one under way is aborted', async () => {
    const { model, asked } = requesting({ id: 1 });
    const first = model.save({ n: 1 });
    model.save({ n: 2 });
    first.abort();
    await flush();
    expect(asked().map(([, { n }]) => n)).toEqual([1, 2]);
  });
});
