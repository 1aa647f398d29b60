import Backbone from 'backbone';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Subscription } from '../../src/index.js';
import { type Connected, connecting } from '../support/wire.js';
import { bySymbol, servedBy, toSymbol, turn } from './subscribing.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const symbols = ['A', 'B', 'C', 'D'];
const many = (type: string) => (payloads: any[]) => [type, { symbols: payloads.map(({ symbol }) => symbol) }] as const;

/** What is wanted, told apart from how: six models with a symbol or without, and handles. */
class Wanting {
  readonly models = symbols.concat('A', 'B').map((symbol) => new Backbone.Model({ symbol }));
  readonly bound = new Set<Backbone.Model>();
  readonly handles = new Set<Subscription>();
  readonly more: object;

  constructor(
    readonly t: Connected<'ws'>,
    isBatched: boolean,
    confirm: boolean,
  ) {
    this.more = {
      ...(isBatched && { subscribeMany: many('subscribe'), unsubscribeMany: many('unsubscribe') }),
      ...(confirm && { confirm: 'subscribed' }),
    };
  }

  get wanted(): string[] {
    const all = [...this.bound].map((model) => model.get('symbol')).filter(Boolean);
    return [...new Set([...all, ...[...this.handles].map(({ key }) => key)])].sort();
  }

  bind(n: number): void {
    const model = this.models[n % 6]!;
    const subscribe = (one: any) => one.get('symbol') && bySymbol.subscribe(one);
    this.t.ws.bind(model, { 'ws:message:x': 'set' }, { ...bySymbol, subscribe, match: 'symbol', ...this.more });
    this.bound.add(model);
  }
  unbind(n: number): void {
    this.t.ws.unbind(this.models[n % 6]!);
    this.bound.delete(this.models[n % 6]!);
  }
  change(n: number): void {
    this.models[n % 6]!.set('symbol', [...symbols, undefined][n % 5]);
  }
  subscribe(n: number): void {
    const symbol = symbols[n % 4]!;
    this.handles.add(this.t.ws.subscribe(symbol, { ...toSymbol(symbol), ...this.more }));
  }
  dispose(n: number): void {
    const one = [...this.handles][n % (this.handles.size || 1)];
    one?.dispose();
    if (one) this.handles.delete(one);
  }
  drop(): void {
    this.t.FakeWebSocket.last.server.drop();
  }
  close(): void {
    this.t.ws.close();
  }
  renew(): void {
    this.t.ws.destroy();
    this.bound.clear();
    this.handles.clear();
    this.t.ws.open();
  }
  accept(): void {
    this.t.ws.open();
    if (this.t.FakeWebSocket.last.readyState === 0) this.t.FakeWebSocket.last.server.accept();
  }
  confirm(n: number): void {
    if (this.t.FakeWebSocket.last.readyState === 1) this.t.receive('subscribed', { symbol: symbols[n % 4] });
  }
  advance(n: number): void {
    vi.advanceTimersByTime(n * 100);
  }
  async turn(): Promise<void> {
    await turn();
  }
}

const steps = [
  'bind',
  'unbind',
  'change',
  'subscribe',
  'dispose',
  'drop',
  'close',
  'renew',
  'accept',
  'confirm',
  'advance',
  'turn',
];
const weights: { [step: string]: number } = { renew: 1, close: 1, accept: 4, turn: 4 };
const anyStep = fc.tuple(
  fc.oneof(...steps.map((name) => ({ arbitrary: fc.constant(name), weight: weights[name] ?? 3 }))),
  fc.nat(100),
);

it('the server sends what is wanted, and nothing else, once things are quiet', async () => {
  let most = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.boolean(),
      fc.array(anyStep, { minLength: 5, maxLength: 80, size: 'max' }),
      async (isBatched, confirm, list) => {
        vi.clearAllTimers();
        const t = connecting({ reopenTimeout: 50, retries: Infinity, connectTimeoutMs: 0 });
        const wanting = new Wanting(t, isBatched, confirm);
        const errors: unknown[] = [];
        t.ws.on('ws:error', (error) => error instanceof Error && errors.push(error));
        for (const [name, n] of list) {
          await (wanting as any)[name](n);
          // Subscribing twice, or ending what was not begun, is waste, unless it is to be confirmed.
          if (!confirm) expect(wasteIn(t.FakeWebSocket.sockets.at(-1) ? t.sent() : [])).toEqual([]);
        }
        wanting.accept();
        await turn();
        expect(servedBy(t)).toEqual(wanting.wanted);
        most = Math.max(most, wanting.wanted.length);
        for (const symbol of symbols) t.receive('subscribed', { symbol });
        for (const one of wanting.handles) expect(one.isActive).toBe(true);
        t.ws.destroy();
        await turn();
        expect([errors, vi.getTimerCount()]).toEqual([[], 0]);
      },
    ),
    { numRuns: 300 },
  );
  expect(most).toBe(4);
}, 60_000);

/** Frames that change nothing. */
function wasteIn(sent: any[]): unknown[] {
  const served = new Set<string>();
  return sent.filter(({ type, data }) => {
    const all: string[] = data.symbols ?? [data.symbol];
    const changing = all.filter((symbol) => served.has(symbol) === (type === 'unsubscribe'));
    for (const symbol of all) type === 'subscribe' ? served.add(symbol) : served.delete(symbol);
    return changing.length < all.length;
  });
}
