import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WS } from '../../src/index.js';
import { createRecorder, snapshotOf } from '../../src/inspector/index.js';
import { play } from '../support/play.js';

class Quote extends Backbone.Model {
  tick(data: object): void {
    vi.advanceTimersByTime(3);
    this.set(data);
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function inspected(limit?: number) {
  const scene = play((WebSocket) => new WS<any>('ws://server.test/feed', { WebSocket, keepOpen: true }));
  const recorder = createRecorder(scene.ws, limit === undefined ? {} : { limit });
  scene.accept();
  return { ...scene, recorder };
}

describe('a recorder', () => {
  it('writes down frames in and out, and events, in order', () => {
    const { ws, receive, recorder } = inspected();
    ws.send('hello', 1);
    receive({ type: 'quote', data: { price: 1 } });
    expect(recorder.entries.map(({ id, direction, type, bytes, text }) => [id, direction, type, bytes, text])).toEqual([
      [1, 'event', 'open', undefined, '{"reopened":false}'],
      [2, 'out', 'hello', 25, '{"type":"hello","data":1}'],
      [3, 'in', 'quote', 35, '{"type":"quote","data":{"price":1}}'],
    ]);
    expect(recorder.timeline.map(({ type }) => type)).toEqual(['open']);
  });

  it('says of a close what it says, not what it knows', () => {
    const { drop, recorder } = inspected();
    drop();
    expect(recorder.timeline.find(({ type }) => type === 'close')?.text).toBe('1006');
  });

  it('names the handlers that ran, and times them', () => {
    const { ws, receive, recorder } = inspected();
    ws.bind(new Quote({ symbol: 'A' }), { 'ws:message:quote': 'tick' }, { match: 'symbol' });
    ws.bind(new Quote({ symbol: 'B' }), { 'ws:message:quote': 'tick' }, { match: 'symbol' });
    receive({ type: 'quote', data: { symbol: 'A' } });
    expect(recorder.entries.at(-1)?.calls).toEqual([{ resource: 'Quote', handler: 'tick', ms: 3 }]);
    expect(recorder.seconds.at(-1)).toMatchObject({ received: 1, sent: 0, handlerMs: 3 });
  });

  it('delivers as without it: in order, with errors, without those that are gone', () => {
    const { ws, receive } = inspected();
    const seen: string[] = [];
    const last = new Backbone.Model();
    const bad = () => {
      throw new Error('on purpose');
    };
    ws.on('ws:error', (error) => seen.push(error.message));
    ws.bind(new Backbone.Model(), { 'ws:message:a': () => seen.push('first') });
    ws.bind(new Backbone.Model(), { 'ws:message:a': bad });
    ws.bind(new Backbone.Model(), { 'ws:message:a': () => ws.unbind(last) });
    ws.bind(last, { 'ws:message:a': () => seen.push('gone') });
    receive({ type: 'a' });
    expect(seen).toEqual(['first', 'on purpose']);
  });

  it('tells how long a reply took', async () => {
    const { ws, receive, sent, recorder } = inspected();
    const asked = ws.request('ask', 1);
    vi.advanceTimersByTime(40);
    receive({ id: (sent()[0] as { id: string }).id, data: 2 });
    await asked;
    expect(recorder.entries.at(-1)).toMatchObject({ direction: 'in', latencyMs: 40 });
  });

  it('keeps the newest lines only', () => {
    const { receive, recorder } = inspected(5);
    for (let n = 0; n < 100; n++) receive({ type: 'n', data: n });
    expect(recorder.entries.map(({ text }) => JSON.parse(text).data)).toEqual([95, 96, 97, 98, 99]);
    expect(recorder.count).toBe(101);
  });

  it('writes down nothing while it is paused, and counts on', () => {
    const { receive, recorder } = inspected();
    recorder.isPaused = true;
    receive({ type: 'n' });
    recorder.isPaused = false;
    receive({ type: 'm' });
    expect(recorder.entries.map(({ type }) => type)).toEqual(['open', 'm']);
    expect(recorder.seconds.at(-1)?.received).toBe(2);
    recorder.clear();
    expect(recorder.entries).toEqual([]);
  });

  it('leaves the connection as it was', () => {
    const { ws, receive, recorder } = inspected();
    const { router } = (ws as any)['~engine'].bus;
    recorder.dispose();
    const { length } = recorder.entries;
    receive({ type: 'n' });
    expect(recorder.entries).toHaveLength(length);
    expect((ws as any)['~engine'].inside.log.write).toBe(undefined);
    const fresh = play((WebSocket) => new WS<any>('ws://server.test', { WebSocket }));
    expect(String(router.deliver)).toBe(String((fresh.ws as any)['~engine'].bus.router.deliver));
  });

  it('takes only a connection', () => {
    expect(() => createRecorder({} as any)).toThrow(
      /inspect: expected a connection, made by new WS\(…\), got Object\./,
    );
  });
});

describe('a snapshot', () => {
  it('counts what is bound by class, and lists what waits', async () => {
    const { ws } = inspected();
    const options = {
      match: 'symbol',
      subscribe: (quote: Quote) => ['subscribe', quote.get('symbol')] as const,
    };
    for (const symbol of ['A', 'A', 'B']) ws.bind(new Quote({ symbol }), { 'ws:message:quote': 'tick' }, options);
    ws.bind(new Backbone.Collection(), { 'ws:message:quote': 'add', 'ws:close': 'reset' });
    await vi.advanceTimersByTimeAsync(0);
    ws.request('ask', 1).catch(() => {});
    expect(snapshotOf(ws)).toMatchObject({
      state: 'open',
      url: 'ws://server.test/feed',
      retries: 3,
      resources: [
        { name: expect.stringMatching(/^(Collection|child|Object)$/), count: 1 },
        { name: 'Quote', count: 3 },
      ],
      routes: [
        { event: 'ws:close', count: 1 },
        { event: 'ws:message:quote', count: 1 },
        { event: 'ws:message:quote', name: 'Quote', count: 3 },
      ],
      outbox: { messages: 0, bytes: 0 },
      requests: [{ type: 'ask', isSent: true }],
      subscriptions: [
        { key: '["subscribe","A"]', count: 2, isActive: true },
        { key: '["subscribe","B"]', count: 1, isActive: true },
      ],
      bufferedBytes: 0,
    });
  });

  it('counts the outbox while the connection is down', () => {
    const { ws, drop } = inspected();
    drop();
    ws.send('a', 1);
    expect(snapshotOf(ws).outbox).toEqual({ messages: 1, bytes: 21 });
  });
});
