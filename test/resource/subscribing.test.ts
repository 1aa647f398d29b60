import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { bySymbol, reopen, servedBy, short, started, turn } from '../exchange/subscribing.js';

const { Model } = Backbone;
const hash = { 'ws:message:quote': 'set' };

describe('what a resource subscribes to', () => {
  it('is shared: ten models of one symbol subscribe once, the last to go ends it', async () => {
    const t = started();
    const models = Array.from({ length: 10 }, () => new Model({ symbol: 'A' }));
    for (const model of models) t.ws.bind(model, hash, bySymbol);
    await turn();
    for (const model of models.slice(1)) t.ws.unbind(model);
    await turn();
    expect(short(t)).toEqual(['+A']);
    t.ws.unbind(models[0]!);
    await turn();
    expect(short(t)).toEqual(['+A', '-A']);
  });

  it.each<[string, (model: any, ws: any) => void]>([
    ['it is destroyed', (model) => model.trigger('destroy', model)],
    ['its stopListening() runs', (model) => model.stopListening()],
    ['it stops listening to the connection', (model, ws) => model.stopListening(ws)],
    ['all of its kind are unbound', (_, ws) => ws.unbindAll(Model)],
    ['a handler unbinds it', (model, ws) => ws.trigger('ws:message:leave', model)],
  ])('ends when %s', async (_name, end) => {
    const t = started();
    const model = new Model({ symbol: 'A' });
    t.ws.bind(model, { ...hash, 'ws:message:leave': () => t.ws.unbind(model) }, bySymbol);
    await turn();
    end(model, t.ws);
    await turn();
    expect(short(t)).toEqual(['+A', '-A']);
    reopen(t);
    expect(t.sent()).toEqual([]);
  });

  it('is nothing where the function returns nothing, until it returns something', async () => {
    const t = started();
    const subscribe = (model: any) => model.has('symbol') && bySymbol.subscribe(model);
    const model = new Model();
    t.ws.bind(model, hash, { ...bySymbol, subscribe, match: 'symbol' });
    await turn();
    expect(t.sent()).toEqual([]);
    model.set('symbol', 'A');
    await turn();
    model.unset('symbol');
    await turn();
    expect(short(t)).toEqual(['+A', '-A']);
  });

  it('needs no end and no handlers', async () => {
    const t = started();
    const model = new Model({ symbol: 'A' });
    t.ws.bind(model, {}, { subscribe: bySymbol.subscribe });
    await turn();
    t.ws.unbind(model);
    await turn();
    expect(short(t)).toEqual(['+A']);
  });

  it('may be of a collection or a view', async () => {
    const t = started();
    const collection = new Backbone.Collection();
    const view = Object.assign({}, Backbone.Events);
    for (const resource of [collection, view])
      t.ws.bind(resource, {}, { subscribe: () => ['subscribe', { symbol: '*' }] });
    await turn();
    expect(short(t)).toEqual(['+*']);
  });

  it('moves with an id that comes late, or changes', async () => {
    const t = started();
    const byId = {
      subscribe: (model: any) => !model.isNew() && (['subscribe', { symbol: model.id }] as const),
      unsubscribe: (model: any) => ['unsubscribe', { symbol: model.id }] as const,
    };
    const Keyed = Model.extend({ idAttribute: 'key' });
    const model = new Keyed();
    t.ws.bind(model, hash, byId);
    model.set('id', 'other');
    await turn();
    expect(t.sent()).toEqual([]);
    model.set('key', 1);
    await turn();
    model.set('key', 2);
    model.set('key', 3);
    await turn();
    expect(short(t)).toEqual(['+1', '-1', '+3']);
  });

  it('moves with an attribute of match and with the id, which may differ', async () => {
    const t = started();
    const subscribe = ({ id, attributes }: any) => ['subscribe', { symbol: `${attributes.sym}/${id}` }] as const;
    const model = new Model<any>({ id: 1, sym: 'A' });
    t.ws.bind(model, hash, { subscribe, match: { symbol: 'sym' } });
    await turn();
    model.set('sym', 'B');
    await turn();
    model.set('id', 2);
    await turn();
    model.set('price', 7);
    await turn();
    expect(short(t)).toEqual(['+A/1', '+B/1', '+B/2']);
  });

  it('does not move for an instant when the others stay', async () => {
    const t = started();
    const models = ['A', 'A'].map((symbol) => new Model({ symbol }));
    for (const model of models) t.ws.bind(model, hash, { ...bySymbol, match: 'symbol' });
    await turn();
    models[0]!.set('symbol', 'B');
    models[0]!.set('symbol', 'A');
    await turn();
    expect(short(t)).toEqual(['+A']);
    models[0]!.set('symbol', 'B');
    await turn();
    expect([short(t), servedBy(t)]).toEqual([
      ['+A', '+B'],
      ['A', 'B'],
    ]);
  });

  it('is what was said when it was bound first', async () => {
    const t = started();
    const model = new Model({ symbol: 'A' });
    t.ws.bind(model, hash, bySymbol);
    t.ws.bind(model, { 'ws:message:halted': 'set' }, { subscribe: () => ['subscribe', { symbol: 'B' }] });
    await turn();
    expect(short(t)).toEqual(['+A']);
    t.ws.unbind(model);
    await turn();
    expect(short(t)).toEqual(['+A', '-A']);
  });

  it('may be said when it is bound again', async () => {
    const t = started();
    const model = new Model({ symbol: 'A' });
    t.ws.bind(model, hash);
    t.ws.bind(model, hash, { ...bySymbol, match: 'symbol' });
    model.set('symbol', 'B');
    await turn();
    expect(short(t)).toEqual(['+B']);
  });

  it('of types that JSON does not know is told apart all the same', async () => {
    const sent: any[] = [];
    const codec = { encode: (message: any) => `${sent.push(message)}`, decode: JSON.parse };
    const t = started({ codec });
    for (const at of [1n, 2n, 1n]) t.ws.bind(new Model(), {}, { subscribe: () => ['subscribe', { at }] });
    await turn();
    expect(sent.map(({ data }) => data.at)).toEqual([1n, 2n]);
  });
});

