import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WS } from '../../src/index.js';
import type { FakeSocket, FakeWebSocketConstructor } from '../../src/testing/index.js';
import { connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const inOrder = (ids: readonly number[]) => [...ids].sort((a, b) => a - b);
const bytesOf = (frame: unknown) => Buffer.byteLength(String(frame));

/** What is sent, and where each message is by now. It only knows what a user can see. */
class Ledger {
  /** All that `send` was given: number of the message → when, and its bytes. */
  readonly given = new Map<number, { since: number; bytes: number }>();
  readonly dropped: { id: number; reason: string; at: number }[] = [];
  readonly ws: WS;
  readonly FakeWebSocket: FakeWebSocketConstructor;

  constructor(readonly options: { limit: number; maxBytes: number; ttlMs: number; overflow: any }) {
    const far = { pace: 'timer', autoClose: false } as const;
    const { ws, FakeWebSocket } = connecting({ outbox: options, minUptimeMs: 0 }, far);
    this.ws = ws;
    this.FakeWebSocket = FakeWebSocket;
    ws.on('ws:dropped', ({ message, reason }: any) => {
      this.dropped.push({ id: message.id, reason, at: Date.now() });
    });
  }

  get last(): FakeSocket {
    return this.FakeWebSocket.last;
  }

  get sent(): number[] {
    return this.FakeWebSocket.sockets.flatMap(({ sent }) => sent.map((frame) => JSON.parse(String(frame)).id));
  }

  get waiting(): number[] {
    const ended = new Set([...this.sent, ...this.dropped.map(({ id }) => id)]);
    return [...this.given.keys()].filter((id) => !ended.has(id));
  }

  send(size: number): void {
    const message = { id: this.given.size, text: 'é'.repeat(size) };
    this.given.set(message.id, { since: Date.now(), bytes: bytesOf(JSON.stringify(message)) });
    let answer: unknown;
    try {
      answer = this.ws.send(message);
    } catch (error) {
      answer = (error as { code?: string }).code;
    }
    const isDropped = this.dropped.some(({ id }) => id === message.id);
    if (answer === true) expect(this.sent.at(-1)).toBe(message.id);
    else if (answer === false) expect(isDropped ? this.options.overflow : 'waits').not.toBe('reject');
    else expect([answer, isDropped]).toEqual(['outbox-full', true]);
  }

  check(): void {
    const { limit, maxBytes, ttlMs, overflow } = this.options;
    const { ws, sent, waiting, dropped } = this;
    const ended = [...sent, ...dropped.map(({ id }) => id)];
    expect(new Set(ended).size).toBe(ended.length);
    expect(sent).toEqual(inOrder(sent));
    // First in, first out: nothing that waits is older than what was sent.
    if (waiting.length && sent.length) expect(waiting[0]).toBeGreaterThan(sent.at(-1)!);
    expect(waiting.length).toBeLessThanOrEqual(limit);
    expect(waiting.reduce((sum, id) => sum + this.given.get(id)!.bytes, 0)).toBeLessThanOrEqual(maxBytes);
    if (ws.socket?.readyState === 1) expect(waiting).toEqual([]);
    for (const id of waiting) if (ttlMs) expect(Date.now() - this.given.get(id)!.since).toBeLessThan(ttlMs);
    for (const { id, reason, at } of dropped) {
      if (reason === 'expired') expect(at - this.given.get(id)!.since).toBe(ttlMs);
      else expect(['overflow', 'destroyed']).toContain(reason);
    }
    if (overflow === 'drop-oldest') {
      // What is too big for an empty outbox goes itself; of the others, the oldest first.
      const pushedOut = dropped.filter(
        ({ id, reason }) => limit && reason === 'overflow' && this.given.get(id)!.bytes <= maxBytes,
      );
      const ids = pushedOut.map(({ id }) => id);
      expect(ids).toEqual(inOrder(ids));
    }
  }
}

const steps: { [name: string]: (ledger: Ledger, amount: number) => unknown } = {
  send: (ledger, amount) => ledger.send(amount % 20),
  open: ({ ws }) => ws.open(),
  close: ({ ws }) => ws.close(),
  accept: ({ last }) => last.readyState === 0 && last.server.accept(),
  /** The server accepts, and is gone when it has got some of the frames. */
  acceptSome: ({ last }, amount) => {
    if (last.readyState !== 0) return;
    const send = last.send.bind(last);
    let left = amount % 3;
    last.send = (frame) => {
      send(frame);
      if (left-- === 0) last.server.drop();
    };
    last.server.accept();
  },
  drop: ({ last }) => last.server.drop(),
  // The application closes the socket itself: it is CLOSING while the connection still counts as open.
  leave: ({ ws }) => ws.socket?.close(),
  finish: ({ last }) => last.readyState === 2 && last.server.finishClose(),
  renew: ({ ws }) => ws.destroy().open(),
  wait: (_, amount) => vi.advanceTimersByTime(amount * 37),
};

const anyOptions = fc.record({
  limit: fc.integer({ min: 0, max: 4 }),
  maxBytes: fc.constantFrom(0, 30, 60, 100, 1_000_000),
  ttlMs: fc.constantFrom(0, 1, 500, 5000),
  overflow: fc.constantFrom('reject', 'drop-oldest', 'drop-newest'),
});
const { send, ...others } = steps;
const anyStep = fc.tuple(
  fc.oneof(fc.constant('send'), fc.constantFrom(...Object.keys(others))),
  fc.integer({ min: 0, max: 100 }),
);

it('ends every message exactly once, in order and within the limits, whatever happens', () => {
  fc.assert(
    fc.property(anyOptions, fc.array(anyStep, { maxLength: 50 }), (options, list) => {
      vi.clearAllTimers();
      const ledger = new Ledger(options);
      for (const [name, amount] of list) {
        steps[name]!(ledger, amount);
        ledger.check();
      }
      ledger.ws.destroy();
      ledger.check();
      expect(ledger.waiting).toEqual([]);
    }),
    { numRuns: 300 },
  );
}, 30_000);
