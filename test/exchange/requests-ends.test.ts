import { getEventListeners } from 'node:events';
import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WSError } from '../../src/index.js';
import { flush } from '../support/until.js';
import { connect, connecting } from '../support/wire.js';
import { ask, countUnhandled, errorOf, standing, watchMaps } from './asking.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A connection with one request, sent or waiting in the outbox, and all that can end it. */
function play(isSent: boolean, retry = false) {
  const life = new AbortController();
  const make = () => (isSent ? connect : connecting)({ retries: 1, reopenTimeout: 10, signal: life.signal });
  const { result: connected, left } = watchMaps(make);
  const { ws } = connected;
  const controller = new AbortController();
  const request = ws.request('ask', 1, { signal: controller.signal, retry });
  return { ...connected, connected, ws, left, life, controller, request };
}
type Played = ReturnType<typeof play>;

/** Loses the connection, and then the one attempt to open it again. */
const loseForGood = ({ connected }: Played): void => {
  connected.socket.server.drop();
  vi.advanceTimersByTime(10);
  connected.socket.server.drop();
};

const replyWith =
  (reply: object) =>
  ({ connected }: Played): void =>
    connected.receiveRaw({ id: connected.sent()[0].id, ...reply });

type End = [name: string, code: string, end: (played: Played) => unknown];

const always: End[] = [
  ['its time is over', 'timeout', () => vi.advanceTimersByTime(10_000)],
  ['its signal aborts', 'aborted', ({ controller }) => controller.abort()],
  ['no attempt to connect is left', 'connection-lost', loseForGood],
  ['the connection is closed', 'closed', ({ ws }) => ws.close()],
  ['the connection is destroyed', 'destroyed', ({ ws }) => ws.destroy()],
  ['the signal of the connection aborts', 'destroyed', ({ life }) => life.abort()],
];

const whenSent: End[] = [
  ['its reply comes', '', replyWith({ data: 7 })],
  ['an error comes', 'remote', replyWith({ error: { message: 'no' } })],
  ['the connection is lost', 'connection-lost', ({ socket }) => socket.server.drop({ error: false })],
  ['the server closes', 'connection-lost', ({ socket }) => socket.server.close(1001)],
];

const sides = [
  [true, [...always, ...whenSent]],
  [false, always],
] as const;

const cases = sides.flatMap(([isSent, ends]) =>
  ends.map((end) => [isSent ? 'sent' : 'waiting to be sent', ...end, isSent] as const),
);

describe.each(cases)('a request %s, when %s,', (_state, _name, code, end, isSent) => {
  const outcome = code ? [code, isSent] : ['fulfilled', 7];

  it('ends at once, and says whether it was sent', async () => {
    const played = play(isSent);
    end(played);
    expect(await standing(played.request)).toEqual(outcome);
    if (!code) return;
    const error = await errorOf(played.request);
    expect(error).toBeInstanceOf(WSError);
    expect(error.message).toMatch(/^Request "ask": .*[^.]\.$/);
  });

  it('leaves no timer, no listener and no entry behind', async () => {
    const played = play(isSent);
    end(played);
    await standing(played.request);
    played.ws.close();
    await flush();
    expect(vi.getTimerCount()).toBe(0);
    expect(played.left()).toBe(0);
    expect(getEventListeners(played.controller.signal, 'abort')).toEqual([]);
  });

  it('is not changed by anything that comes after', async () => {
    const played = play(isSent);
    const settled = vi.fn();
    played.request.then(settled, settled);
    end(played);
    for (const [, , other] of always) other(played);
    expect(await standing(played.request)).toEqual(outcome);
    expect(settled).toHaveBeenCalledTimes(1);
  });

  it('is never sent after it, not even with retry', async () => {
    const played = play(isSent, true);
    const { ws, connected, FakeWebSocket } = played;
    end(played);
    // With retry a lost connection is no end yet.
    played.controller.abort();
    played.request.catch(() => {});
    const before = FakeWebSocket.sockets.flatMap(({ sent }) => sent).length;
    expect(before).toBe(isSent ? 1 : 0);
    if (ws.state === 'closed' && ws.socket) await flush();
    ws.destroy().open();
    connected.socket.server.accept();
    expect(connected.sent()).toEqual([]);
    ws.send('next', 1);
    expect(connected.sent()).toEqual([{ type: 'next', data: 1 }]);
  });

  it('is not reported if nobody does', async () => {
    const unhandled = countUnhandled();
    const played = play(isSent);
    end(played);
    expect(await unhandled()).toBe(0);
    expect(await standing(played.request)).toEqual(outcome);
  });
});

describe('the last resource', () => {
  it('takes the requests with it when it goes', async () => {
    const { ws } = connect({ keepOpen: false });
    const resource = Object.assign({}, Backbone.Events);
    ws.bind(resource);
    const request = ask(ws);
    ws.unbind(resource);
    expect(await standing(request)).toEqual(['destroyed', true]);
  });
});

describe('the cause of a rejection', () => {
  it('is the reason that the signal gives', async () => {
    const { ws } = connect();
    const controller = new AbortController();
    const request = ask(ws, 'ask', 1, { signal: controller.signal });
    const reason = new Error('The user went away.');
    controller.abort(reason);
    expect(await errorOf(request)).toMatchObject({ code: 'aborted', cause: reason });
  });

  it('is the TimeoutError of a signal that is a timeout', async () => {
    vi.useRealTimers();
    const { ws } = connect();
    const request = ask(ws, 'ask', 1, { signal: AbortSignal.timeout(1) });
    expect(await errorOf(request)).toMatchObject({ code: 'aborted', cause: { name: 'TimeoutError' } });
  });

  it('of a timeout is none, but the text says how long it was', async () => {
    const { ws } = connect();
    const request = ask(ws, 'order.place', 1, { timeoutMs: 1500 });
    vi.advanceTimersByTime(1500);
    const error = await errorOf(request);
    expect([error.message, error.cause]).toEqual(['Request "order.place": no reply within 1500 ms.', undefined]);
  });
});

describe('a signal', () => {
  it('ends all its requests, and no others', async () => {
    const { ws } = connect();
    const [one, two] = [new AbortController(), new AbortController()];
    const requests = [one, two, one].map(({ signal }) => ask(ws, 'ask', 1, { signal }));
    one.abort();
    expect(await Promise.all(requests.map(standing))).toEqual([['aborted', true], 'waiting', ['aborted', true]]);
  });

  it('that has aborted already sends nothing', async () => {
    const { ws, socket } = connect();
    const signal = AbortSignal.abort('why');
    const request = ask(ws, 'ask', 1, { signal, retry: true });
    expect(await standing(request)).toEqual(['aborted', false]);
    expect(await errorOf(request)).toMatchObject({ cause: 'why' });
    expect(socket.sent).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
