import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRandom } from '../../src/testing/random.js';
import { say } from './far.js';
import { createLife } from './life.js';
import { type Connected, connected } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const MINUTE_MS = 60_000;

/** The time at which something happens that is due at another. */
type Shift = (at: number) => number;

/** Where timers are held up, and the frames of a server that answers 50 ms after each frame. */
function holdUp({ socket }: Connected, timers: Shift, frames: Shift = (at) => at): void {
  const plain = globalThis.setTimeout;
  const now = () => performance.now();
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, ms = 0, ...args: never[]) =>
    plain(run, timers(now() + ms) - now(), ...args)) as typeof setTimeout);
  socket.server.onframe = () => plain(say, frames(now() + 50) - now(), socket, 'pong');
}

const closes = ({ trace }: Connected) => trace.filter((line) => line.startsWith('close'));

describe('timers that fire once a minute', () => {
  const throttled: Shift = (at) => Math.ceil(at / MINUTE_MS) * MINUTE_MS;

  it('do not end a connection that lives', () => {
    const connection = connected({ heartbeat: true });
    holdUp(connection, throttled);
    vi.advanceTimersByTime(60 * MINUTE_MS);
    expect(closes(connection)).toEqual([]);
    expect(connection.socket.sent.length).toBeGreaterThan(25);
    connection.ws.destroy();
  });

  it.each([1, 20, 100])('do not end one that hears something every %s s', (seconds) => {
    const connection = connected({ heartbeat: true });
    const talk = setInterval(say, seconds * 1000, connection.socket, 'tick');
    holdUp(connection, throttled);
    vi.advanceTimersByTime(60 * MINUTE_MS);
    clearInterval(talk);
    expect(closes(connection)).toEqual([]);
    connection.ws.destroy();
  });

  it('find a link that is dead, within four of them', () => {
    const connection = connected({ heartbeat: true, retries: 0 });
    holdUp(connection, throttled);
    connection.server.silence();
    vi.advanceTimersByTime(4 * MINUTE_MS);
    expect(closes(connection)).toEqual(['close 1006 heartbeat-timeout']);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('an event loop that is blocked for 10 s', () => {
  type Stall = readonly [from: number, to: number];

  const inStall = (stalls: readonly Stall[], at: number) => stalls.find(([from, to]) => from <= at && at < to);

  /** Timers fire right after the stall, and what came meanwhile is delivered after them: the worst order. */
  function stall(connection: Connected, stalls: readonly Stall[]): void {
    const timers: Shift = (at) => inStall(stalls, at)?.[1] ?? at;
    const frames: Shift = (at) => {
      const held = inStall(stalls, at);
      return held ? frames(held[1] + 1) : at;
    };
    holdUp(connection, timers, frames);
  }

  /** All over the time in which it may matter, and closely around the moments at which something is due. */
  const momentsOf = (timeoutMs: number): number[] => {
    const due = [25_000, 25_050, 25_000 + timeoutMs].flatMap((at) => [at, at - 10_000]);
    const close = due.flatMap((at) => [-2, -1, 0, 1, 2].map((ms) => at + ms));
    return [...close, ...Array.from({ length: 64 }, (_, n) => 14_000 + n * 500)];
  };

  it.each([5000, 9900, 10_000])('once, at any moment, does not end a connection (timeoutMs %s)', (timeoutMs) => {
    for (const moment of momentsOf(timeoutMs)) {
      const connection = connected({ heartbeat: { timeoutMs } });
      const from = performance.now() + moment;
      stall(connection, [[from, from + 10_000]]);
      vi.advanceTimersByTime(60_000);
      expect([moment, closes(connection)]).toEqual([moment, []]);
      connection.ws.destroy();
      vi.restoreAllMocks();
    }
  });

  const random = createRandom(5);
  /** Stalls of up to 10 s, now and then one right after the other, over ten minutes. */
  const blocked = (start: number): Stall[] => {
    const stalls: Stall[] = [];
    for (let at = start; at < start + 10 * MINUTE_MS; ) {
      const from = Math.round(at + (random() < 0.3 ? 2 : random() * 20_000));
      at = Math.round(from + random() * 10_000);
      stalls.push([from, at]);
    }
    return stalls;
  };

  it('again and again does not end a connection', () => {
    for (let run = 0; run < 20; run++) {
      const connection = connected({ heartbeat: { timeoutMs: 3000 + run * 500 } });
      stall(connection, blocked(performance.now()));
      vi.advanceTimersByTime(10 * MINUTE_MS);
      expect([run, closes(connection)]).toEqual([run, []]);
      connection.ws.destroy();
      vi.restoreAllMocks();
    }
  });

  it('again and again does not hide a dead link: two stalls and one more probe longer', () => {
    for (let run = 0; run < 30; run++) {
      const connection = connected({ heartbeat: true, retries: 0 });
      stall(connection, blocked(performance.now()));
      connection.server.silence();
      vi.advanceTimersByTime(25_000 + 10_000 + 5000 + 10_000 + 5000 + 10_000);
      expect([run, closes(connection)]).toEqual([run, ['close 1006 heartbeat-timeout']]);
      connection.ws.destroy();
      vi.restoreAllMocks();
    }
  });
});

describe('a machine that was asleep', () => {
  it('asks once more, though the clock of its timers stood still', () => {
    const connection = connected({ heartbeat: true });
    connection.server.silence();
    vi.advanceTimersByTime(27_000);
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(3000);
    expect([connection.socket.sent.length, closes(connection)]).toEqual([2, []]);
    vi.advanceTimersByTime(5000);
    expect(closes(connection)).toEqual(['close 1006 heartbeat-timeout']);
    connection.ws.destroy();
  });

  it('whose clock is set back goes on as before', () => {
    const connection = connected({ heartbeat: true });
    connection.server.silence();
    vi.setSystemTime(Date.now() - 3_600_000);
    vi.advanceTimersByTime(30_000);
    expect(closes(connection)).toEqual(['close 1006 heartbeat-timeout']);
    connection.ws.destroy();
  });
});

describe('on return of the page', () => {
  const away = () => {
    const { source, tell } = createLife();
    return { ...connected({ heartbeat: true, lifecycle: { source } }), tell };
  };

  it.each([['visible'], ['online'], ['hidden', 'visible'], ['offline', 'online']] as const)(
    'the probe goes out at once (%s), and a dead link is found within timeoutMs',
    (...signals) => {
      const connection = away();
      connection.server.silence();
      vi.advanceTimersByTime(3000);
      connection.tell(...signals);
      expect(connection.socket.sent).toEqual(['{"type":"ping"}']);
      vi.advanceTimersByTime(4999);
      expect(closes(connection)).toEqual([]);
      vi.advanceTimersByTime(1);
      expect(closes(connection)).toEqual(['close 1006 heartbeat-timeout']);
      connection.ws.destroy();
    },
  );

  it('goes out once, however many signals there are, and does not put the end off', () => {
    const connection = away();
    connection.server.silence();
    for (let ms = 0; ms < 5000; ms += 1000) {
      connection.tell('visible', 'online');
      vi.advanceTimersByTime(1000);
    }
    expect(connection.socket.sent).toHaveLength(1);
    expect(closes(connection)).toEqual(['close 1006 heartbeat-timeout']);
    connection.ws.destroy();
  });

  it('after a throttled time starts anew: the old probe, whose time is over, proves nothing', () => {
    const connection = away();
    connection.server.silence();
    holdUp(connection, (at) => Math.ceil(at / MINUTE_MS) * MINUTE_MS);
    vi.advanceTimersByTime(MINUTE_MS + 30_000);
    vi.restoreAllMocks();
    connection.tell('visible');
    vi.advanceTimersByTime(4999);
    expect(closes(connection)).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(closes(connection)).toEqual(['close 1006 heartbeat-timeout']);
    connection.ws.destroy();
  });

  it('without heartbeat, or without connection, sends nothing', () => {
    const { source, tell } = createLife();
    const { socket, server, ws } = connected({ lifecycle: { source } });
    tell('online', 'visible');
    expect(socket.sent).toEqual([]);
    server.drop();
    tell('offline', 'visible');
    expect(socket.sent).toEqual([]);
    ws.destroy();
  });
});
