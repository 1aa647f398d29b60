import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WSError } from '../../src/index.js';
import { resolve } from '../../src/options.js';
import type { UrlSource, WSOptions } from '../../types/options.js';
import { sentOn } from './far.js';
import { type Connection, connecting } from './traced.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const DEADLINE_MS = 400;
const hang = (): Promise<never> => new Promise(() => {});
/** Hangs the first time; the next time it gives the value. */
const hangOnce = <T>(value: T) => vi.fn<() => T | Promise<T>>(() => value).mockImplementationOnce(hang);

interface Hang {
  stage: string;
  url?: UrlSource;
  options?: WSOptions;
  /** What goes well before the hang. */
  before?(connection: Connection): void;
}

const acceptIt = ({ FakeWebSocket }: Connection) => FakeWebSocket.last.server.accept();

const expired = ({ FakeWebSocket }: Connection) => {
  FakeWebSocket.last.server.accept();
  FakeWebSocket.last.server.close(4401);
};

/** Made anew for each test: they hang once. */
const hangs: { readonly [where: string]: () => Hang } = {
  'the url function': () => ({ stage: 'url', url: hangOnce('ws://server/') }),
  'the protocol function': () => ({ stage: 'protocol', options: { protocol: hangOnce('v1') } }),
  'the protocol function beside an async url function': () => ({
    stage: 'protocol',
    url: async () => 'ws://server/',
    options: { protocol: hangOnce('v1') },
  }),
  'the handshake': () => ({ stage: 'handshake' }),
  'the hello function': () => ({ stage: 'hello', options: { hello: hangOnce(['hello']) }, before: acceptIt }),
  'the answer to hello': () => ({ stage: 'answer to hello', options: { hello: () => ['hello'] }, before: acceptIt }),
  'the answer to an async hello': () => ({
    stage: 'answer to hello',
    options: { auth: { hello: async () => ['hello'] } },
    before: acceptIt,
  }),
  'the refresh of the token': () => ({
    stage: 'token',
    options: { auth: { refresh: hangOnce(undefined) } },
    before: expired,
  }),
};

/** The errors of a connection whose first attempt hangs where it should, from the moment at which that attempt began. */
async function hanging({ url = 'ws://server/', options, before }: Hang, more: WSOptions = {}) {
  const connection = connecting({ connectTimeoutMs: DEADLINE_MS, ...more, ...options }, { url });
  const errors: unknown[] = [];
  connection.ws.on('ws:error', (error) => void errors.push(error));
  before?.(connection);
  await vi.advanceTimersByTimeAsync(0);
  connection.trace.length = 0;
  return { ...connection, errors };
}

describe.each(Object.entries(hangs))('an attempt that hangs in %s', (_, make) => {
  it('ends at the deadline, not before, with an error that names the stage', async () => {
    const where = make();
    const { ws, errors, trace, FakeWebSocket } = await hanging(where);
    await vi.advanceTimersByTimeAsync(DEADLINE_MS - 1);
    expect([ws.state, trace]).toEqual(['connecting', []]);
    await vi.advanceTimersByTimeAsync(1);
    expect(trace.slice(0, 2)).toEqual(['error connect-timeout', 'close 1006 connect-timeout']);
    expect(errors).toEqual([expect.any(WSError)]);
    expect((errors[0] as Error).message).toBe(`No connection within 400 ms: still waiting for the ${where.stage}.`);
    expect(ws).toMatchObject({ state: 'waiting', socket: null });
    expect(FakeWebSocket.live).toEqual([]);
    ws.destroy();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('rejects ready with the same error, once', async () => {
    const { ws, errors } = await hanging(make());
    const ready = ws.ready.catch((error) => error);
    await vi.advanceTimersByTimeAsync(DEADLINE_MS);
    expect(await ready).toBe(errors[0]);
    ws.destroy();
  });

  it('is followed by the next within the deadline and the backoff, and that one opens', async () => {
    const { baseMs, factor } = resolve({ resilient: true }).backoff as { baseMs: number; factor: number };
    const where = make();
    const connection = await hanging(where, { resilient: true, random: () => 0.999999 });
    const { ws, FakeWebSocket } = connection;
    // The attempt after an expired token is the second in a row.
    const boundMs = where.stage === 'token' ? baseMs * factor : baseMs;
    await vi.advanceTimersByTimeAsync(DEADLINE_MS + boundMs);
    expect(ws.state).toBe('connecting');
    FakeWebSocket.last.server.accept();
    await vi.advanceTimersByTimeAsync(0);
    if (sentOn(FakeWebSocket.last).length) FakeWebSocket.last.server.send('{"type":"welcome"}');
    expect([ws.state, FakeWebSocket.live]).toEqual(['open', [ws.socket]]);
    ws.destroy();
  });
});

describe('the deadline', () => {
  it('is one for all stages together', async () => {
    const wait = <T>(value: T) => new Promise<T>((done) => setTimeout(done, 90, value));
    const options = { connectTimeoutMs: DEADLINE_MS, protocol: () => wait('v1'), hello: () => wait(['hello']) };
    const { ws, FakeWebSocket, trace } = connecting(options, { url: () => wait('ws://server/') });
    // Both are asked at the same time.
    await vi.advanceTimersByTimeAsync(90);
    setTimeout(() => FakeWebSocket.last.server.accept(), 90);
    await vi.advanceTimersByTimeAsync(180);
    expect(sentOn(FakeWebSocket.last)).toEqual([{ type: 'hello' }]);
    await vi.advanceTimersByTimeAsync(129);
    expect(trace).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(trace[0]).toBe('error connect-timeout');
    ws.destroy();
  });

  it('begins with the attempt, not with the wait before it', async () => {
    const { FakeWebSocket, ws, trace } = connecting({ connectTimeoutMs: DEADLINE_MS, reopenTimeout: 1000 });
    FakeWebSocket.last.server.refuse();
    await vi.advanceTimersByTimeAsync(1399);
    expect(trace).not.toContain('error connect-timeout');
    await vi.advanceTimersByTimeAsync(1);
    expect(trace).toContain('error connect-timeout');
    ws.destroy();
  });

  it('of 0 lets a server take its time to answer hello', async () => {
    const { ws, FakeWebSocket, trace } = connecting({ connectTimeoutMs: 0, hello: () => ['hello'] });
    FakeWebSocket.last.server.accept();
    await vi.advanceTimersByTimeAsync(10_000_000);
    expect([ws.state, trace, vi.getTimerCount()]).toEqual(['connecting', [], 0]);
    FakeWebSocket.last.server.send('{"type":"welcome"}');
    expect(ws.isOpen).toBe(true);
  });

  it('is over once the connection is open, or closed, or destroyed', async () => {
    for (const end of ['close', 'destroy'] as const) {
      const { ws, FakeWebSocket } = await hanging(hangs['the answer to hello']!());
      ws[end]();
      await vi.advanceTimersByTimeAsync(0);
      expect([end, vi.getTimerCount(), FakeWebSocket.live]).toEqual([end, 0, []]);
    }
    const { ws, FakeWebSocket } = await hanging({ stage: '', options: { hello: () => ['hello'] }, before: acceptIt });
    FakeWebSocket.last.server.send('{"type":"welcome"}');
    expect([ws.state, vi.getTimerCount()]).toEqual(['open', 0]);
  });
});
