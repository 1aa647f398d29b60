import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { bySymbol, short, started, turn } from '../exchange/subscribing.js';

const { Model } = Backbone;

/** Two models are bound; within an event that `destroy()` tells, the connection is opened and used again. */
async function usedAgainWithin(event: 'close' | 'dropped', options: object) {
  const t = started(options);
  const [again, old, late] = ['A', 'B', 'C'].map((symbol) => new Model({ symbol }));
  const prices: unknown[] = [];
  const bind = (model: typeof again) =>
    t.ws.bind(model!, { 'ws:message:quote': (data: any) => prices.push([model!.get('symbol'), data.of]) }, bySymbol);
  bind(again);
  bind(old);
  await turn();
  if (event === 'dropped') {
    t.FakeWebSocket.last.server.drop();
    t.ws.send('waits', 1);
  }
  t.ws.once(`ws:${event}`, () => {
    t.ws.open();
    bind(again);
    bind(late);
    t.ws.subscribe('D', { subscribe: ['subscribe', { symbol: 'D' }] });
    t.ws.send('later', 2);
  });
  t.ws.destroy();
  return Object.assign(Object.create(t, Object.getOwnPropertyDescriptors(t)), { again, late, prices });
}

describe('a connection that is used again while it is destroyed', () => {
  it.each([
    ['close', {}],
    ['close', { keepOpen: true }],
    ['dropped', {}],
    ['dropped', { keepOpen: true }],
  ] as const)('within `%s` (%o) is open, with what is bound, subscribed to and sent then', async (event, options) => {
    const t = await usedAgainWithin(event, options);
    expect(t.ws.resources).toEqual([t.again, t.late]);
    t.FakeWebSocket.last.server.accept();
    expect(t.ws.isOpen).toBe(true);
    expect(short(t).sort()).toEqual(['+A', '+C', '+D', 'later']);
    await turn();
    t.receive('quote', { of: 'all' });
    expect(t.prices).toEqual([
      ['A', 'all'],
      ['C', 'all'],
    ]);
  });

  it('stays as it is when it is destroyed once more by who was told', async () => {
    const t = started();
    t.ws.bind(new Model(), {});
    t.ws.once('ws:close', () => {
      t.ws.open();
      t.ws.destroy();
    });
    t.ws.destroy();
    expect([t.ws.state, t.ws.resources, t.FakeWebSocket.live]).toEqual(['idle', [], []]);
    expect(() => t.ws.send('any', 1)).toThrow('destroyed');
  });

  it('ends again with the last resource that was bound then', () => {
    const t = started({ keepOpen: false });
    t.ws.bind(new Model(), {});
    t.ws.once('ws:close', () => {
      const model = new Model();
      t.ws.open().bind(model, {}).unbind(model);
    });
    t.ws.destroy();
    expect([t.ws.state, t.ws.resources, t.FakeWebSocket.live]).toEqual(['idle', [], []]);
    expect(t.ws.bind(new Model(), {}).state).toBe('connecting');
  });
});
