import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { bySymbol, reopen, servedBy, short, started, toSymbol, turn } from './subscribing.js';

const { Model } = Backbone;
const many = (type: string) => (payloads: any[]) => [type, { symbols: payloads.map(({ symbol }) => symbol) }] as const;
const batches = { subscribeMany: many('subscribe'), unsubscribeMany: many('unsubscribe') };
const modelsOf = (count: number) => Array.from({ length: count }, (_, i) => new Model({ symbol: `S${i % 100}` }));

describe('10,000 resources that are bound and unbound in one turn', () => {
  it('send nothing if all are gone at its end', async () => {
    const t = started();
    for (const model of modelsOf(10_000)) t.ws.bind(model, {}, bySymbol);
    t.ws.unbindAll();
    await turn();
    expect(t.sent()).toEqual([]);
  });

  it('send one message for each of the symbols that are left', async () => {
    const t = started();
    const models = modelsOf(10_000);
    for (const model of models) t.ws.bind(model, {}, bySymbol);
    // Those of the first fifty symbols go.
    for (const [i, model] of models.entries()) if (i % 100 < 50) t.ws.unbind(model);
    await turn();
    expect([t.sent().length, servedBy(t).length]).toEqual([50, 50]);
  });

  it('send what is different afterwards, and nothing else', async () => {
    const t = started();
    const models = modelsOf(10_000);
    for (const model of models) t.ws.bind(model, {}, bySymbol);
    await turn();
    expect(t.sent()).toHaveLength(100);
    t.ws.unbindAll();
    for (const model of models.slice(0, 99)) t.ws.bind(model, {}, bySymbol);
    t.ws.bind(new Model({ symbol: 'new' }), {}, bySymbol);
    await turn();
    expect(short(t).slice(100)).toEqual(['-S99', '+new']);
  });

  it('send one message where the server takes many', async () => {
    const t = started();
    const models = modelsOf(10_000);
    for (const model of models) t.ws.bind(model, {}, { ...bySymbol, ...batches });
    await turn();
    reopen(t);
    expect([t.sent().length, servedBy(t).length]).toEqual([1, 100]);
    t.ws.unbindAll();
    await turn();
    expect([t.sent().length, servedBy(t)]).toEqual([2, []]);
  });
});

describe('a batch', () => {
  it('is made for those alone that share its function; others go one by one', async () => {
    const t = started();
    for (const symbol of ['A', 'B']) t.ws.subscribe(symbol, { ...toSymbol(symbol), ...batches });
    t.ws.subscribe('C', toSymbol('C'));
    const other = { subscribeMany: (payloads: any[]) => ['others', payloads] as const };
    for (const symbol of ['D', 'E']) t.ws.subscribe(symbol, { ...toSymbol(symbol), ...other });
    await turn();
    expect(t.sent()).toEqual([
      { type: 'subscribe', data: { symbols: ['A', 'B'] } },
      { type: 'subscribe', data: { symbol: 'C' } },
      { type: 'others', data: [{ symbol: 'D' }, { symbol: 'E' }] },
    ]);
  });

  it('has those to begin after those that end', async () => {
    const t = started();
    const [one] = ['A', 'B'].map((symbol) => t.ws.subscribe(symbol, { ...toSymbol(symbol), ...batches }));
    await turn();
    t.ws.subscribe('C', { ...toSymbol('C'), ...batches });
    one!.dispose();
    await turn();
    expect(short(t)).toEqual(['+A,B', '-A', '+C']);
  });

  it('is made of one, too', async () => {
    const t = started();
    t.ws.subscribe('A', { ...toSymbol('A'), ...batches });
    await turn();
    expect(t.sent()).toEqual([{ type: 'subscribe', data: { symbols: ['A'] } }]);
  });

  it.each([
    ['subscribeMany', ['+A', '+B'], /^subscribeMany: expected a message/],
    ['unsubscribeMany', ['-A', '-B'], /^unsubscribeMany: expected a message/],
  ])('whose %s gives no message becomes an error; others are sent all the same', async (name, missing, words) => {
    const t = started();
    const errors: any[] = [];
    t.ws.on('ws:error', (error) => errors.push(error.message));
    const bad = { [name]: () => undefined as never };
    const all = ['A', 'B'].map((symbol) => t.ws.subscribe(symbol, { ...toSymbol(symbol), ...bad }));
    all.push(t.ws.subscribe('C', toSymbol('C')));
    await turn();
    for (const one of all) one.dispose();
    await turn();
    expect(errors).toEqual([expect.stringMatching(words)]);
    expect(short(t)).toEqual(expect.arrayContaining(['+C', '-C']));
    expect(short(t).filter((frame) => missing.includes(frame))).toEqual([]);
  });
});
