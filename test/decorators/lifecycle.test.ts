import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import {
  onAnyMessage,
  onClose,
  onError,
  onInvalid,
  onMessage,
  onNoRetries,
  onOpen,
  type WSOptions,
  wsResource,
} from '../../src/index.js';
import { flush } from '../support/until.js';
import { connecting } from '../support/wire.js';

const { Model } = Backbone;
const broken = new Error('a broken handler');

/** A decorated instance, and one that is bound with a hash: what either is told. */
function both(options?: WSOptions) {
  const connected = connecting({ reopen: false, ...options });
  const { ws } = connected;
  const [decorated, plain]: [unknown[], unknown[]] = [[], []];
  @wsResource(ws)
  class Told extends Model {
    @onOpen() open(...args: unknown[]): void {
      decorated.push(['open', this instanceof Told, ...args]);
    }
    @onClose() close(...args: unknown[]): void {
      decorated.push(['close', this instanceof Told, ...args]);
    }
    @onError() error(...args: unknown[]): void {
      decorated.push(['error', this instanceof Told, ...args]);
    }
    @onNoRetries() noretries(...args: unknown[]): void {
      decorated.push(['noretries', this instanceof Told, ...args]);
    }
    @onInvalid() invalid(...args: unknown[]): void {
      decorated.push(['invalid', this instanceof Told, ...args]);
    }
    @onAnyMessage() message(...args: unknown[]): void {
      decorated.push(['message', this instanceof Told, ...args]);
    }
    @onMessage('quote') quote(...args: unknown[]): void {
      decorated.push(['message:quote', this instanceof Told, ...args]);
    }
  }
  const make = () => new Told();
  const names = ['open', 'close', 'error', 'noretries', 'invalid', 'message', 'message:quote'];
  const hash = names.map((name) => [
    `ws:${name}`,
    function (this: unknown, ...args: unknown[]) {
      plain.push([name, this instanceof Model, ...args]);
    },
  ]);
  ws.bind(new Model(), Object.fromEntries(hash));
  return { ...connected, decorated, plain, make };
}

describe('decorated handlers are told what a hash is told', () => {
  it('when the connection opens, brings messages and is lost for good', () => {
    vi.useFakeTimers();
    const { make, decorated, plain, FakeWebSocket, receive } = both({ reopen: true, retries: 1 });
    make();
    FakeWebSocket.last.server.accept();
    receive('quote', { price: 7 });
    receive('trade');
    FakeWebSocket.last.server.drop();
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.drop();
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    expect(decorated).toEqual(plain);
    const names = (decorated as string[][]).map(([name]) => name);
    expect(names.slice(0, 4)).toEqual(['open', 'message:quote', 'message', 'message']);
    expect(names.slice(4)).toEqual(expect.arrayContaining(['close', 'error', 'noretries']));
    expect(names.at(-1)).toBe('noretries');
  });

  it('with these arguments', () => {
    const { make, decorated, socket } = both();
    make();
    socket.server.accept();
    socket.server.send('{"type":"quote","data":7}');
    socket.server.send('not json');
    socket.server.drop({ error: false });
    const raw = { type: 'quote', data: 7 };
    const event = expect.objectContaining({ data: '{"type":"quote","data":7}' });
    expect(decorated.slice(0, 3)).toEqual([
      ['open', true, { reopened: false }],
      ['message:quote', true, 7, { type: 'quote', raw, event }],
      ['message', true, 7, 'quote', { type: 'quote', raw, event }],
    ]);
    expect(decorated[3]).toEqual([
      'invalid',
      true,
      { type: undefined, issues: [{ message: expect.any(String) }], data: 'not json' },
    ]);
    expect(decorated[4]).toMatchObject(['message', true, 'not json', undefined, { type: undefined }]);
    expect(decorated[5]).toMatchObject(['close', true, { code: 1006, wasClean: false }]);
  });

  it('when another handler throws: the error, and that the connection is open', () => {
    const { ws, make, decorated, plain, socket, receive } = both();
    make();
    socket.server.accept();
    ws.bind(new Model(), {
      'ws:message:bad': () => {
        throw broken;
      },
    });
    receive('bad');
    expect(decorated.slice(1)).toEqual(plain.slice(1));
    expect(decorated[1]).toEqual(['error', true, broken, true]);
  });
});

describe('an instance that is made while the connection is open', () => {
  it('is told so in a microtask, not in its constructor, and the others are not', async () => {
    const { make, decorated, plain, socket } = both();
    socket.server.accept();
    make();
    expect(decorated).toEqual([]);
    await Promise.resolve();
    expect(decorated).toEqual([['open', true, { reopened: false }]]);
    expect(plain).toHaveLength(1);
    make();
    await flush();
    expect(decorated).toHaveLength(2);
  });

  it('is told with the fields of an undecorated subclass set', async () => {
    const { ws, socket } = connecting();
    socket.server.accept();
    const told: unknown[] = [];
    @wsResource(ws)
    class Base extends Model {
      @onOpen() open(): void {
        told.push((this as any).unit);
      }
    }
    class Leaf extends Base {
      unit = 'EUR';
    }
    new Leaf();
    await flush();
    expect(told).toEqual(['EUR']);
  });

  it('is not told when it is unbound or destroyed before', async () => {
    const { ws, make, decorated, socket } = both();
    socket.server.accept();
    ws.unbind(make());
    const second = make();
    second.trigger('destroy', second);
    await flush();
    expect(decorated).toEqual([]);
  });

  it('hears of the next opening as a reopening', async () => {
    vi.useFakeTimers();
    const { make, decorated, FakeWebSocket } = both({ reopen: true });
    FakeWebSocket.last.server.accept();
    make();
    await flush();
    FakeWebSocket.last.server.drop({ error: false });
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.accept();
    await flush();
    vi.useRealTimers();
    expect((decorated as unknown[][]).filter(([name]) => name === 'open')).toEqual([
      ['open', true, { reopened: false }],
      ['open', true, { reopened: true }],
    ]);
  });
});
