import { describe, expect, it, vi } from 'vitest';
import type { WSOptions } from '../../src/index.js';
import { flush } from '../support/until.js';
import { saving } from './saving.js';

describe('while the connection is not open', () => {
  it('saving waits, and is done when it opens', async () => {
    const { model, socket, sent } = saving({ id: 1 }, {}, false);
    const [success, request, done] = [vi.fn(), vi.fn(), vi.fn()];
    model.on('request', request);
    model.save({ price: 8 }, { success }).then(done);
    await flush();
    expect(request).toHaveBeenCalledTimes(1);
    expect([success.mock.calls.length, done.mock.calls.length]).toEqual([0, 0]);
    socket.server.accept();
    await flush();
    expect(sent()).toEqual([{ id: 1, price: 8, method: 'update' }]);
    expect([success.mock.calls.length, done.mock.calls.length]).toEqual([1, 1]);
  });

  it.each<[string, string, WSOptions<any, 'ws'>, (ws: any) => unknown]>([
    ['the connection is destroyed', 'dropped', {}, (ws) => ws.destroy()],
    ['it has waited too long', 'dropped', { outbox: { ttlMs: 100 } }, () => vi.advanceTimersByTime(100)],
    ['a newer one takes its place', 'dropped', { outbox: { limit: 1, overflow: 'drop-oldest' } }, (ws) => ws.send('x')],
    ['there is no room', 'dropped', { outbox: { limit: 0, overflow: 'drop-newest' } }, () => {}],
    ['there is no room and that is an error', 'outbox-full', { outbox: { limit: 0 } }, () => {}],
    ['nothing may wait', 'not-open', { outbox: false }, () => {}],
  ])('saving fails with a code when %s', async (_name, code, options, giveUp) => {
    vi.useFakeTimers();
    const { ws, model } = saving({ id: 1 }, options, false);
    const [success, error, failed] = [vi.fn(), vi.fn(), vi.fn()];
    model.on('error', failed);
    const promise = model.save(null, { success, error });
    const rejected = expect(promise).rejects.toMatchObject({ name: 'WSError', code });
    giveUp(ws);
    expect(error).not.toHaveBeenCalled();
    await rejected;
    await flush();
    const told = [model, expect.objectContaining({ code }), expect.anything()];
    expect([error.mock.calls, failed.mock.calls]).toEqual([[told], [told]]);
    expect(success).not.toHaveBeenCalled();
    vi.useRealTimers();
  });

  it('a failure that nobody handles is not reported', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const { ws, model } = saving({ id: 1 }, {}, false);
    const promise = model.save();
    ws.destroy();
    await flush();
    await flush();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    await expect(promise).rejects.toMatchObject({ code: 'dropped' });
  });
});