describe('on every connection anew', () => {
  it('the message is what the resource said when it was asked, whatever has become of it', async () => {
    const t = started();
    const model = new Model({ symbol: 'A' });
    const subscribe = vi.fn(bySymbol.subscribe);
    t.ws.bind(model, hash, { subscribe });
    model.set('symbol', 'B');
    reopen(t);
    expect([short(t), subscribe.mock.calls]).toEqual([['+A'], [[model]]]);
  });

  it('it is asked with the cursor that has been reached, if there is one', async () => {
    const t = started();
    const subscribe = (model: any, cursor?: number) => ['subscribe', { symbol: model.id, since: cursor }] as const;
    const models = ['A', 'B'].map((id) => new Model({ id }));
    for (const model of models)
      t.ws.bind(model, hash, { subscribe, match: { symbol: 'id' }, resume: { cursor: 'seq' } });
    await turn();
    t.receive('quote', { symbol: 'A', seq: 7 });
    reopen(t);
    expect(t.sent().map(({ data }) => data)).toEqual([{ symbol: 'A', since: 7 }, { symbol: 'B' }]);
  });

  it.each<[string, (model: any) => void]>([
    ['means something else now', (model) => model.set('symbol', 'B')],
    ['throws now', (model) => Object.assign(model, { get: () => expect.fail('gone') })],
  ])('it is asked without harm if it %s', async (_name, change) => {
    const t = started({ resume: { cursor: 'seq' } });
    const errors: any[] = [];
    t.ws.on('ws:error', (error) => error.message && errors.push(error.message));
    const model = new Model({ symbol: 'A' });
    t.ws.bind(model, hash, {
      subscribe: (one, cursor) => ['subscribe', { symbol: one.get('symbol'), cursor }],
    });
    t.receive('quote', { seq: 7 });
    change(model);
    reopen(t);
    expect(short(t)).toEqual(['+A']);
    expect(errors.length).toBeLessThan(2);
  });
});
