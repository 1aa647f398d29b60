import Backbone from 'backbone';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WS, WSError } from '../src/index.js';
import { createFakeWebSocket } from '../src/testing/index.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The error of a construction, and the number of sockets that it left behind. */
function refusal(options: unknown, url: unknown = 'ws://server/'): { error: WSError; sockets: number } {
  const FakeWebSocket = createFakeWebSocket();
  vi.stubGlobal('WebSocket', FakeWebSocket);
  try {
    new WS(url as string, options as object);
  } catch (error) {
    return { error: error as WSError, sockets: FakeWebSocket.sockets.length };
  }
  throw new Error('Nothing was thrown.');
}

describe('a name that no option has', () => {
  it.each([
    [{ retires: 1 }, 'retires', 'retries'],
    [{ reopenTimout: 1 }, 'reopenTimout', 'reopenTimeout'],
    [{ Prefix: 'x' }, 'Prefix', 'prefix'],
    [{ websocket: class {} }, 'websocket', 'WebSocket'],
    [{ connectTimeout: 1 }, 'connectTimeout', 'connectTimeoutMs'],
    [{ keepopen: true }, 'keepopen', 'keepOpen'],
    [{ backoff: { baseMS: 1 } }, 'backoff.baseMS', 'backoff.baseMs'],
    [{ outbox: { limits: 1 } }, 'outbox.limits', 'outbox.limit'],
  ])('is refused with the one that was meant: %o', (options, wrong, meant) => {
    const { error, sockets } = refusal(options);
    expect(error).toMatchObject({ name: 'WSError', code: 'bad-option' });
    expect(error.message).toBe(`Option "${wrong}" is unknown. Did you mean "${meant}"?`);
    expect(sockets).toBe(0);
  });

  it.each([
    [{ banana: 1 }, /"banana" is unknown\. Known are .*reopenTimeout/],
    [{ backoff: { banana: 1 } }, /"backoff\.banana" is unknown\. Known are baseMs, maxMs, factor, jitter/],
    [{ toString: 1 }, /"toString" is unknown/],
    [JSON.parse('{"__proto__":1}'), /"__proto__" is unknown/],
  ])('is refused with the ones there are where none is like it: %o', (options, message) => {
    expect(refusal(options).error).toMatchObject({ code: 'bad-option', message: expect.stringMatching(message) });
  });
});

describe('a value of the wrong kind', () => {
  it.each([
    [{ routes: 'x' }, 'an object', '"x"'],
    [{ routes: [] }, 'an object', 'Array'],
    [{ resources: {} }, 'an array', 'Object'],
    [{ sendAttribute: true }, 'a string, false or null', 'true'],
    [{ prefix: 5 }, 'a string, false or null', '5'],
    [{ typeAttribute: {} }, 'a string, false or null', 'Object'],
    [{ dataAttribute: 0 }, 'a string, false or null', '0'],
    [{ protocol: 5 }, 'a string, an array or a function', '5'],
    [{ keepOpen: 'yes' }, 'true or false', '"yes"'],
    [{ reopen: 1 }, 'true or false', '1'],
    [{ debug: 'on' }, 'true or false', '"on"'],
    [{ reopenTimeout: '3000' }, 'a number of at least 0', '"3000"'],
    [{ retries: -1 }, 'a number of at least 0', '-1'],
    [{ expectSeconds: Number.NaN }, 'a number of at least 0', 'NaN'],
    [{ minUptimeMs: new Date(0) }, 'a number of at least 0', 'Date'],
    [{ connectTimeoutMs: true }, 'a number of at least 0', 'true'],
    [{ shouldReopen: true }, 'a function', 'true'],
    [{ backoff: 'fast' }, 'an object or a function', '"fast"'],
    [{ backoff: [1, 2] }, 'an object or a function', 'Array'],
    [{ backoff: { baseMs: '1' } }, 'a number of at least 0', '"1"'],
    [{ backoff: { maxMs: -1 } }, 'a number of at least 0', '-1'],
    [{ backoff: { factor: null, jitter: 'half' } }, 'full or none', '"half"'],
    [{ outbox: true }, 'an object or false', 'true'],
    [{ outbox: 100 }, 'an object or false', '100'],
    [{ outbox: { limit: 'many' } }, 'a number of at least 0', '"many"'],
    [{ outbox: { maxBytes: -1 } }, 'a number of at least 0', '-1'],
    [{ outbox: { ttlMs: Number.NaN } }, 'a number of at least 0', 'NaN'],
    [{ outbox: { overflow: 'drop' } }, 'reject or drop-oldest or drop-newest', '"drop"'],
    [{ logger: new Map() }, 'a function', 'Map'],
    [{ WebSocket: 'ws' }, 'a function', '"ws"'],
    [{ signal: new AbortController() }, 'an AbortSignal', 'AbortController'],
  ])('is refused at once: %o', (options, expected, got) => {
    const { error, sockets } = refusal(options);
    expect(error).toMatchObject({ name: 'WSError', code: 'bad-option' });
    expect(error.message).toMatch(new RegExp(`^Option "[\\w.]+": expected ${expected}, got ${got}\\.`));
    expect(sockets).toBe(0);
  });

  it.each([['ws'], [5], [[]], [() => {}]])('is refused for the options themselves: %o', (options) => {
    expect(refusal(options).error).toMatchObject({
      code: 'bad-option',
      message: expect.stringMatching(/^Options: expected an object, got/),
    });
  });

  it.each([
    [[{}], 'bad-resource'],
    [[[null]], 'bad-resource'],
    [[[new Backbone.Model(), 5]], 'bad-events'],
  ])('is refused in resources: %o', (resources, code) => {
    const { error, sockets } = refusal({ resources });
    expect(error).toMatchObject({ name: 'WSError', code });
    expect(sockets).toBe(0);
  });
});

describe('the url', () => {
  it.each([[''], [null], [false]])('is missing: %o', (url) => {
    const { error } = refusal({}, url);
    expect(error).toMatchObject({ code: 'no-url', message: expect.stringMatching(/^URL not provided\. Expected/) });
  });

  it.each([['nonsense'], ['//host'], ['ftp://host'], ['mailto:a@b'], [5], [{}]])('is none: %o', (url) => {
    const { error, sockets } = refusal({}, url);
    expect(error).toMatchObject({ name: 'WSError', code: 'bad-url' });
    expect(error.message).toContain('expected ws:, wss:, http: or https:, got');
    expect(error.message).toContain(String(url));
    expect(sockets).toBe(0);
  });
});

it('a runtime without WebSocket is told what to do', () => {
  vi.stubGlobal('WebSocket', undefined);
  expect(() => new WS('ws://server/')).toThrow(WSError);
  expect(() => new WS('ws://server/')).toThrow(
    /expected a constructor in globalThis, got undefined.*option "WebSocket"/,
  );
});
