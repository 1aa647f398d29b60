import { onTestFinished, vi } from 'vitest';
import type { WSError } from '../../src/index.js';
import type { FakeSocket } from '../../src/testing/index.js';
import type { RequestOptions } from '../../types/requestOptions.js';
import { flush } from '../support/until.js';

interface Asker {
  request(type: any, data: any, options?: RequestOptions): Promise<any>;
}

/** A request whose rejection needs no handler, because what ends it is not what the test is about. */
export function ask(ws: Asker, type = 'ask', data: unknown = 1, options?: RequestOptions): Promise<any> {
  const promise = ws.request(type, data, options);
  promise.catch(() => {});
  return promise;
}

/** The error that a promise is rejected with. One that is fulfilled fails the test. */
export const errorOf = (promise: Promise<unknown>): Promise<WSError> =>
  promise.then(
    (value) => Promise.reject(new Error(`It was fulfilled with ${JSON.stringify(value)}.`)),
    (error) => error,
  );

/** How a request stands: `waiting`, `['fulfilled', value]`, or the code of its error and whether it was sent. */
export function standing(promise: Promise<unknown>): Promise<unknown> {
  const end = promise.then(
    (value) => ['fulfilled', value],
    ({ code, sent }) => [code, sent],
  );
  return Promise.race([end, flush().then(() => 'waiting')]);
}

/** Runs something; the answer tells how much is in all the maps that were made meanwhile. */
export function watchMaps<T>(run: () => T): { result: T; left: () => number } {
  const made: Map<unknown, unknown>[] = [];
  const Original = globalThis.Map;
  globalThis.Map = class<K, V> extends Original<K, V> {
    constructor(...args: any[]) {
      super(...args);
      made.push(this);
    }
  } as MapConstructor;
  try {
    return { result: run(), left: () => made.reduce((sum, { size }) => sum + size, 0) };
  } finally {
    globalThis.Map = Original;
  }
}

/** Calls `act` within each `send` of a socket, with the message as decoded, when the frame has been taken. */
export function within(socket: FakeSocket, act: (message: any) => void): void {
  const send = socket.send.bind(socket);
  socket.send = (frame) => {
    send(frame);
    act(JSON.parse(String(frame)));
  };
}

/** Counts the rejections that nobody handles; awaits that Node has told them. */
export function countUnhandled(): () => Promise<number> {
  const listener = vi.fn();
  process.on('unhandledRejection', listener);
  onTestFinished(() => void process.off('unhandledRejection', listener));
  return async () => {
    await flush();
    await flush();
    return listener.mock.calls.length;
  };
}

/** Spies on the timers: how many were set, and how many were pending at one time. */
export function watchTimers() {
  const pending = new Set<unknown>();
  const seen = { set: 0, most: 0 };
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((callback: () => void, ms: number) => {
    const timer = set(() => {
      pending.delete(timer);
      callback();
    }, ms);
    pending.add(timer);
    seen.set++;
    seen.most = Math.max(seen.most, pending.size);
    return timer;
  }) as never);
  vi.spyOn(globalThis, 'clearTimeout').mockImplementation(((timer: never) => {
    pending.delete(timer);
    clear(timer);
  }) as never);
  return seen;
}
