import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { delaysIn, say } from './far.js';
import { createLife } from './life.js';
import { connected } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const LONGEST_MS = 2 ** 31 - 1;

const byReason = {
  close: ({ reason }: { reason: string }) => (reason ? JSON.parse(reason).retryAfter : undefined),
};
const byMessage = { message: (data: any, type: string | undefined) => (type === 'maintenance' ? data.ms : undefined) };
const settings = { reopenTimeout: 100 };

describe('retryAfter by the close', () => {
  it('is what the server asks for, and the own delay on top', () => {
    const { server, trace } = connected({ ...settings, retryAfter: byReason });
    server.close(1013, '{"retryAfter":60000}');
    expect(delaysIn(trace)).toEqual([60_100]);
  });

  it('does not bring all clients back at the same time', () => {
    const delays = [0, 0.25, 0.999].map((random) => {
      const { server, trace } = connected({ backoff: { baseMs: 2000 }, random: () => random, retryAfter: byReason });
      server.close(1013, '{"retryAfter":60000}');
      return delaysIn(trace)[0];
    });
    expect(delays).toEqual([60_000, 60_500, 61_998]);
  });

  it('counts for one attempt: what follows has its own delay', () => {
    const { FakeWebSocket, server, trace } = connected({ ...settings, retryAfter: byReason });
    server.close(1013, '{"retryAfter":60000}');
    vi.advanceTimersByTime(60_100);
    FakeWebSocket.last.server.refuse();
    expect(delaysIn(trace)).toEqual([60_100, 100]);
  });

  it.each([0, -5, null, 'soon', '5000', Number.NaN, {}])('of %o is none', (value) => {
    const { server, trace } = connected({ ...settings, retryAfter: { close: () => value as number } });
    server.close(1013);
    expect(delaysIn(trace)).toEqual([100]);
  });

  it('is at most what a timer holds', () => {
    const { server, trace } = connected({ ...settings, retryAfter: { close: () => Infinity } });
    server.close(1013);
    expect(delaysIn(trace)).toEqual([LONGEST_MS]);
  });

  it('that throws is told, and the own delay holds', () => {
    const { server, trace } = connected({ ...settings, retryAfter: byReason });
    server.close(1013, 'later');
    expect(trace).toEqual(['close 1013 later', expect.stringMatching(/^error .*JSON/), 'reopening 1 in 100']);
  });
});

describe('retryAfter by a message', () => {
  it('is what the server asks for before the next close, and the message is delivered', () => {
    const { server, socket, trace } = connected({ ...settings, retryAfter: byMessage });
    say(socket, 'maintenance', { ms: 30_000 });
    server.drop({ error: false });
    expect(trace).toEqual(['message maintenance {"ms":30000}', 'close 1006', 'reopening 1 in 30100']);
  });

  it('is the last one that said something', () => {
    const { server, socket, trace } = connected({ ...settings, retryAfter: byMessage });
    for (const ms of [1000, 2000, undefined]) say(socket, 'maintenance', { ms });
    say(socket, 'other');
    server.drop();
    expect(delaysIn(trace)).toEqual([2100]);
  });

  it('is forgotten with the next connection', () => {
    const { ws, socket, FakeWebSocket, trace } = connected({ ...settings, retryAfter: byMessage });
    say(socket, 'maintenance', { ms: 30_000 });
    ws.close();
    ws.open();
    FakeWebSocket.last.server.accept();
    FakeWebSocket.last.server.drop();
    expect(delaysIn(trace)).toEqual([100]);
  });

  it('gives way to what the close asks for', () => {
    const { server, socket, trace } = connected({ ...settings, retryAfter: { ...byReason, ...byMessage } });
    say(socket, 'maintenance', { ms: 30_000 });
    server.close(1013, '{"retryAfter":500}');
    expect(delaysIn(trace)).toEqual([600]);
  });

  it('that throws is told, and the message is delivered', () => {
    const message = () => {
      throw new Error('no idea');
    };
    const { socket, trace } = connected({ ...settings, retryAfter: { message } });
    say(socket, 'x', 1);
    expect(trace).toEqual(['error no idea while open', 'message x 1']);
  });
});

describe('what a server asks for', () => {
  it('holds when the page comes back before: no attempt until then', () => {
    const life = createLife();
    const { server, FakeWebSocket } = connected({
      ...settings,
      retryAfter: byReason,
      lifecycle: { source: life.source },
    });
    server.close(1013, '{"retryAfter":60000}');
    life.tell('offline', 'online');
    vi.advanceTimersByTime(60_099);
    expect(FakeWebSocket.sockets).toHaveLength(1);
    // The own delay holds too: others have come back as well.
    vi.advanceTimersByTime(1);
    expect(FakeWebSocket.sockets).toHaveLength(2);
  });

  it('does not hold up who calls open()', () => {
    const { ws, server, FakeWebSocket } = connected({ ...settings, retryAfter: byReason });
    server.close(1013, '{"retryAfter":60000}');
    ws.open();
    expect(FakeWebSocket.sockets).toHaveLength(2);
  });
});
