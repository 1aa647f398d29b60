import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { kinds, recorded, recordedNames } from '../support/resources.js';
import { flush } from '../support/until.js';
import { connect, connecting } from '../support/wire.js';

const { Model } = Backbone;

describe.each(kinds)('%s that is bound without a hash', (_name, make) => {
  it('has every message triggered on it, typed ones too', () => {
    const { ws, receive, receiveRaw } = connect();
    const resource = make();
    ws.bind(resource);
    const seen = recorded(resource);
    receive('quote', { price: 7 });
    receiveRaw([1]);
    const meta = (type: string | undefined) => expect.objectContaining({ type, event: expect.anything() });
    expect(seen).toEqual([
      ['ws:message:quote', { price: 7 }, meta('quote')],
      ['ws:message', { price: 7 }, 'quote', meta('quote')],
      ['ws:message', [1], undefined, meta(undefined)],
    ]);
  });
});

describe('a resource that is bound without a hash', () => {
  it('has the life of the connection triggered on it, with all that the events tell', async () => {
    vi.useFakeTimers();
    const { ws, socket, FakeWebSocket } = connecting();
    const model = new Model();
    ws.bind(model);
    const seen = recorded(model);
    socket.server.accept();
    socket.server.send('{');
    socket.server.drop();
    vi.advanceTimersByTime(3000);
    FakeWebSocket.last.server.accept();
    expect(seen.map(([name]) => name)).toEqual([
      'ws:open',
      'ws:invalid',
      'ws:message',
      'ws:error',
      'ws:close',
      'ws:reopening',
      'ws:open',
    ]);
    expect(seen[0]?.[1]).toEqual({ reopened: false });
    expect(seen[3]?.slice(1)).toEqual([expect.objectContaining({ type: 'error' }), true]);
    expect(seen[4]?.[1]).toMatchObject({ code: 1006 });
    expect(seen[5]?.[1]).toEqual({ attempt: 1, delayMs: 3000 });
    expect(seen[6]?.[1]).toEqual({ reopened: true });
    vi.useRealTimers();
  });

  it.each([undefined, null])('is so with %s for a hash', (hash) => {
    const { ws, receive } = connect();
    const model = new Model();
    ws.bind(model, hash);
    const names = recordedNames(model);
    receive('quote');
    expect(names).toEqual(['ws:message:quote', 'ws:message']);
  });

  it('gets nothing from an empty hash', async () => {
    const { ws, receive } = connect();
    const model = new Model();
    const names = recordedNames(model);
    ws.bind(model, {});
    await flush();
    receive('quote');
    expect(names).toEqual([]);
    expect(ws.resources).toEqual([model]);
  });

  it('has what the application triggers on the connection, too', () => {
    const { ws } = connect();
    const model = new Model();
    ws.bind(model);
    const seen = recorded(model);
    ws.trigger('own', 1, 2);
    expect(seen).toEqual([['own', 1, 2]]);
  });

  it('has the names that the routes make', () => {
    const { ws, receive } = connect({ routes: { 'ws:message:quote': 'priced', 'ws:message:halted': () => undefined } });
    const model = new Model();
    ws.bind(model);
    const names = recordedNames(model);
    receive('quote');
    receive('halted');
    expect(names).toEqual(['priced', 'ws:message', 'ws:message']);
  });

  it.each([
    ['feed', ['feed:message:quote', 'feed:message']],
    ['', ['message:quote', 'message']],
  ])('has the names with the prefix "%s"', (prefix, expected) => {
    const { ws, receive } = connect({ prefix });
    const model = new Model();
    ws.bind(model);
    const names = recordedNames(model);
    receive('quote');
    expect(names).toEqual(expected);
  });

  it.each([false, null] as const)('has bare names with the prefix %s', (prefix) => {
    const { ws, receive } = connect({ prefix });
    const model = new Model();
    ws.bind(model);
    const names = recordedNames(model);
    receive('quote');
    expect(names).toEqual(['message:quote', 'message']);
    expect(ws.prefix).toBe('');
  });
});

describe('with and without a hash', () => {
  it.each([
    ['first', [undefined, { 'ws:message:quote': true as const }]],
    ['second', [{ 'ws:message:quote': true as const }, undefined]],
    ['twice', [undefined, undefined]],
  ])('the same event is triggered once, bound without %s', (_name, hashes) => {
    const { ws, receive } = connect();
    const model = new Model();
    for (const hash of hashes) ws.bind(model, hash);
    const names = recordedNames(model);
    receive('quote');
    expect(names).toEqual(['ws:message:quote', 'ws:message']);
  });

  it('handlers run beside what is triggered, in the order of binding', () => {
    const { ws, receive } = connect();
    const seen: string[] = [];
    const model = new Model();
    model.on('ws:message:quote', () => seen.push('triggered'));
    model.on('other', () => seen.push('another event'));
    ws.bind(model, { 'ws:message:quote': () => void seen.push('before') });
    ws.bind(model);
    ws.bind(model, { 'ws:message:quote': { trigger: 'other' } });
    receive('quote');
    expect(seen).toEqual(['before', 'triggered', 'another event']);
  });
});
