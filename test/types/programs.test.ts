import { describe, expect, it } from 'vitest';
import { compile, compilers } from './compile.js';

const market = `
export interface Market {
  incoming: { quote: { symbol: string; price: number } };
  outgoing: { subscribe: { symbol: string } };
}`;

const register = `
import type { Market } from './market.js';
declare module 'backbone.ws' {
  interface Register {
    messages: Market;
  }
}`;

const usage = `
import Backbone from 'backbone';
import { bind, WS } from 'backbone.ws';

class Quote extends Backbone.Model {
  tick(quote: { price: number }): void {
    this.set(quote);
  }
  byText(quote: { price: string }): void {
    this.set(quote);
  }
}
export const ws = new WS('wss://example.com/feed');
ws.bind(new Quote(), { 'ws:message:quote': 'tick' });
bind(ws, new Quote(), { 'ws:message:quote': (quote) => quote.price.toFixed(2) });
ws.on('ws:message:quote', (quote) => quote.price.toFixed(2));
ws.send('subscribe', { symbol: 'ACME' });
export const price: Promise<number> = ws.expect('quote').then((quote) => quote.price);
`;

const mistakes = `${usage}
ws.bind(new Quote(), { 'ws:message:qoute': 'tick' });
ws.bind(new Quote(), { 'ws:message:quote': 'tock' });
ws.bind(new Quote(), { 'ws:message:quote': 'byText' });
ws.on('ws:message:qoute', () => {});
ws.send('subscribe', { symbol: 1 });
ws.expect('qoute');
`;

/** Where the complaints are, as lines after the usage. */
const linesOf = (complaints: string[]): number[] => {
  const before = usage.split('\n').length - 1;
  return complaints.map((complaint) => Number(/^index\.ts\((\d+),/.exec(complaint)?.[1]) - before);
};

describe.each(compilers)('compiled by %s', (compiler) => {
  it('a map in Register types every connection that has no other', { timeout: 60_000 }, () => {
    const files = { 'market.ts': market, 'register.ts': register };
    expect(compile(compiler, { ...files, 'index.ts': usage })).toEqual([]);
    expect(linesOf(compile(compiler, { ...files, 'index.ts': mistakes }))).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it('without Register everything is free', { timeout: 60_000 }, () => {
    expect(compile(compiler, { 'index.ts': mistakes })).toEqual([]);
  });

  it('a map of its own goes before the one in Register', { timeout: 60_000 }, () => {
    const index = `
import { WS } from 'backbone.ws';
interface Other {
  incoming: { other: { id: number } };
}
const other = new WS<Other>('wss://example.com/feed');
other.on('ws:message:other', (data) => data.id.toFixed());
other.on('ws:message:quote', () => {});
`;
    const complaints = compile(compiler, { 'market.ts': market, 'register.ts': register, 'index.ts': index });
    expect(complaints).toEqual([expect.stringMatching(/^index\.ts\(8,10\)/)]);
  });

  it('Backbone.WS is typed once the global is imported, by any file, and not before', { timeout: 60_000 }, () => {
    const index = `
import Backbone from 'backbone';
const ws = new Backbone.WS('wss://example.com/feed', { retries: 3 });
export const state: 'idle' | 'connecting' | 'open' | 'waiting' | 'closed' = ws.state;
`;
    expect(compile(compiler, { 'index.ts': index, 'page.ts': "import 'backbone.ws/global';" })).toEqual([]);
    expect(compile(compiler, { 'index.ts': index })[0]).toMatch(/^index\.ts\(3,\d+\): error .*'WS' does not exist/);
  });

  it('a mistake is told in words that lead to its end', { timeout: 60_000 }, () => {
    const files = { 'market.ts': market, 'register.ts': register, 'index.ts': mistakes };
    const [event, method, payload, listened, sent, expected] = compile(compiler, files);
    expect(event).toContain("''ws:message:qoute'' does not exist in type");
    expect(event).toContain('"ws:close"?:');
    for (const complaint of [method, payload])
      expect(complaint).toMatch(/Quote>, \[data: \{ symbol: string; price: number/);
    expect(method).toContain('"tock"');
    expect(payload).toContain('"byText"');
    expect(listened).toContain('"ws:message:qoute"');
    expect(listened).toContain('"ws:message:quote"');
    expect(sent).toContain("Type 'number' is not assignable to type 'string'");
    expect(expected).toContain('"qoute"');
  });
});
