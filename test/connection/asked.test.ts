import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WS } from '../../src/index.js';
import { connected } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const fail = (): never => {
  throw new Error('no idea');
};

/** How the functions of the options are reached: from within, or by the error event of one that throws. */
const ways: [name: string, begin: (act: (ws: WS) => void) => ReturnType<typeof connected>][] = [
  ['shouldReopen', (act) => inside((done) => ({ shouldReopen: () => done() === undefined }), act)],
  ['backoff', (act) => inside((done) => ({ backoff: () => done() ?? 10 }), act)],
  ['the error event of a shouldReopen that throws', (act) => inError({ shouldReopen: fail }, act)],
  ['the error event of a backoff that throws', (act) => inError({ backoff: fail }, act)],
];

function inside(options: (done: () => undefined) => object, act: (ws: WS) => void) {
  const connection: ReturnType<typeof connected> = connected(options(() => void act(connection.ws)));
  return connection;
}

function inError(options: object, act: (ws: WS) => void) {
  const connection = connected(options);
  connection.ws.once('ws:error', () => act(connection.ws));
  return connection;
}

describe.each(ways)('in %s', (_, begin) => {
  it('destroy is the end', () => {
    const { ws, server, FakeWebSocket } = begin((ws) => ws.destroy());
    server.close(1001);
    vi.advanceTimersByTime(60_000);
    expect(ws.state).toBe('idle');
    expect(FakeWebSocket.sockets).toHaveLength(1);
  });

  it('close is followed by no attempt', () => {
    const { ws, server, FakeWebSocket } = begin((ws) => ws.close());
    server.close(1001);
    vi.advanceTimersByTime(60_000);
    expect(ws.state).toBe('closed');
    expect(FakeWebSocket.sockets).toHaveLength(1);
  });

  it('open leaves one socket', () => {
    const { ws, server, FakeWebSocket } = begin((ws) => ws.open());
    server.close(1001);
    expect(ws.state).toBe('connecting');
    FakeWebSocket.last.server.accept();
    vi.advanceTimersByTime(60_000);
    expect(FakeWebSocket.sockets).toHaveLength(2);
    expect(FakeWebSocket.live).toEqual([ws.socket]);
  });
});

it('no delay is asked for when no retry is left', () => {
  const backoff = vi.fn(() => 10);
  connected({ backoff, retries: 0 }).server.close(1001);
  expect(backoff).not.toHaveBeenCalled();
});

describe.each(['url', 'protocol'])('in the function for the %s', (asked) => {
  it.each([
    ['destroy', 'idle'],
    ['close', 'closed'],
  ] as const)('%s ends the attempt', (method, state) => {
    let act = () => {};
    const url = () => {
      if (asked === 'url') act();
      return 'ws://server/';
    };
    const protocol = () => {
      if (asked === 'protocol') act();
      return undefined;
    };
    const { ws, server, FakeWebSocket, trace } = connected({ protocol }, { url });
    act = () => ws[method]();
    server.drop({ error: false });
    vi.advanceTimersByTime(60_000);
    expect(ws).toMatchObject({ state, socket: null });
    expect(trace).toEqual(['close 1006', 'reopening 1 in 3000', 'close 1006']);
    expect(FakeWebSocket.sockets).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
