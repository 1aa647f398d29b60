import { onTestFinished, vi } from 'vitest';
import type { GapInfo, ResumeOptions } from '../../src/index.js';
import { type Connected, connecting } from '../support/wire.js';

/** A connection that is resumed, with what its handlers got, in order, and the gaps and errors that it told. */
export interface Resumed extends Connected<'ws'> {
  readonly got: unknown[];
  readonly gaps: GapInfo[];
  readonly errors: any[];
  /** Brings messages with these cursors, which are their payloads too. */
  bring(...cursors: unknown[]): void;
  /** Loses the connection, and has another. */
  reopen(): void;
}

/** Open, with fake timers; lost connections come back within a millisecond. */
export function resumed(resume: Partial<ResumeOptions> | undefined, options: object = {}): Resumed {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const own = resume && { resume: { cursor: 'seq', ...resume } };
  const connected = connecting({ reopenTimeout: 1, retries: Infinity, ...own, ...options });
  const { ws, FakeWebSocket, receiveRaw } = connected;
  FakeWebSocket.last.server.accept();
  const got: unknown[] = [];
  const gaps: GapInfo[] = [];
  const errors: any[] = [];
  ws.on('ws:message:n', (data: unknown) => got.push(data));
  ws.on('ws:gap', (gap: GapInfo) => gaps.push(gap));
  ws.on('ws:error', (error: any) => error?.type !== 'error' && errors.push(error));
  return Object.assign(Object.create(connected, Object.getOwnPropertyDescriptors(connected)), {
    got,
    gaps,
    errors,
    bring: (...cursors: unknown[]) => {
      for (const seq of cursors) receiveRaw({ type: 'n', data: seq, seq });
    },
    reopen: () => {
      FakeWebSocket.last.server.drop();
      vi.advanceTimersByTime(1);
      FakeWebSocket.last.server.accept();
    },
  });
}

/** A promise that the test settles. */
export function deferred<T = unknown>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((...both) => {
    [resolve, reject] = both;
  });
  return { promise, resolve, reject };
}

/** All that is due now has run. */
export const turn = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
