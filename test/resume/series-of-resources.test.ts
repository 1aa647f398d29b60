import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { deferred, resumed, turn } from './resuming.js';

const { Model } = Backbone;
const hash = { 'ws:message:row': 'set' } as const;
const row = (name: string, seq: number) => ['row', { name, seq }] as const;

/** Subscribes by name, from where it is. */
const byName = {
  match: 'name',
  resume: { cursor: 'seq' },
  subscribe: (model: any, cursor?: number) => ['subscribe', { name: model.get('name'), cursor }] as [string, object],
} as const;

const since = (t: ReturnType<typeof resumed>) => t.sent().map(({ data }) => [data.name, data.cursor]);

describe('the series of a resource', () => {
  it('is subscribed to from nowhere while nothing has come, also where the connection has a cursor', async () => {
    const t = resumed({});
    t.bring(7);
    t.ws.bind(new Model({ name: 'a' }), hash, byName);
    await turn();
    expect(since(t)).toEqual([['a', undefined]]);
  });

  it('is another one when it subscribes to something else', async () => {
    const t = resumed(undefined);
    const model = new Model<any>({ name: 'a' });
    t.ws.bind(model, hash, byName);
    await turn();
    t.receive(...row('a', 40));
    model.set('name', 'b');
    await turn();
    t.receive(...row('b', 7));
    expect([since(t).slice(-1), model.get('seq'), t.gaps]).toEqual([[['b', undefined]], 7, []]);
  });

  it('is another one when it matches something else', () => {
    const t = resumed(undefined);
    const model = new Model<any>({ name: 'a' });
    t.ws.bind(model, hash, { match: 'name', resume: { cursor: 'seq' } });
    t.receive(...row('a', 40));
    model.set('name', 'b');
    t.receive(...row('b', 7));
    expect([model.get('seq'), t.gaps]).toEqual([7, []]);
  });

  it('stays the same when a new model gets its id', () => {
    const t = resumed(undefined);
    const model = new Model();
    t.ws.bind(model, hash, { resume: { cursor: 'seq' } });
    t.receive('row', { seq: 1 });
    model.set('id', 5);
    t.receive('row', { seq: 1 });
    t.receive('row', { seq: 3 });
    expect(t.gaps).toMatchObject([{ cursor: 1, got: 3 }]);
  });

  it('is its own matter: a gap of the connection does not fetch it', async () => {
    const t = resumed({ onGap: 'fetch' });
    const [own, other] = [new Model<any>({ name: 'a' }), new Model<any>()].map((model) =>
      Object.assign(model, { fetch: vi.fn(({ success }: any) => success(model, { seq: 5 })) }),
    );
    t.ws.bind(own!, hash, { match: 'name', resume: { cursor: 'seq' } });
    t.ws.bind(other!, hash);
    t.bring(1, 5);
    await turn();
    expect([own!.fetch, other!.fetch].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
  });
});

describe('a gap of the connection', () => {
  it('fetches those as well that are bound while others are fetched', async () => {
    const t = resumed({ onGap: 'fetch' });
    const states = [deferred(), deferred()];
    const [early, late] = states.map(({ promise }) => Object.assign(new Model(), { fetch: vi.fn(() => promise) }));
    t.ws.bind(early!, hash);
    t.bring(1, 5, 6, 7);
    t.ws.bind(late!, hash);
    states[0]!.resolve({ seq: 5 });
    await turn();
    expect([late!.fetch.mock.calls.length, t.got]).toEqual([1, [1]]);
    states[1]!.resolve({ seq: 6 });
    await turn();
    expect([early!.fetch.mock.calls.length, t.got]).toEqual([1, [1, 6, 7]]);
  });
});

describe('a state that cannot be fetched', () => {
  it('keeps messages back until the others have been: they would take those back that came after them', async () => {
    const t = resumed({ onGap: 'fetch' });
    const states = [deferred(), deferred()];
    const models = states.map(({ promise }) => {
      const model = new Model<any>();
      return Object.assign(model, { fetch: () => promise.then((state: any) => model.set(state) && state) });
    });
    for (const model of models) t.ws.bind(model, { 'ws:message:n': (_, { raw }) => void model.set('seq', raw.seq) });
    t.bring(1, 5);
    t.reopen();
    t.bring(2, 3);
    states[0]!.reject(new Error('down'));
    await turn();
    expect(t.got).toEqual([1]);
    states[1]!.resolve({ seq: 2 });
    await turn();
    expect([t.got, models.map((model) => model.get('seq'))]).toEqual([
      [1, 2, 3],
      [3, 3],
    ]);
  });
});

describe('a state that nobody waits for any more', () => {
  it.each<[string, (model: any, ws: any) => void, number]>([
    ['its resource is unbound', (model, ws) => ws.unbind(model), 1],
    ['the connection is destroyed', (_, ws) => ws.destroy(), 2],
    ['it subscribes to something else', (model) => model.set('name', 'b'), 1],
    ['the connection is lost: it is waited for', (_, ws) => ws.socket.server.drop(), 0],
  ])('is not fetched any more when %s', async (_name, end, count) => {
    const t = resumed({ onGap: 'fetch' });
    const abort = vi.fn();
    const [own, other] = [new Model<any>({ name: 'a' }), new Model<any>()].map((model) =>
      Object.assign(model, { fetch: () => ({ abort }) }),
    );
    t.ws.bind(own!, hash, { ...byName, resume: { cursor: 'pos', onGap: 'fetch' } });
    t.ws.bind(other!, hash);
    for (const pos of [1, 5]) t.receive('row', { name: 'a', pos });
    t.bring(1, 5);
    await turn();
    end(own, t.ws);
    await turn();
    expect(abort).toHaveBeenCalledTimes(count);
  });

  it('is not waited for when one of several goes, and is fetched anew when that one comes back', async () => {
    const t = resumed({ onGap: 'fetch' });
    const fetches: { abort: () => void; state: ReturnType<typeof deferred> }[] = [];
    const model = Object.assign(new Model(), {
      fetch: () => {
        const state = deferred();
        fetches.push({ abort: vi.fn(), state });
        return Object.assign(state.promise, { abort: fetches.at(-1)!.abort });
      },
    });
    t.ws.bind(Object.assign({}, Backbone.Events), {}).bind(model, hash);
    t.bring(1, 5, 6);
    t.ws.unbind(model);
    t.ws.bind(model, hash);
    await turn();
    expect(fetches.map(({ abort }) => vi.mocked(abort).mock.calls.length)).toEqual([1, 0]);
    fetches[0]!.state.resolve({ seq: 1 });
    fetches[1]!.state.resolve({ seq: 5 });
    await turn();
    expect(t.got).toEqual([1, 6]);
  });

  it('is not waited for when the application says where it stands', async () => {
    const signals: AbortSignal[] = [];
    const t = resumed({
      onGap: (_gap: unknown, signal: AbortSignal) => {
        signals.push(signal);
        return new Promise(() => {});
      },
    });
    t.bring(1, 5, 6, 7);
    t.ws.cursor = 5;
    await turn();
    expect([t.got, t.ws.cursor, signals.map(({ aborted }) => aborted)]).toEqual([[1, 6, 7], 7, [true]]);
    t.bring(8);
    expect(t.got.at(-1)).toBe(8);
  });

  it('aborts the signal that `onGap` gets', () => {
    const t = resumed({});
    const signals: AbortSignal[] = [];
    const onGap = (_gap: unknown, signal: AbortSignal) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const model = new Model({ name: 'a' });
    t.ws.bind(model, hash, { match: 'name', resume: { cursor: 'seq', onGap } });
    t.receive(...row('a', 1));
    t.receive(...row('a', 5));
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    t.ws.unbind(model);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});

describe('close()', () => {
  it('ends what waits for a state, also by a handler of what has waited', async () => {
    const t = resumed({ onGap: async () => 4 });
    t.ws.on('ws:message:n', (seq: number) => seq === 5 && t.ws.close());
    t.bring(1, 5, 6, 7);
    await turn();
    expect([t.got, t.ws.cursor]).toEqual([[1, 5], 5]);
  });
});
