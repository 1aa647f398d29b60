import { getEventListeners } from 'node:events';
import { expect, vi } from 'vitest';
import { WS } from '../../src/index.js';
import { createFakeWebSocket, type FakeSocket } from '../../src/testing/index.js';
import type { RequestOptions } from '../../types/requestOptions.js';
import { watchMaps } from './asking.js';

/** One request as its caller and the server see it. */
export interface Entry {
  readonly n: number;
  readonly controller: AbortController;
  /** What has happened to it: each end, so more than one is a fault. */
  readonly ends: string[];
  /** What should have. */
  expected: string | undefined;
  /** Whether a socket got it, and whether that is the present one. */
  isSent: boolean;
  isOut: boolean;
  repeats: number;
  readonly deadline: number;
  id?: string;
}

/**
 * Plays requests against a server of the test's own, and knows how each has to end: by the rules as they are written for users,
 * without a look at what the connection keeps.
 */
export class Ledger {
  readonly all: Entry[] = [];
  readonly ordinary: unknown[] = [];
  readonly ws: WS;
  readonly left: () => number;
  ordinaryExpected = 0;
  /** What the present socket should have got, and how much of it has been seen. */
  private due: number[] = [];
  private seen = 0;
  private readonly FakeWebSocket = createFakeWebSocket();

  constructor(retries: number) {
    const { FakeWebSocket } = this;
    const options = { WebSocket: FakeWebSocket, keepOpen: true, retries, reopenTimeout: 100, minUptimeMs: 0 };
    const { result, left } = watchMaps(() => new WS('ws://server/', { ...options, connectTimeoutMs: 0 }));
    this.ws = result;
    this.left = left;
    this.ws.on('ws:message', (data) => void this.ordinary.push(data));
  }

  get socket(): FakeSocket {
    return this.FakeWebSocket.last;
  }

  get waiting(): Entry[] {
    return this.all.filter(({ expected }) => !expected);
  }

  private end(entry: Entry, code: string): void {
    entry.expected = code === 'fulfilled' || code === 'remote' ? code : `${code} ${entry.isSent}`;
    entry.isOut = false;
  }

  private endAll(code: string): void {
    for (const entry of this.waiting) this.end(entry, code);
  }

  private hand(entry: Entry): void {
    if (entry.isSent) entry.repeats--;
    entry.isSent = entry.isOut = true;
    this.due.push(entry.n);
  }

  request(options: Pick<RequestOptions, 'timeoutMs' | 'retry' | 'offline'>): void {
    const { ws } = this;
    const n = this.all.length;
    const { timeoutMs = 0, retry } = options;
    const entry: Entry = {
      ...{ n, controller: new AbortController(), ends: [], expected: undefined, isSent: false, isOut: false },
      repeats: typeof retry === 'object' ? retry.attempts! : retry ? Infinity : 0,
      deadline: timeoutMs ? performance.now() + timeoutMs : Infinity,
    };
    this.all.push(entry);
    ws.request('ask', n, { ...options, signal: entry.controller.signal }).then(
      (data) => entry.ends.push(data === n ? 'fulfilled' : `fulfilled with ${data}`),
      ({ code, sent }) => entry.ends.push(code === 'remote' ? code : `${code} ${sent}`),
    );
    if (ws.isOpen) this.hand(entry);
    else if (options.offline === 'fail') this.end(entry, 'not-open');
  }

  /** The server replies to one that it has got, over whichever socket; to one that has ended it is a late or second reply. */
  reply(which: number, isError: boolean): void {
    if (!this.ws.isOpen) return;
    this.note();
    const known = this.all.filter(({ id }) => id);
    const entry = known[which % known.length];
    if (!entry) return;
    const { id, n } = entry;
    this.socket.server.send(
      JSON.stringify(isError ? { id, error: { message: `no ${n}` } } : { type: 'ask', id, data: n }),
    );
    if (entry.expected) this.ordinaryExpected++;
    else this.end(entry, isError ? 'remote' : 'fulfilled');
  }

  abort(which: number): void {
    const entry = this.all[which % this.all.length];
    if (!entry) return;
    entry.controller.abort();
    if (!entry.expected) this.end(entry, 'aborted');
  }

  accept(): void {
    if (this.ws.state !== 'connecting') return;
    this.due = [];
    this.seen = 0;
    this.socket.server.accept();
    const { waiting } = this;
    for (const entry of waiting.filter(({ isSent }) => isSent)) this.hand(entry);
    for (const entry of waiting.filter(({ isSent }) => !isSent)) this.hand(entry);
  }

  lose(how: 'drop' | 'refuse' | 'close'): void {
    const { state } = this.ws;
    if (state !== 'open' && state !== 'connecting') return;
    const attemptsLeft = this.ws.retries;
    this.note();
    if (how === 'close' && state === 'open') this.socket.server.close(1012);
    else this.socket.server.drop({ error: how === 'refuse' });
    for (const entry of this.waiting) {
      if (!entry.isOut) continue;
      entry.isOut = false;
      if (!(entry.repeats > 0)) this.end(entry, 'connection-lost');
    }
    if (!attemptsLeft) this.endAll('connection-lost');
  }

  open(): void {
    this.ws.open();
  }

  close(): void {
    this.note();
    this.ws.close();
    this.endAll('closed');
  }

  renew(): void {
    this.note();
    this.ws.destroy().open();
    this.endAll('destroyed');
  }

  advance(ms: number): void {
    vi.advanceTimersByTime(ms);
    for (const entry of this.waiting) if (entry.deadline <= performance.now()) this.end(entry, 'timeout');
  }

  /** Reads what is new on the wire, as the server would; the frames must be those that are due, in their order. */
  private note(): void {
    const { sent } = this.socket;
    if (!this.ws.isOpen) return;
    for (; this.seen < sent.length; this.seen++) {
      const { data, id } = JSON.parse(String(sent[this.seen]));
      expect([data, this.all[data]!.id ?? id]).toEqual([this.due[this.seen], id]);
      this.all[data]!.id = id;
    }
    expect(sent.length).toBe(this.due.length);
  }

  async check(): Promise<void> {
    this.note();
    for (let n = 0; n < 4; n++) await undefined;
    for (const { n, ends, expected } of this.all) {
      // Most are as they should be; `expect` takes its time.
      if (String(ends) !== (expected ?? '')) expect([n, ends]).toEqual([n, expected ? [expected] : []]);
    }
    expect(this.ordinary).toHaveLength(this.ordinaryExpected);
  }

  /** The end of it all: each has ended once, and nothing is kept, nor sent. */
  async finish(): Promise<void> {
    const { ws } = this;
    ws.destroy();
    this.endAll('destroyed');
    await this.check();
    expect(this.all.every(({ ends }) => ends.length === 1)).toBe(true);
    expect([this.left(), vi.getTimerCount()]).toEqual([0, 0]);
    for (const { controller } of this.all) {
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
      controller.abort();
    }
    ws.open();
    this.socket.server.accept();
    expect(this.socket.sent).toEqual([]);
    ws.destroy();
  }
}
