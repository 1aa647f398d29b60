import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Backbone from 'backbone';
import { expect, it } from 'vitest';
import { WS } from '../../src/index.js';
import { createFakeWebSocket } from '../../src/testing/index.js';
import { flush } from '../support/until.js';
import { connect } from '../support/wire.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** How many of the objects that `make` gives are still held by somebody. */
async function held(make: () => object[]): Promise<number> {
  // Made and let go in a function of its own: what is on the stack is not collected.
  const refs = (() => make().map((object) => new WeakRef(object)))();
  for (let i = 0; i < 3; i++) {
    await flush();
    collectGarbage();
  }
  return refs.filter((ref) => ref.deref()).length;
}

const hashes: [string, object | null, object][] = [
  ['by type', { 'ws:message:quote': 'set' }, {}],
  ['by key', { 'ws:message:quote': 'set' }, { match: 'symbol' }],
  ['by several keys', { 'ws:message:quote': 'set' }, { match: { sym: 'symbol', mkt: 'market' } }],
  ['to every message', { 'ws:message': 'set', 'ws:open': 'clear' }, {}],
  ['without a hash', null, {}],
];

it.each(hashes)('a connection does not hold on to what was bound %s and unbound', async (_name, hash, options) => {
  const { ws, receive } = connect();
  const bind = (symbol: string) => {
    const model = new Backbone.Model({ symbol, market: 'X' });
    ws.bind(model, hash as null, options);
    return model;
  };
  const kept = bind('KEPT');
  const count = await held(() => {
    const models = Array.from({ length: 50 }, (_, i) => bind(i % 2 ? 'A' : `S${i}`));
    receive('quote', { symbol: 'A', sym: 'A', market: 'X', mkt: 'X' });
    for (const model of models) ws.unbind(model);
    return models;
  });
  expect(count).toBe(0);
  expect(ws.resources).toEqual([kept]);
});

it('nothing holds on to a connection that was destroyed, not even what was bound to it', async () => {
  const models = [new Backbone.Model(), new Backbone.Model()];
  const count = await held(() => {
    const FakeWebSocket = createFakeWebSocket();
    return Array.from({ length: 10 }, () => {
      const ws = new WS('ws://server/', { WebSocket: FakeWebSocket, sync: true });
      for (const model of models) ws.bind(model, { 'ws:message:quote': 'set' }, { match: 'symbol' });
      FakeWebSocket.last.server.accept();
      return ws.destroy();
    });
  });
  expect(count).toBe(0);
  expect(models.map((model) => Object.hasOwn(model, 'send'))).toEqual([false, false]);
});

it('a connection does not hold on to expectations that have ended', async () => {
  const { ws, receive } = connect();
  const controller = new AbortController();
  const count = await held(() => {
    const expectations = ['quote', () => true, { price: 7 }, null].flatMap((what: any) => [
      ws.expect(what, { signal: controller.signal }),
      ws.expect(what, { seconds: Number.POSITIVE_INFINITY }),
    ]);
    receive('quote', { price: 7 });
    expectations[1]!.kill();
    return expectations;
  });
  expect(count).toBe(0);
});

it('a message costs no more after a hundred thousand bindings have come and gone', () => {
  const cost = (churn: number): number => {
    const { ws, receive } = connect();
    let calls = 0;
    ws.bind(new Backbone.Model(), { 'ws:message:quote': () => void calls++ });
    const model = new Backbone.Model();
    for (let i = 0; i < churn; i++) ws.bind(model, { 'ws:message:quote': 'set' }).unbind(model);
    const start = performance.now();
    for (let i = 0; i < 1000; i++) receive('quote');
    const end = performance.now();
    expect(calls).toBe(1000);
    return end - start;
  };
  cost(1000);
  // A gap left by each of them would make this a hundred times as much; the machine may be busy.
  expect(cost(100_000)).toBeLessThan(10 * cost(0) + 20);
});
