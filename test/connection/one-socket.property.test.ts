import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Connection, connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Step = (connection: Connection, ms: number) => unknown;

/** What the application, the server and time can do. A server's step that comes too early is left out. */
const steps: { [name: string]: Step } = {
  open: ({ ws }) => ws.open(),
  close: ({ ws }) => ws.close(),
  destroy: ({ ws }) => ws.destroy(),
  accept: ({ FakeWebSocket: { last } }) => last.readyState === 0 && last.server.accept(),
  refuse: ({ FakeWebSocket: { last } }) => last.readyState === 0 && last.server.refuse(),
  drop: ({ FakeWebSocket: { last } }) => last.server.drop(),
  leave: ({ FakeWebSocket: { last } }) => last.readyState > 0 && last.server.close(1001),
  finish: ({ FakeWebSocket: { sockets } }) => {
    for (const { readyState, server } of sockets) if (readyState === 2) server.finishClose();
  },
  wait: (_, ms) => vi.advanceTimersByTime(ms),
};

const anyStep = fc.record({
  name: fc.constantFrom(...Object.keys(steps)),
  ms: fc.constantFrom(0, 1, 100, 2999, 3000, 20_000),
});

it.each([{ syncClose: false }, { syncClose: true }])(
  'has one live socket at most, whatever happens (%o)',
  (fake) => {
    const anyOptions = fc.record({ retries: fc.constantFrom(0, 1, 3), reopenTimeout: fc.constantFrom(0, 3000) });
    const anySteps = fc.array(anyStep, { maxLength: 40 });
    fc.assert(
      fc.property(anyOptions, anySteps, (options, list) => {
        vi.clearAllTimers();
        const connection = connecting(options, { pace: 'timer', autoClose: false, ...fake });
        const { ws, FakeWebSocket, trace } = connection;
        for (const { name, ms } of list) {
          steps[name]!(connection, ms);
          const isLive = ws.state === 'connecting' || ws.state === 'open';
          expect(FakeWebSocket.live).toEqual(isLive ? [ws.socket] : []);
          expect(ws.isOpen).toBe(ws.state === 'open');
          expect(FakeWebSocket.errors).toEqual([]);
        }
        ws.destroy();
        vi.advanceTimersByTime(1);
        expect(vi.getTimerCount()).toBe(0);
        const ends = trace.filter((line) => /^(open|close)/.test(line)).map((line) => line.slice(0, 4));
        expect(ends.join(' ')).not.toContain('open open');
        expect(ends.filter((end) => end === 'clos')).toHaveLength(FakeWebSocket.sockets.length);
      }),
      { numRuns: 300 },
    );
  },
  30_000,
);
