import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { deferred, type Resumed, resumed, turn } from './resuming.js';

const { Collection, Model } = Backbone;
const overSocket = { sync: 'request', requestTimeoutMs: 0 } as const;
const hash = { 'ws:message:row': 'set' } as const;

/** Answers the requests that the present connection was sent, each once. */
function answerer(t: Resumed) {
  const seen = new Set<string>();
  return (reply: (request: any) => object) => {
    const asked = t.sent().filter(({ id }) => id !== undefined && !seen.has(id));
    for (const request of asked) {
      seen.add(request.id);
      t.receiveRaw({ id: request.id, ...reply(request) });
    }
    return asked.map(({ type, data }) => [type, data]);
  };
}

describe('a model whose messages have a gap is fetched', () => {
  const own = { resume: { cursor: 'seq', onGap: 'fetch' }, match: 'id' } as const;

  it('over the same socket: messages wait for the reply, and those that it has are dropped', async () => {
    const t = resumed(undefined, overSocket);
    const answer = answerer(t);
    const model = new Model<any>({ id: 1 });
    const prices: unknown[] = [];
    model.on('change:price', () => prices.push(model.get('price')));
    t.ws.bind(model, hash, own);
    for (const seq of [1, 4, 5, 6]) t.receive('row', { id: 1, price: seq, seq });
    expect(prices).toEqual([1]);
    expect(answer(() => ({ data: { id: 1, price: 50, seq: 5 } }))).toEqual([['read', { id: 1 }]]);
    await turn();
    expect(prices).toEqual([1, 50, 6]);
    expect(t.gaps).toEqual([{ reason: 'missing', cursor: 1, got: 4, resource: model }]);
  });

  it('once more when the server refuses, and when the connection is lost', async () => {
    const t = resumed(undefined, overSocket);
    const answer = answerer(t);
    const model = new Model<any>({ id: 1 });
    t.ws.bind(model, hash, own);
    for (const seq of [1, 4]) t.receive('row', { id: 1, price: seq, seq });
    answer(() => ({ error: 'busy' }));
    await turn();
    expect([t.errors, model.get('price')]).toEqual([['busy'], 1]);
    await vi.advanceTimersByTimeAsync(1000);
    t.reopen();
    await turn();
    expect(t.errors.at(-1).code).toBe('connection-lost');
    t.receive('row', { id: 1, price: 5, seq: 5 });
    answer(() => ({ data: { id: 1, price: 50, seq: 5 } }));
    await turn();
    t.receive('row', { id: 1, price: 6, seq: 6 });
    expect([model.get('price'), t.gaps.length]).toEqual([6, 2]);
  });

  it('if it has a fetch of its own, too, that calls nobody back', async () => {
    const t = resumed(undefined);
    const state = deferred();
    const model = Object.assign(new Model<any>({ id: 1 }), { fetch: () => state.promise });
    t.ws.bind(model, hash, own);
    for (const seq of [1, 4, 5]) t.receive('row', { id: 1, price: seq, seq });
    state.resolve({ seq: 4 });
    await turn();
    expect(model.get('price')).toBe(5);
  });

  it('and takes what has waited, as it is, when the model refuses what came', async () => {
    const t = resumed(undefined, overSocket);
    const answer = answerer(t);
    const Strict = Model.extend({
      validate: ({ price }: any) => (price === 50 ? 'too much' : undefined),
      fetch: (options: object) => Model.prototype.fetch.call(model, { ...options, validate: true }),
    });
    const model = new Strict({ id: 1 }) as Backbone.Model<any>;
    const prices: unknown[] = [];
    model.on('change:price', () => prices.push(model.get('price')));
    t.ws.bind(model, { 'ws:message:row': (data: object) => model.set(data) }, own);
    for (const seq of [1, 4, 5]) t.receive('row', { id: 1, price: seq, seq });
    answer(() => ({ data: { id: 1, price: 50, seq: 5 } }));
    await turn();
    expect([prices, t.errors]).toEqual([[1, 4, 5], []]);
  });

  it('but not by a sync that has no reply: that is an error, and messages go on waiting', async () => {
    const t = resumed(undefined, { sync: true });
    const model = new Model<any>({ id: 1 });
    t.ws.bind(model, hash, own);
    for (const seq of [1, 4]) t.receive('row', { id: 1, price: seq, seq });
    await vi.advanceTimersByTimeAsync(1000);
    const problem = { code: 'bad-option', message: expect.stringContaining('"request"') };
    expect(t.errors).toEqual([expect.objectContaining(problem), expect.objectContaining(problem)]);
    expect(model.get('price')).toBe(1);
  });

  it('is not possible for what cannot be fetched, which is thrown when it is bound', () => {
    const t = resumed(undefined);
    const view = Object.assign({}, Backbone.Events);
    expect(() => t.ws.bind(view, {}, { resume: own.resume })).toThrow(
      expect.objectContaining({ code: 'bad-resource' }),
    );
    expect(t.ws.resources).toEqual([]);
  });
});

