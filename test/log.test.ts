import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogEntry, WSOptions } from '../src/index.js';
import { connected, connecting } from './connection/traced.js';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 2, 3, 4, 5, 678) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function logged(options: Partial<WSOptions<any, 'ws'>> = { debug: true }) {
  const entries: LogEntry[] = [];
  const connection = connecting({ logger: (entry) => void entries.push(entry), ...options });
  return { ...connection, entries, socket: connection.FakeWebSocket.last };
}

const short = (entries: readonly LogEntry[]) => entries.map(({ direction, type }) => `${direction} ${type}`);

describe('a logger', () => {
  it('is told every frame and every event, in order', () => {
    const { ws, socket, entries } = logged();
    ws.send('hello', 1);
    socket.server.accept();
    socket.server.send('{"type":"quote","data":{"price":1}}');
    socket.server.send('[1]');
    socket.server.send('{"type"');
    socket.server.drop();
    ws.destroy();
    expect(short(entries)).toEqual([
      'out hello',
      'event open',
      'in quote',
      'in undefined',
      'in undefined',
      'event invalid',
      'event error',
      'event close',
      'event reopening',
    ]);
  });

  it('is told direction, type, size in bytes, time and frame', () => {
    const { ws, socket, entries } = logged();
    socket.server.accept();
    entries.length = 0;
    const frames = { in: '{"type":"quote","data":"é"}', out: '{"type":"buy","data":"€"}' };
    socket.server.send(frames.in);
    vi.advanceTimersByTime(10);
    ws.send('buy', '€');
    const time = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
    expect(entries).toEqual([
      { direction: 'in', type: 'quote', bytes: 28, time, data: frames.in },
      { direction: 'out', type: 'buy', bytes: 27, time: time + 10, data: frames.out },
    ]);
  });

  it('is told the type of a message that was sent whole, and none where there is none', () => {
    const { ws, socket, entries } = logged();
    socket.server.accept();
    entries.length = 0;
    ws.send({ type: 'buy' });
    ws.send({ other: 'buy' });
    ws.send(new Uint8Array(3));
    expect(entries.map(({ type, bytes }) => [type, bytes])).toEqual([
      ['buy', 14],
      [undefined, 15],
      [undefined, 3],
    ]);
  });

  it('is told an event without size, with what it carries', () => {
    const { socket, entries } = logged();
    socket.server.accept();
    socket.server.close(4001, 'bye');
    expect(entries.slice(0, 2)).toEqual([
      { direction: 'event', type: 'open', bytes: undefined, time: expect.any(Number), data: { reopened: false } },
      expect.objectContaining({ type: 'close', bytes: undefined, data: expect.objectContaining({ code: 4001 }) }),
    ]);
  });

  it('is told a message when it is handed to the socket, not when it begins to wait', () => {
    const { ws, socket, entries } = logged();
    ws.send('a', 1);
    ws.send('b', 2);
    expect(entries).toEqual([]);
    socket.server.accept();
    expect(short(entries)).toEqual(['out a', 'out b', 'event open']);
  });

  it('is told what the outbox gave up, and no frame of it', () => {
    const { ws, entries } = logged();
    ws.send('a', 1);
    ws.destroy();
    expect(short(entries)).toEqual(['event close', 'event dropped']);
  });

  it('is told what a handler threw', () => {
    const { ws, socket, entries } = logged();
    const fault = new Error('fault');
    ws.on('ws:open', () => {
      throw fault;
    });
    socket.server.accept();
    expect(entries.at(-1)).toMatchObject({ direction: 'event', type: 'error', data: fault });
  });

  it('that throws changes nothing', () => {
    const logger = vi.fn(() => {
      throw new Error('disk full');
    });
    const { ws, socket, server, trace, FakeWebSocket } = connected({ debug: true, logger });
    server.send('{"type":"quote"}');
    expect(ws.send('x')).toBe(true);
    server.drop({ error: false });
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.accept();
    expect(trace).toEqual(['message quote {"type":"quote"}', 'close 1006', 'reopening 1 in 3000', 'open again']);
    expect(socket.sent).toEqual(['"x"']);
    expect(FakeWebSocket.errors).toEqual([]);
    expect(logger).toHaveBeenCalled();
  });

  it('switches the log on', () => {
    const { socket, entries } = logged({});
    socket.server.accept();
    expect(short(entries)).toEqual(['event open']);
  });

  it('is silent when debug is false', () => {
    const debug = vi.spyOn(console, 'debug').mockImplementation(() => {});
    const { ws, socket, entries } = logged({ debug: false });
    socket.server.accept();
    ws.send('x');
    socket.server.send('{}');
    ws.destroy();
    expect(entries).toEqual([]);
    expect(debug).not.toHaveBeenCalled();
  });

  it('takes the place of the console', () => {
    const debug = vi.spyOn(console, 'debug').mockImplementation(() => {});
    const { socket, entries } = logged();
    socket.server.accept();
    expect(entries).toHaveLength(1);
    expect(debug).not.toHaveBeenCalled();
  });
});

describe('the console', () => {
  function lines(act: (connection: ReturnType<typeof connected>) => void, options = {}): string[] {
    const debug = vi.spyOn(console, 'debug').mockImplementation(() => {});
    const connection = connected({ debug: true, ...options });
    debug.mockClear();
    act(connection);
    return debug.mock.calls.map(([line]) => line);
  }

  it('has a line for each, with time, name, direction, type and size', () => {
    const told = lines(({ ws, server }) => {
      server.send('{"type":"quote","data":"é"}');
      ws.send('buy', 1);
      server.send('1');
      server.close();
    });
    expect(told).toEqual([
      '03:04:05.678 ws ← quote 28 B',
      '03:04:05.678 ws → buy 23 B',
      '03:04:05.678 ws ← (no type) 1 B',
      '03:04:05.678 ws • close',
      '03:04:05.678 ws • reopening',
    ]);
  });

  it('shows the prefix, so that connections can be told apart', () => {
    const told = lines(({ server }) => server.send('1'), { prefix: 'feed' });
    expect(told).toEqual(['03:04:05.678 feed ← (no type) 1 B']);
  });

  it('shows the frame too, but not megabytes of it', () => {
    const debug = vi.spyOn(console, 'debug').mockImplementation(() => {});
    const { server } = connected({ debug: true });
    debug.mockClear();
    server.send('{"type":"a"}');
    server.send(`{"type":"b","data":"${'x'.repeat(1_000_000)}"}`);
    const [whole, cut] = debug.mock.calls.map(([, frame]) => String(frame));
    expect(whole).toBe('{"type":"a"}');
    expect(cut!.length).toBeLessThan(1000);
    expect(cut).toMatch(/^\{"type":"b","data":"xxx.*…$/);
  });
});
