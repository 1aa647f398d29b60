import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WS, WSError } from '../src/index.js';
import { connected, connecting } from './connection/traced.js';
import { createFakeWebSocket } from './support/fake-socket.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
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

describe('by default', () => {
  it('names of events begin with ws, and of methods there is send', () => {
    const { ws, server, socket } = connected();
    const model: any = new Backbone.Model();
    const heard: string[] = [];
    ws.bind(model);
    ws.on('all', (event: string) => void heard.push(event));
    server.send('{"type":"quote","data":1}');
    model.send('x', 1);
    expect(ws.prefix).toBe('ws');
    expect(heard).toEqual(['ws:message:quote', 'ws:message']);
    expect(socket.sent).toEqual(['{"type":"x","data":1}']);
  });

  it('a connection that nothing is bound to any more is destroyed', () => {
    const { ws, trace } = connected();
    const model = new Backbone.Model();
    ws.bind(model).unbind(model);
    expect(trace).toEqual(['close 1000']);
  });

  it('a resource saves as Backbone does', () => {
    const { ws, socket } = connected();
    const model = new Backbone.Model();
    ws.bind(model);
    expect(model.sync).toBe(Backbone.Model.prototype.sync);
    expect(socket.sent).toEqual([]);
  });

  it('there are three retries, 3 s apart', () => {
    const { ws, FakeWebSocket, trace } = connecting();
    expect(ws.retries).toBe(3);
    for (let n = 0; n < 4; n++) {
      FakeWebSocket.last.server.refuse();
      vi.advanceTimersByTime(3000);
    }
    const told = trace.filter((line) => /^(reopening|noretries)/.test(line));
    expect(told).toEqual(['reopening 1 in 3000', 'reopening 2 in 3000', 'reopening 3 in 3000', 'noretries 1006']);
  });

  it('an attempt may take 20 s', () => {
    const { trace } = connecting();
    vi.advanceTimersByTime(19_999);
    expect(trace).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(trace[0]).toBe('error connect-timeout');
  });

  it('an expectation waits 7 s for any message', async () => {
    const { ws, server } = connected();
    const late = ws.expect('late').catch(({ code }) => code);
    const any = ws.expect();
    server.send('{"type":"x","data":1}');
    vi.advanceTimersByTime(6999);
    expect(await Promise.race([late, any])).toBe(1);
    vi.advanceTimersByTime(1);
    expect(await late).toBe('timeout');
  });

  it('nothing is written to the console', () => {
    const debug = vi.spyOn(console, 'debug');
    const { ws, server } = connected();
    ws.send('x');
    server.send('x');
    expect(debug).not.toHaveBeenCalled();
    debug.mockRestore();
  });

  it.each([[undefined], [null], [{}], [{ retries: undefined, backoff: null, outbox: undefined }]])(
    'is what %o stands for',
    (options) => {
      vi.stubGlobal('WebSocket', createFakeWebSocket());
      const ws = new WS('ws://server/', options as object);
      expect(ws).toMatchObject({ retries: 3, prefix: 'ws', state: 'connecting' });
      ws.destroy();
    },
  );
});

describe('a name that no option has', () => {
  it.each([
    [{ retires: 1 }, 'retires', 'retries'],
    [{ reopenTimout: 1 }, 'reopenTimout', 'reopenTimeout'],
    [{ Prefix: 'x' }, 'Prefix', 'prefix'],
    [{ websocket: WebSocketless }, 'websocket', 'WebSocket'],
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

it('what the caller gave stays as it was', () => {
  const model = new Backbone.Model({ id: 1 });
  const given = {
    url: Object.freeze(new URL('ws://server/')),
    options: {
      routes: { 'ws:message:a': 'b' },
      resources: [[model, { 'ws:open': () => {} }], { resource: new Backbone.Model(), events: { 'ws:close': true } }],
      backoff: { baseMs: 5 },
      outbox: { limit: 5 },
      protocol: ['v1'],
      prefix: null,
      expect: { ok: true },
    },
    message: { type: 'x', data: { a: [1] } },
  };
  const { options, message } = given;
  const parts = [options, ...options.resources, ...Object.values(options).filter((part) => typeof part === 'object')];
  for (const part of [...parts, message, message.data]) if (part) Object.freeze(part);
  const before = JSON.stringify(given);
  const { ws, server, socket } = connected(options as any, { url: given.url });
  ws.send(message);
  ws.expect();
  server.send('{"type":"a","data":{}}');
  server.drop();
  ws.destroy();
  expect(socket.sent).toEqual([JSON.stringify(message)]);
  expect(JSON.stringify(given)).toBe(before);
  expect(model.attributes).toEqual({ id: 1 });
});

function WebSocketless(): void {}