describe('a collection whose messages have a gap', () => {
  it('has the rows of the reply, then those that came after it; models that stay are the same', async () => {
    const t = resumed(undefined, overSocket);
    const answer = answerer(t);
    const rows = new Collection([{ id: 1, price: 1 }, { id: 2 }]);
    const [first] = rows.models;
    rows.parse = ({ rows }: any) => rows;
    const add = (data: any) => rows.add(data, { merge: true });
    t.ws.bind(rows, { 'ws:message:row': add }, { resume: { cursor: 'seq', onGap: 'fetch' } });
    for (const seq of [1, 7, 8, 9]) t.receive('row', { id: seq, seq });
    expect(rows.length).toBe(2);
    answer(() => ({ data: { seq: 8, rows: [{ id: 1, price: 8 }, { id: 7 }, { id: 8 }] } }));
    await turn();
    expect(rows.pluck('id')).toEqual([1, 7, 8, 9]);
    expect([rows.at(0) === first, first!.get('price')]).toEqual([true, 8]);
  });
});

describe('a connection whose messages have a gap', () => {
  it('fetches bound collections, and bound models outside of them, at the same time', async () => {
    const t = resumed({ onGap: 'fetch' }, overSocket);
    const answer = answerer(t);
    const rows = new Collection([{ id: 1 }]);
    const unbound = new Collection([{ id: 2 }]);
    const alone = new Model({ id: 3 });
    t.ws.bind(rows, hash).bind(rows.at(0), hash).bind(unbound.at(0), hash).bind(alone, hash);
    t.ws.bind(Object.assign({}, Backbone.Events), {});
    t.bring(1, 4, 5, 6);
    expect(answer(({ data }) => ({ data: { seq: data.id === 2 ? 4 : 5 } }))).toEqual([
      ['read', {}],
      ['read', { id: 2 }],
      ['read', { id: 3 }],
    ]);
    await turn();
    // The oldest of the states counts: it lacks the fifth message.
    expect(t.got).toEqual([1, 5, 6]);
  });

  it.each<[string, any[], unknown[]]>([
    ['one cursor is not known', [{ seq: 5 }, {}], [1, 4, 5, 6]],
    ['all have the same text', [{ seq: 5 }, { seq: 5 }], [1, 6]],
    ['they cannot be compared', [{ seq: 5 }, { seq: '5' }], [1, 4, 5, 6]],
  ])('delivers what has waited, if %s', async (_name, states, got) => {
    const t = resumed({ onGap: 'fetch' }, overSocket);
    const answer = answerer(t);
    for (const id of [0, 1]) t.ws.bind(new Model({ id }), hash);
    t.bring(1, 4, 5, 6);
    answer(({ data }) => ({ data: states[data.id] }));
    await turn();
    expect(t.got).toEqual(got);
  });

  it('and nothing to fetch, goes on', async () => {
    const t = resumed({ onGap: 'fetch' });
    t.bring(1, 4, 5);
    await turn();
    expect([t.got, t.ws.cursor]).toEqual([[1, 4, 5], 5]);
  });

  it('tries all of it again if one of them fails', async () => {
    const t = resumed({ onGap: 'fetch' }, overSocket);
    const answer = answerer(t);
    for (const id of [0, 1]) t.ws.bind(new Model({ id }), hash);
    t.bring(1, 4);
    answer(({ data }) => (data.id ? { data: { seq: 4 } } : { error: 'busy' }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(t.got).toEqual([1]);
    expect(answer(() => ({ data: { seq: 4 } }))).toHaveLength(2);
    await turn();
    t.bring(5);
    expect(t.got).toEqual([1, 5]);
  });
});
