import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import type { WSOptions } from '../../src/index.js';
import { flush } from '../support/until.js';
import { connect } from '../support/wire.js';
import { ask, standing } from './asking.js';

type Handlers = { [event: string]: unknown };

/** A connection that answers, with one resource that handles `ask`, and others. */
function answering(handler: unknown, options: WSOptions<any, 'ws'> = {}, ...others: Handlers[]) {
  const connected = connect({ answers: true, ...options });
  const errors: unknown[] = [];
  connected.ws.on('ws:error', (error) => void errors.push(error));
  for (const handlers of [{ 'ws:message:ask': handler }, ...others]) {
    connected.ws.bind(Object.assign({}, Backbone.Events), handlers as any);
  }
  return { ...connected, errors };
}

describe('the answer to a request of the server', () => {
  it.each<[unknown]>([[{ deep: [{ er: 1 }] }], [[1, 2]], ['text'], [''], [0], [false], [null]])(
    'is what the handler returns: %j',
    (value) => {
      const { receiveRaw, sent } = answering(() => value);
      receiveRaw({ type: 'ask', id: 's-1', data: 1 });
      expect(sent()).toEqual([{ id: 's-1', data: value }]);
    },
  );

  it('is what its promise brings, when it brings it', async () => {
    let bring!: (value: unknown) => void;
    const later = new Promise((resolve) => {
      bring = resolve;
    });
    const { receiveRaw, sent } = answering(() => later);
    receiveRaw({ type: 'ask', id: 's-1' });
    await flush();
    expect(sent()).toEqual([]);
    bring({ ok: true });
    await flush();
    expect(sent()).toEqual([{ id: 's-1', data: { ok: true } }]);
  });

  it('is its id alone if the handler returns nothing, at once or later', async () => {
    const { receiveRaw, sent } = answering(({ isLater }: any) => (isLater ? Promise.resolve() : undefined));
    receiveRaw({ type: 'ask', id: 's-1', data: {} });
    receiveRaw({ type: 'ask', id: 's-2', data: { isLater: true } });
    await flush();
    expect(sent()).toEqual([{ id: 's-1' }, { id: 's-2' }]);
  });

  it.each<[unknown]>([['s-1'], [0], [7], [''], [false], [[1]], [{ of: 'the server' }], ['__proto__']])(
    'repeats the id as it came: %j',
    (id) => {
      const { receiveRaw, sent } = answering(() => 7);
      receiveRaw({ type: 'ask', id });
      expect(sent()).toEqual([{ id, data: 7 }]);
    },
  );

  it('is that of the handler, which gets payload and meta as for any message', () => {
    const handler = vi.fn(() => 7);
    const { receiveRaw } = answering(handler);
    const raw = { type: 'ask', id: 's-1', data: { n: 1 } };
    receiveRaw(raw);
    const meta = { type: 'ask', raw, event: expect.objectContaining({ type: 'message' }) };
    expect(handler.mock.calls).toEqual([[{ n: 1 }, meta]]);
  });

  it.each<[string, object, object, object]>([
    [
      'id and payload',
      { idAttribute: 'ref', dataAttribute: 'payload' },
      { type: 'ask', ref: 1 },
      { ref: 1, payload: 7 },
    ],
    ['the type', { typeAttribute: 'event' }, { event: 'ask', id: 1 }, { id: 1, data: 7 }],
    ['payloads, by none', { dataAttribute: false }, { type: 'ask', id: 1 }, { id: 1, data: 7 }],
  ])('has the names that the options give %s', (_name, options, message, answer) => {
    const { receiveRaw, sent } = answering(() => 7, options);
    receiveRaw(message);
    expect(sent()).toEqual([answer]);
  });

  it('may be that of a method, of a decorated class as of any', () => {
    const { ws, receiveRaw, sent } = connect({ answers: true });
    class Shop extends Backbone.Model {
      price() {
        return this.get('price');
      }
    }
    ws.bind(new Shop({ price: 7 }), { 'ws:message:ask': 'price' });
    receiveRaw({ type: 'ask', id: 1 });
    expect(sent()).toEqual([{ id: 1, data: 7 }]);
  });

  it('is that of the resource whose key is meant', () => {
    const { ws, receiveRaw, sent } = connect({ answers: true });
    for (const symbol of ['ACME', 'OTHER']) {
      ws.bind(new Backbone.Model({ symbol }), { 'ws:message:ask': () => `${symbol} answers` }, { match: 'symbol' });
    }
    receiveRaw({ type: 'ask', id: 1, data: { symbol: 'OTHER' } });
    receiveRaw({ type: 'ask', id: 2, data: { symbol: 'NOBODY' } });
    expect(sent()).toEqual([{ id: 1, data: 'OTHER answers' }]);
  });

  it('comes once, from the first handler that returns something; the others run all the same', () => {
    const calls: number[] = [];
    const handlers = [undefined, undefined, 'first', 'second'].map((value, n) => ({
      'ws:message:ask': () => {
        calls.push(n + 1);
        return value;
      },
    }));
    const { receiveRaw, sent } = answering(() => void calls.push(0), {}, ...handlers);
    receiveRaw({ type: 'ask', id: 1 });
    expect([sent(), calls]).toEqual([[{ id: 1, data: 'first' }], [0, 1, 2, 3, 4]]);
  });

  it('leads where a route leads the message', () => {
    const routes = { 'ws:message:ask': 'asked' };
    const { receiveRaw, sent } = answering(() => 'the old way', { routes }, { asked: () => 'the new way' });
    receiveRaw({ type: 'ask', id: 1 });
    expect(sent()).toEqual([{ id: 1, data: 'the new way' }]);
  });

  it('does not keep listeners from the message', () => {
    const { ws, receiveRaw } = answering(() => 7);
    const heard: unknown[] = [];
    ws.on('all', (event) => void heard.push(event));
    receiveRaw({ type: 'ask', id: 1 });
    expect(heard).toEqual(['ws:message:ask', 'ws:message']);
  });

  it('crosses a request with the same id', async () => {
    const { ws, receiveRaw, sent } = answering((n: number) => n + 1);
    const request = ask(ws, 'double', 1);
    const [{ id }] = sent();
    // An id of ours is our reply, whatever the type says.
    receiveRaw({ type: 'ask', id, data: 5 });
    receiveRaw({ type: 'ask', id, data: 6 });
    expect(await request).toBe(5);
    expect(sent().slice(1)).toEqual([{ id, data: 7 }]);
  });
});

