import Backbone from 'backbone';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onMessage, withWS, wsResource } from '../../src/index.js';
import { short, turn } from '../exchange/subscribing.js';
import { connect } from '../support/wire.js';
import { errorOf } from './support.js';

const { Collection, Model } = Backbone;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const bySymbol = {
  subscribe: (model: any) => model.id && (['subscribe', { symbol: model.id }] as const),
  unsubscribe: (model: any) => ['unsubscribe', { symbol: model.id }] as const,
};
const many = (type: string) => (payloads: any[]) => [type, { symbols: payloads.map(({ symbol }) => symbol) }] as const;

describe('a decorated class', () => {
  it('subscribes for each instance, counted, also where the id comes late', async () => {
    const t = connect();
    @wsResource(t.ws, bySymbol)
    class Quote extends Model {
      override preinitialize(): void {
        this.idAttribute = 'symbol';
      }
    }
    const all = [new Quote({ symbol: 'A' }), new Quote({ symbol: 'A' }), new Quote()];
    await turn();
    expect(short(t)).toEqual(['+A']);
    all[2]!.set('symbol', 'B');
    t.ws.unbind(all[0]!);
    await turn();
    t.ws.unbind(all[1]!);
    await turn();
    expect(short(t)).toEqual(['+A', '+B', '-A']);
  });

  it('has all the options: many in one message, which is confirmed', async () => {
    const t = connect();
    const options = { subscribeMany: many('subscribe'), unsubscribeMany: many('unsubscribe'), confirm: 'subscribed' };
    @wsResource(t.ws, { ...bySymbol, ...options })
    class Quote extends Model {}
    const all = ['A', 'B'].map((id) => new Quote({ id }));
    await vi.advanceTimersByTimeAsync(5000);
    t.receive('subscribed', { symbols: ['A', 'B'] });
    await vi.advanceTimersByTimeAsync(60_000);
    for (const one of all) t.ws.unbind(one);
    await turn();
    expect(short(t)).toEqual(['+A,B', '+A,B', '-A,B']);
  });

  it('gives them to its subclasses, which may have their own', async () => {
    const t = connect();
    @wsResource(t.ws, bySymbol)
    class Quote extends Model {}
    class Same extends Quote {}
    @wsResource(t.ws, { subscribe: (one: any) => ['subscribe', { symbol: `own ${one.id}` }] })
    class Own extends Quote {}
    const Extended = Quote.extend({});
    const all = [new Same({ id: 'A' }), new Own({ id: 'B' }), new Extended({ id: 'C' })];
    await turn();
    for (const one of all) t.ws.unbind(one);
    await turn();
    expect(short(t)).toEqual(['+A', '+own B', '+C', '-A', '-B', '-C']);
  });

  it('yields to what bind says', async () => {
    const t = connect();
    @wsResource(t.ws, { ...bySymbol, bind: 'manual', resume: { cursor: 'seq' } })
    class Quote extends Model {
      @onMessage('quote') tick(data: object): void {
        this.set(data);
      }
    }
    const quote = new Quote({ id: 'A' });
    const ticks = vi.fn();
    quote.on('change:price', ticks);
    t.ws.bind(quote, null, { subscribe: () => ['subscribe', { symbol: 'B' }] });
    await turn();
    // Its series is another matter.
    for (const seq of [1, 1, 2]) t.receive('quote', { seq, price: Math.random() });
    t.ws.unbind(quote);
    await turn();
    expect([short(t), ticks.mock.calls.length]).toEqual([['+B'], 2]);
  });

  it('may be what withWS makes', async () => {
    const t = connect();
    class Quote extends withWS(Model, t.ws, { ...bySymbol, match: 'id', resume: { cursor: 'seq' } }) {
      static override routes = { 'message:quote': 'set' };
    }
    const all = ['A', 'B'].map((id) => new Quote({ id }));
    for (const [id, seq] of [
      ['A', 1],
      ['A', 1],
      ['B', 5],
      ['A', 2],
    ])
      t.receive('quote', { id, seq, price: seq });
    await turn();
    expect([short(t), all.map((one) => one.get('price'))]).toEqual([
      ['+A', '+B'],
      [2, 5],
    ]);
  });

  it('throws when an instance is made for which its function gives no message', async () => {
    const t = connect();
    @wsResource(t.ws, { subscribe: (() => 'subscribe') as never })
    class Quote extends Model {}
    expect(errorOf(() => new Quote()).message).toMatch(/^subscribe: expected a message as \[type, data\]/);
    expect(t.ws.resources).toEqual([]);
    expect(errorOf(() => wsResource(t.ws, { subscribes: () => ['x'] } as never)).message).toMatch(/"subscribe"/);
  });
});

describe('a decorated class that is resumed', () => {
  it('applies a message and calls its handlers, once for each cursor', () => {
    const t = connect();
    const gaps: any[] = [];
    t.ws.on('ws:gap', (gap) => gaps.push(gap));
    @wsResource(t.ws, { match: 'id', apply: { quote: 'set' }, resume: { cursor: 'seq' } })
    class Quote extends Model {
      readonly seen: unknown[] = [];
      @onMessage('quote') first(data: any): void {
        this.seen.push(['first', data.seq, this.get('price')]);
      }
      @onMessage('quote') second(data: any): void {
        this.seen.push(['second', data.seq]);
      }
    }
    const quote = new Quote({ id: 'A' });
    for (const seq of [1, 1, 2, 4]) t.receive('quote', { id: 'A', seq, price: 10 * seq });
    const both = (seq: number) => [
      ['first', seq, 10 * seq],
      ['second', seq],
    ];
    expect(quote.seen).toEqual([...both(1), ...both(2), ...both(4)]);
    expect(gaps).toEqual([{ reason: 'missing', cursor: 2, got: 4, resource: quote }]);
  });

  it('is fetched after a gap, and then has what came meanwhile', async () => {
    const t = connect({ sync: 'request' });
    @wsResource(t.ws, { apply: { row: 'merge' }, resume: { cursor: 'seq', onGap: 'fetch' } })
    class Rows extends Collection {
      override parse({ rows }: any): any {
        return rows;
      }
    }
    const rows = new Rows([{ id: 1 }]);
    for (const seq of [1, 5, 6]) t.receive('row', { id: 1, seq, price: seq });
    t.receiveRaw({ id: t.sent()[0].id, data: { seq: 5, rows: [{ id: 1, price: 50 }, { id: 2 }] } });
    await turn();
    expect(rows.toJSON()).toEqual([{ id: 1, seq: 6, price: 6 }, { id: 2 }]);
  });

  it('has its next message wait for a schema that takes its time', async () => {
    const t = connect();
    const gaps = vi.fn();
    t.ws.on('ws:gap', gaps);
    let ms = 30;
    const late = v.pipeAsync(
      v.looseObject({ seq: v.number() }),
      v.checkAsync(() => new Promise((resolve) => setTimeout(resolve, (ms -= 10), true))),
    );
    const got: unknown[] = [];
    @wsResource(t.ws, { resume: { cursor: 'seq' } })
    class Quote extends Model {
      @onMessage('quote', { schema: late }) tick({ seq }: any): void {
        got.push(seq);
      }
    }
    expect(new Quote()).toBeInstanceOf(Quote);
    for (const seq of [1, 2, 2]) t.receive('quote', { seq });
    await vi.advanceTimersByTimeAsync(20);
    expect(got).toEqual([1]);
    await vi.advanceTimersByTimeAsync(10);
    expect([got, gaps.mock.calls]).toEqual([[1, 2], []]);
  });
});
