import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WSOptions } from '../../types/options.js';
import type { LifecycleOptions } from '../../types/resilience.js';
import { createLife } from './life.js';
import { connected, connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An open connection in a page that the test plays. */
function onPage(options: WSOptions = {}, lifecycle: LifecycleOptions = {}) {
  const life = createLife();
  const connection = connected({ lifecycle: { source: life.source, ...lifecycle }, ...options });
  const count = () => connection.FakeWebSocket.sockets.length;
  return { ...connection, ...life, count };
}

const lost = (options?: WSOptions, lifecycle?: LifecycleOptions) => {
  const page = onPage(options, lifecycle);
  page.server.drop({ error: false });
  return page;
};

describe('offline', () => {
  it('an attempt is not made; back online, it is made at once', () => {
    const { tell, count, trace, ws } = lost();
    tell('offline');
    vi.advanceTimersByTime(1_000_000);
    expect([count(), ws.state, vi.getTimerCount()]).toEqual([1, 'waiting', 0]);
    tell('online');
    expect([count(), ws.state]).toEqual([2, 'connecting']);
    expect(trace).toEqual(['close 1006', 'reopening 1 in 3000']);
  });

  it('a lost connection tells that the next attempt has no time yet', () => {
    const { server, tell, trace, ws } = onPage();
    tell('offline');
    server.drop({ error: false });
    expect(trace).toEqual(['close 1006', 'reopening 1 in Infinity']);
    expect([ws.state, vi.getTimerCount()]).toEqual(['waiting', 0]);
  });

  it('a connection that is open stays: the browser may be wrong', () => {
    const { tell, trace, ws } = onPage();
    tell('offline', 'online');
    expect([trace, ws.isOpen]).toEqual([[], true]);
  });

  it('open() makes an attempt all the same, and the next one waits', () => {
    const { tell, FakeWebSocket, trace, ws, count } = lost();
    tell('offline');
    ws.open();
    expect(count()).toBe(2);
    FakeWebSocket.last.server.refuse();
    expect(trace.at(-1)).toBe('reopening 2 in Infinity');
  });

  it('from the start, the first attempt is made, and the next one waits', () => {
    const life = createLife('offline');
    const { FakeWebSocket, trace } = connecting({ lifecycle: { source: life.source } });
    FakeWebSocket.last.server.refuse();
    expect(trace.at(-1)).toBe('reopening 1 in Infinity');
    life.tell('online');
    expect(FakeWebSocket.sockets).toHaveLength(2);
  });

  it('an attempt that fails after the return has its delay', () => {
    const { tell, FakeWebSocket, trace, ws } = lost();
    tell('offline', 'online');
    FakeWebSocket.last.server.refuse();
    expect(trace.at(-1)).toBe('reopening 2 in 3000');
    ws.destroy();
  });

  it('is not needed for an online to be news', () => {
    const { tell, count } = lost();
    tell('online');
    expect(count()).toBe(2);
  });

  it('costs one of the retries, however often it comes and goes', () => {
    const { tell, ws } = lost({ retries: 3 });
    for (let n = 0; n < 5; n++) tell('offline', 'offline');
    tell('online', 'online');
    expect(ws.retries).toBe(2);
  });
});

describe('hidden', () => {
  it('for less than hiddenMs changes nothing', () => {
    const { tell, count } = lost({ reopenTimeout: 200_000 });
    tell('hidden');
    vi.advanceTimersByTime(100_000);
    // The delay is there for the server's sake, and goes on.
    tell('visible');
    expect(count()).toBe(1);
    vi.advanceTimersByTime(100_000);
    expect(count()).toBe(2);
  });

  it('for hiddenMs, 5 minutes by default, stops the attempts; when it is seen again one is made at once', () => {
    const { tell, count, trace } = lost({ reopenTimeout: 300_001 });
    tell('hidden');
    vi.advanceTimersByTime(1_000_000);
    expect([count(), trace.at(-1)]).toEqual([1, 'reopening 1 in 300001']);
    tell('visible');
    expect(count()).toBe(2);
  });

  it('counts from the last time that it was hidden', () => {
    const { tell, count } = lost({ reopenTimeout: 150 }, { hiddenMs: 100 });
    tell('hidden');
    vi.advanceTimersByTime(99);
    tell('visible', 'hidden');
    vi.advanceTimersByTime(51);
    expect(count()).toBe(2);
  });

  it('twice, and seen again, is not hidden any more', () => {
    const { server, tell, trace, ws } = onPage({}, { hiddenMs: 100 });
    tell('hidden', 'hidden', 'visible');
    vi.advanceTimersByTime(1000);
    server.drop({ error: false });
    expect(trace.at(-1)).toBe('reopening 1 in 3000');
    ws.destroy();
  });

  it('stops the attempt that is waited for already, and those that would follow', () => {
    const { tell, count, FakeWebSocket, trace } = lost({ reopenTimeout: 60 }, { hiddenMs: 100 });
    tell('hidden');
    vi.advanceTimersByTime(100);
    FakeWebSocket.last.server.refuse();
    expect([count(), trace.at(-1)]).toEqual([2, 'reopening 2 in Infinity']);
  });

  it.each([Infinity, 2 ** 31])('for ever is no reason where hiddenMs is %s', (hiddenMs) => {
    const { tell, count, ws } = lost({}, { hiddenMs });
    tell('hidden');
    vi.advanceTimersByTime(3000);
    expect(count()).toBe(2);
    ws.destroy();
  });

  it('and offline, both must be over', () => {
    for (const [first, second] of [['visible', 'online'] as const, ['online', 'visible'] as const]) {
      const { tell, count } = lost({}, { hiddenMs: 10 });
      tell('hidden', 'offline');
      vi.advanceTimersByTime(10);
      tell(first);
      expect(count()).toBe(1);
      tell(second);
      expect(count()).toBe(2);
    }
  });
});

describe('a page that is put away', () => {
  it('has no socket, and is connected again when it is back', async () => {
    const { tell, socket, FakeWebSocket, trace, ws } = onPage();
    tell('suspend');
    expect(socket.readyState).toBe(2);
    expect(ws).toMatchObject({ state: 'waiting', socket: null });
    vi.advanceTimersByTime(1_000_000);
    expect([FakeWebSocket.sockets.length, vi.getTimerCount()]).toEqual([1, 0]);
    tell('resume');
    FakeWebSocket.last.server.accept();
    expect(trace).toEqual(['close 1001 suspended', 'reopening 1 in Infinity', 'open again']);
  });

  it('and is put away once more by the next event has one socket on return', () => {
    const { tell, count, trace } = onPage();
    tell('suspend', 'suspend', 'resume', 'resume');
    expect([count(), trace.filter((line) => line.startsWith('close'))]).toEqual([2, ['close 1001 suspended']]);
  });

  it('costs no retry, nor is anybody asked whether to come back', () => {
    const shouldReopen = vi.fn(() => false);
    const { tell, count, FakeWebSocket, trace, ws } = onPage({ retries: 0, shouldReopen });
    for (let n = 1; n <= 5; n++) {
      tell('suspend', 'resume');
      expect(count()).toBe(1 + n);
      if (n % 2) FakeWebSocket.last.server.accept();
    }
    expect([shouldReopen.mock.calls, ws.retries]).toEqual([[], 0]);
    expect(trace.some((line) => line.startsWith('noretries'))).toBe(false);
  });

  it.each([
    ['url', { url: () => new Promise<string>(() => {}) }, 0],
    ['handshake', {}, 1],
  ])('while it was connecting (%s) begins that anew', async (_, far, before) => {
    const life = createLife();
    const { FakeWebSocket, trace, ws } = connecting({ lifecycle: { source: life.source }, retries: 0 }, far);
    life.tell('suspend');
    expect(trace).toEqual(['close 1001 suspended', 'reopening 1 in Infinity']);
    expect(FakeWebSocket.live).toEqual([]);
    life.tell('resume');
    expect([ws.state, FakeWebSocket.sockets.length]).toEqual(['connecting', before * 2]);
    ws.destroy();
  });

  it('while it waited for an attempt makes it on return', () => {
    const { tell, count, trace } = lost();
    tell('suspend');
    vi.advanceTimersByTime(1_000_000);
    expect([count(), trace.length]).toEqual([1, 2]);
    tell('resume');
    expect(count()).toBe(2);
  });

  it('without reopen stays closed, as after any close', () => {
    const { tell, count, followers, trace } = onPage({ reopen: false });
    tell('suspend', 'resume');
    expect([trace, count(), followers()]).toEqual([['close 1001 suspended'], 1, 0]);
  });

  it('is not what a first pageshow tells of', () => {
    const { tell, count, trace, server, socket, ws } = onPage({ heartbeat: true });
    tell('resume');
    expect(socket.sent).toEqual([]);
    server.drop({ error: false });
    tell('resume');
    expect([count(), trace.length]).toEqual([1, 2]);
    ws.destroy();
  });
});
