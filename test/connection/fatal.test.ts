import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isFatalClose } from '../../src/index.js';
import { connected } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const fatal: [code: number, name: string][] = [
  [1002, 'protocol error'],
  [1003, 'unsupported data'],
  [1008, 'policy violation'],
  [1010, 'an extension is missing'],
  [3000, 'unauthorized'],
  [3003, 'forbidden'],
  [4400, 'bad request, by the habit of naming codes after those of HTTP'],
  [4401, 'unauthorized, by the same habit'],
  [4403, 'forbidden, by the same habit'],
  [4404, 'not found, by the same habit'],
];

const passing: [code: number, name: string][] = [
  [1000, 'normal closure'],
  [1001, 'going away'],
  [1007, 'invalid payload'],
  [1009, 'message too big'],
  [1011, 'internal error'],
  [1012, 'service restart'],
  [1013, 'try again later'],
  [1014, 'bad gateway'],
  [3001, 'not registered as fatal'],
  [3008, 'timeout'],
  [4000, 'an application’s own'],
  [4402, 'an application’s own'],
  [4408, 'timeout, by the habit of naming codes after those of HTTP'],
  [4429, 'too many requests, by the same habit'],
  [4999, 'an application’s own'],
];

describe.each(fatal)('a close with %s, %s', (code) => {
  it('is fatal', () => {
    expect(isFatalClose(code)).toBe(true);
  });

  it('is the end with resilient, told by noretries', () => {
    const { ws, server, trace, FakeWebSocket } = connected({ resilient: true });
    server.close(code, 'no');
    expect(trace).toEqual([`close ${code} no`, `noretries ${code}`]);
    expect(ws.state).toBe('closed');
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(100_000);
    expect(FakeWebSocket.sockets).toHaveLength(1);
  });

  it('is followed by an attempt without resilient', () => {
    const { server, trace } = connected();
    server.close(code);
    expect(trace).toEqual([`close ${code}`, 'reopening 1 in 3000']);
  });

  it('is followed by an attempt where shouldReopen says so', () => {
    const { server, trace } = connected({ resilient: true, shouldReopen: () => true, backoff: () => 5 });
    server.close(code);
    expect(trace).toEqual([`close ${code}`, 'reopening 1 in 5']);
  });
});

describe.each(passing)('a close with %s (%s)', (code) => {
  it('is followed by an attempt with resilient', () => {
    const { server, trace } = connected({ resilient: true, backoff: () => 5 });
    server.close(code);
    expect(trace).toEqual([`close ${code}`, 'reopening 1 in 5']);
  });
});

it('is a lost connection that is followed by an attempt, and a close without a code', () => {
  for (const end of ['drop', 'close'] as const) {
    const { server, trace } = connected({ resilient: true, backoff: () => 5 });
    server[end]();
    expect(trace.at(-1)).toBe('reopening 1 in 5');
  }
});

it('no other code is fatal', () => {
  const codes = Array.from({ length: 5000 }, (_, code) => code).filter(isFatalClose);
  expect(codes).toEqual(fatal.map(([code]) => code));
});

it('shouldReopen may ask what is fatal, and adds to it', () => {
  const shouldReopen = ({ code }: { code: number }) => !isFatalClose(code) && code !== 4000;
  for (const code of [4000, 1008]) {
    const { ws, server, trace } = connected({ resilient: true, shouldReopen });
    server.close(code);
    // Who has said no needs not be told.
    expect([trace, ws.state]).toEqual([[`close ${code}`], 'closed']);
  }
});

it('after a fatal close open() begins anew, with resilient settings', () => {
  const { ws, server, FakeWebSocket, trace } = connected({ resilient: true, backoff: () => 5 });
  server.close(4403);
  ws.open();
  FakeWebSocket.last.server.accept();
  FakeWebSocket.last.server.drop({ error: false });
  expect(trace.slice(2)).toEqual(['open again', 'close 1006', 'reopening 1 in 5']);
  ws.destroy();
});
