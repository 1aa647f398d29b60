import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { visit, visitOpen } from './page.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the option reopen', () => {
  it('is on by default', () => {
    const { ws, sockets, accept, drop } = visitOpen();
    drop();
    expect(ws.isOpen).toBe(false);
    vi.advanceTimersByTime(3000);
    expect(sockets.sockets).toHaveLength(2);
    accept();
    expect(ws.isOpen).toBe(true);
  });

  it('also follows a clean close by the server', () => {
    const { sockets } = visitOpen();
    sockets.last.server.close(1001);
    vi.advanceTimersByTime(3000);
    expect(sockets.sockets).toHaveLength(2);
  });

  it('leaves a closed connection closed when it is off, and says nothing of retries', () => {
    const { ws, sockets, drop } = visitOpen({ reopen: false });
    const noretries = vi.fn();
    ws.on('ws:noretries', noretries);
    drop();
    vi.advanceTimersByTime(60_000);
    expect(sockets.sockets).toHaveLength(1);
    expect(noretries).not.toHaveBeenCalled();
  });
});

describe('the option reopenTimeout', () => {
  it.each([
    ['3000 by default', {}, 3000],
    ['what it says', { reopenTimeout: 250 }, 250],
  ])('is the milliseconds before the next attempt: %s', (_what, options, delayMs) => {
    const { sockets, drop } = visitOpen(options);
    drop();
    vi.advanceTimersByTime(delayMs - 1);
    expect(sockets.sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sockets.sockets).toHaveLength(2);
  });
});

describe('the option retries', () => {
  /** Lets attempt after attempt fail, until there is no other. */
  function refuseAll({ sockets, ws }: ReturnType<typeof visit<'ws'>>): number[] {
    const left = [ws.retries];
    for (let made = 0; sockets.sockets.length > made && made < 20; ) {
      made = sockets.sockets.length;
      sockets.last.server.refuse();
      left.push(ws.retries);
      vi.advanceTimersByTime(3000);
    }
    return left;
  }

  it.each([
    ['3 by default', {}, 3],
    ['1', { retries: 1 }, 1],
    ['none', { retries: 0 }, 0],
  ])('is the attempts in a row before noretries: %s', (_what, options, count) => {
    const page = visit(options);
    const noretries = vi.fn();
    page.ws.on('ws:noretries', noretries);
    refuseAll(page);
    expect(page.sockets.sockets).toHaveLength(1 + count);
    expect(noretries).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ type: 'close', code: 1006 }));
  });

  it('counts down in the field retries', () => {
    expect(refuseAll(visit({ retries: 2 }))).toEqual([2, 1, 0, 0]);
  });

  it('is counted anew once a connection was opened', () => {
    const { ws, sockets, accept, drop } = visit({ retries: 2 });
    sockets.last.server.refuse();
    vi.advanceTimersByTime(3000);
    expect(ws.retries).toBe(1);
    accept();
    expect(ws.retries).toBe(2);
    vi.advanceTimersByTime(60_000);
    drop();
    expect(ws.retries).toBe(1);
  });
});

describe('the field retries', () => {
  it('ends the attempts when 0 is assigned', () => {
    const { ws, sockets, drop } = visit({ retries: 5 });
    const noretries = vi.fn();
    ws.bind(new Backbone.Model(), {
      'ws:open': () => {
        ws.retries = 0;
      },
      'ws:noretries': noretries,
    });
    sockets.last.server.accept();
    drop();
    vi.advanceTimersByTime(60_000);
    expect(sockets.sockets).toHaveLength(1);
    expect(noretries).toHaveBeenCalledOnce();
  });

  it('allows more attempts when more is assigned', () => {
    const { ws, sockets } = visit({ retries: 0 });
    ws.retries = 1;
    sockets.last.server.refuse();
    vi.advanceTimersByTime(3000);
    expect(sockets.sockets).toHaveLength(2);
  });
});

describe('open()', () => {
  it('opens again what has run out of retries', async () => {
    const { ws, sockets, accept } = visit({ retries: 0 });
    sockets.last.server.refuse();
    ws.open();
    expect(sockets.sockets).toHaveLength(2);
    accept();
    await expect(ws.ready).resolves.toBe(ws);
    expect(ws.isOpen).toBe(true);
  });

  it('opens again what was destroyed', () => {
    const { ws, sockets, accept } = visitOpen();
    ws.destroy();
    ws.open();
    expect(sockets.sockets).toHaveLength(2);
    accept();
    expect(ws.isOpen).toBe(true);
  });
});

describe('ready', () => {
  /** What a promise is at this moment. */
  const now = (promise: Promise<unknown>) => Promise.race([promise, Promise.resolve('pending')]);

  it('is fulfilled with the connection when it opens, before the open event', async () => {
    const { ws, accept } = visit();
    await expect(now(ws.ready)).resolves.toBe('pending');
    let found: unknown;
    ws.on('ws:open', () => {
      found = now(ws.ready);
    });
    accept();
    await expect(found).resolves.toBe(ws);
  });

  it('is rejected when the connection cannot be established, before the error event', async () => {
    const { ws, sockets } = visit({ reopen: false });
    let found: unknown;
    ws.on('ws:error', () => {
      found = now(ws.ready);
    });
    sockets.last.server.refuse();
    await expect(found).rejects.toMatchObject({ code: 'connect-failed' });
  });

  it('is a new promise for every attempt', async () => {
    const { ws, sockets, accept } = visit();
    const first = ws.ready;
    sockets.last.server.refuse();
    await expect(first).rejects.toThrow();
    vi.advanceTimersByTime(3000);
    accept();
    expect(ws.ready).not.toBe(first);
    await expect(ws.ready).resolves.toBe(ws);
  });
});