describe('no answer goes out', () => {
  it.each<[string, object, object]>([
    ['the option is off', { answers: false }, { type: 'ask', id: 1 }],
    ['the option is off, though messages are checked', { answers: false, schemas: {} }, { type: 'ask', id: 1 }],
    ['there is no id', {}, { type: 'ask', data: 1 }],
    ['the id is null', {}, { type: 'ask', id: null }],
    ['there is no type', {}, { id: 1, data: 1 }],
    ['there is no handler for the type', {}, { type: 'other', id: 1 }],
    ['the type has spaces and nobody handles it', {}, { type: 'ask more', id: 1 }],
    ['ids are switched off', { idAttribute: false }, { type: 'ask', id: 1, '': 1 }],
  ])('if %s', async (_name, options, message) => {
    const { receiveRaw, socket } = answering(() => 7, options);
    receiveRaw(message);
    await flush();
    expect(socket.sent).toEqual([]);
  });

  it('for listeners of the connection, and for handlers of every message', async () => {
    const { ws, receiveRaw, sent } = connect({ answers: true });
    ws.on('ws:message:ask', () => 7);
    ws.bind(Object.assign({}, Backbone.Events), { 'ws:message': () => 7 });
    receiveRaw({ type: 'ask', id: 1 });
    await flush();
    expect(sent()).toEqual([]);
  });

  it('for a resource that every event is triggered on, as its listeners cannot return anything', async () => {
    const { ws, receiveRaw, sent } = connect({ answers: true });
    const resource = Object.assign({}, Backbone.Events);
    resource.on('ws:message:ask', () => 7);
    ws.bind(resource);
    receiveRaw({ type: 'ask', id: 1 });
    await flush();
    expect(sent()).toEqual([]);
  });

  it('for a late reply, unless somebody handles its type', async () => {
    const { ws, receiveRaw, sent } = answering(() => 7);
    const controller = new AbortController();
    const request = ask(ws, 'order', 1, { signal: controller.signal });
    controller.abort();
    expect(await standing(request)).toEqual(['aborted', true]);
    receiveRaw({ type: 'order', id: sent()[0].id, data: 7 });
    receiveRaw({ id: sent()[0].id, data: 7 });
    expect(sent()).toHaveLength(1);
  });
});
