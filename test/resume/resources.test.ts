import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { deferred, resumed, turn } from './resuming.js';

const { Model } = Backbone;

/** A model whose messages are a series, with the prices that it has had. */
function live(id: number, price?: number) {
  const prices: unknown[] = [];
  const model = new Model({ id, price });
  model.on('change:price', () => prices.push(model.get('price')));
  return { model, prices };
}
const hash = { 'ws:message:row': 'set' } as const;
const row = (id: number, seq: unknown) => ['row', { id, seq, price: seq }] as const;

describe('a resource with a series of its own', () => {
  it('drops what comes again and tells what is missing, apart from others', () => {
    const t = resumed(undefined);
    const [a, b] = [live(1), live(2)];
    for (const { model } of [a, b]) t.ws.bind(model, hash, { match: 'id', resume: { cursor: 'seq' } });
    for (const [id, seq] of [
      [1, 1],
      [2, 7],
      [1, 2],
      [1, 1],
      [2, 8],
      [2, 7],
      [1, 5],
    ])
      t.receive(...row(id!, seq));
    expect([a.prices, b.prices]).toEqual([
      [1, 2, 5],
      [7, 8],
    ]);
    expect(t.gaps).toEqual([{ reason: 'missing', cursor: 2, got: 5, resource: a.model }]);
  });

  it('judges a message once for all its handlers, one of which throws', async () => {
    const t = resumed(undefined);
    const state = deferred();
    const { model } = live(1);
    const order: unknown[] = [];
    const handlers = {
      'ws:message:row': (data: any) => order.push(['row', data.seq]),
      'ws:message': (data: any) => {
        order.push(['any', data.seq]);
        throw new Error('cannot');
      },
    };
    t.ws.bind(model, handlers, { resume: { cursor: 'seq', onGap: () => state.promise } });
    t.ws.bind(model, { 'ws:message:row': (data: any) => order.push(['more', data.seq]) });
    for (const seq of [1, 1, 2, 5, 6]) t.receive(...row(1, seq));
    const all = (seq: number) => [
      ['row', seq],
      ['any', seq],
    ];
    expect(order.filter(([name]: any) => name !== 'more')).toEqual([...all(1), ...all(2)]);
    state.resolve(5);
    await turn();
    expect(order.slice(-3)).toEqual(expect.arrayContaining(all(6)));
    expect(order.filter(([name]: any) => name === 'more')).toEqual([1, 2, 6].map((seq) => ['more', seq]));
    expect([t.errors.length, t.gaps.length]).toEqual([3, 1]);
  });

  it('that is bound twice has its handlers once, also where the series is said the second time', () => {
    const t = resumed(undefined);
    const handler = vi.fn();
    const handlers = { 'ws:message:row': handler, 'ws:message:other': true } as const;
    const [model, late] = [new Model(), new Model()];
    t.ws.bind(model, handlers, { resume: { cursor: 'seq' } }).bind(model, handlers);
    t.ws.bind(late, handlers).bind(late, handlers, { resume: { cursor: 'seq' } });
    t.receive(...row(1, 1));
    expect(handler).toHaveBeenCalledTimes(2);
  });

  it('does not wait for what its handlers promise', () => {
    const t = resumed(undefined);
    const got: unknown[] = [];
    const slow = async ({ seq }: any) => {
      got.push(seq);
      await new Promise(() => {});
    };
    t.ws.bind(new Model(), { 'ws:message:row': slow }, { resume: { cursor: 'seq' } });
    for (const seq of [1, 2, 3]) t.receive(...row(1, seq));
    expect([got, t.gaps]).toEqual([[1, 2, 3], []]);
  });

  it('that takes every event gets those of the connection at once, and messages in order', async () => {
    const t = resumed(undefined);
    const state = deferred();
    const model = new Model();
    const events: unknown[] = [];
    model.on('all', (name, data) => /row|close/.test(name) && events.push([name, data.seq]));
    t.ws.bind(model, null, { resume: { cursor: 'seq', onGap: () => state.promise } });
    for (const seq of [1, 1, 5]) t.receive(...row(1, seq));
    expect(events).toEqual([['ws:message:row', 1]]);
    t.ws.trigger('ws:close', {}).trigger('ws:drain');
    expect(events).toHaveLength(2);
    state.resolve(4);
    await turn();
    expect(events.slice(1)).toEqual([
      ['ws:close', undefined],
      ['ws:message:row', 5],
    ]);
  });

  it('has it also where routes rename its messages', () => {
    const t = resumed(undefined, { routes: { 'ws:message:row': 'price' } });
    const { model, prices } = live(1);
    t.ws.bind(model, { price: (data: object) => model.set(data) }, { resume: { cursor: 'seq' } });
    for (const seq of [1, 1, 2, 1]) t.receive(...row(1, seq));
    expect(prices).toEqual([1, 2]);
  });

  it('is asked for on every open, one by one, with its cursor', () => {
    const t = resumed(undefined);
    const resume = {
      cursor: 'seq',
      message: (cursor: number, _epoch: unknown, resource: any) => ['since', { id: resource.id, cursor }],
    };
    for (const id of [1, 2, 3]) t.ws.bind(new Model({ id }), hash, { match: 'id', resume });
    t.receive(...row(1, 5));
    t.receive(...row(3, 9));
    t.reopen();
    expect(t.sent().map(({ data }) => data)).toEqual([
      { id: 1, cursor: 5 },
      { id: 3, cursor: 9 },
    ]);
  });

  it('gets nothing of what has waited once it is unbound, and its state is not asked for again', async () => {
    const t = resumed(undefined);
    const { model, prices } = live(1);
    const fetch = vi.fn(() => Promise.reject(new Error('down')));
    Object.assign(model, { fetch });
    t.ws.bind(model, hash, { resume: { cursor: 'seq', onGap: 'fetch' } });
    for (const seq of [1, 5]) t.receive(...row(1, seq));
    await turn();
    t.ws.unbind(model);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([prices, fetch.mock.calls.length, vi.getTimerCount()]).toEqual([[1], 1, 0]);
    t.ws.bind(model, hash, { resume: { cursor: 'seq' } });
    t.receive(...row(1, 90));
    expect([prices, t.gaps.length]).toEqual([[1, 90], 1]);
  });

  it('runs no handler of what has waited that was taken away meanwhile', async () => {
    const t = resumed(undefined);
    const state = deferred();
    const { model, prices } = live(1);
    const gone = vi.fn();
    t.ws.bind(model, { ...hash, 'ws:message': gone }, { resume: { cursor: 'seq', onGap: () => state.promise } });
    for (const seq of [1, 5]) t.receive(...row(1, seq));
    model.stopListening(t.ws as never, 'ws:message', gone);
    state.resolve(4);
    await turn();
    expect([prices, gone.mock.calls.length]).toEqual([[1, 5], 1]);
  });

  it('is unbound by its own handler, and those behind it do not run', () => {
    const t = resumed(undefined);
    const { model, prices } = live(1);
    t.ws.bind(model, { 'ws:message:row': () => t.ws.unbind(model) }, { resume: { cursor: 'seq' } });
    t.ws.bind(model, hash);
    t.receive(...row(1, 1));
    expect([prices, t.errors]).toEqual([[], []]);
  });

  it('may be one beside that of the connection', async () => {
    const t = resumed({ cursor: 'all' });
    const { model, prices } = live(1);
    t.ws.bind(model, hash, { match: 'id', resume: { cursor: 'seq' } });
    for (const [seq, all] of [
      [1, 10],
      [1, 11],
      [2, 11],
      [2, 12],
      [3, 13],
    ])
      t.receiveRaw({ type: 'row', data: { id: 1, seq, price: seq }, all });
    expect([prices, t.ws.cursor, t.gaps]).toEqual([[1, 2, 3], 13, []]);
  });
});
