import { beforeAll, describe, expect, it } from 'vitest';
import { compile, compilers } from './compile.js';

const market = `
export interface Market {
  incoming: { quote: { symbol: string; price: number } };
  outgoing: { subscribe: { symbol: string } };
  requests: { order: { request: { qty: number }; response: { id: string } } };
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
export const id: Promise<string> = ws.request('order', { qty: 1 }).then((order) => order.id);
`;

const mistakes = `${usage}
ws.bind(new Quote(), { 'ws:message:qoute': 'tick' });
ws.bind(new Quote(), { 'ws:message:quote': 'tock' });
ws.bind(new Quote(), { 'ws:message:quote': 'byText' });
ws.on('ws:message:qoute', () => {});
ws.send('subscribe', { symbol: 1 });
ws.expect('qoute');
ws.request('ordr', { qty: 1 });
ws.request('order', { qty: '1' });
`;

/** Where the complaints are, as lines after the usage. */
const linesOf = (complaints: string[]): number[] => {
  const before = usage.split('\n').length - 1;
  return complaints.map((complaint) => Number(/^index\.ts\((\d+),/.exec(complaint)?.[1]) - before);
};

const files = { 'market.ts': market, 'register.ts': register };
const [newest = ''] = compilers;

it.each(compilers)(
  'a map in Register types every connection that has no other, compiled by %s',
  (compiler) => {
    // The usage itself, before the mistakes, has to compile.
    expect(linesOf(compile(compiler, { ...files, 'index.ts': mistakes }))).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  },
  120_000,
);

it('without Register everything is free', () => {
  expect(compile(newest, { 'index.ts': mistakes })).toEqual([]);
}, 60_000);

it('a map of its own goes before the one in Register', () => {
  const index = `
import { WS } from 'backbone.ws';
interface Other {
  incoming: { other: { id: number } };
}
const other = new WS<Other>('wss://example.com/feed');
other.on('ws:message:other', (data) => data.id.toFixed());
other.on('ws:message:quote', () => {});
`;
  const complaints = compile(newest, { ...files, 'index.ts': index });
  expect(complaints).toEqual([expect.stringMatching(/^index\.ts\(8,/)]);
}, 60_000);

it('the map of schemas goes before the one in Register, unless they make none', () => {
  const index = `
import { defineMessages, WS } from 'backbone.ws';
interface Other {
  id: number;
}
const other = {
  '~standard': { version: 1, vendor: 'own', validate: (value: unknown) => ({ value: value as Other }) },
} as { '~standard': { version: 1; vendor: string; validate(value: unknown): { value: Other }; types?: { input: Other; output: Other } } };
const url = 'wss://example.com/feed';
new WS(url, { schemas: defineMessages({ incoming: { other } }) }).on('ws:message:other', (data) => data.id.toFixed());
new WS(url, { schemas: defineMessages({ incoming: { other } }) }).on('ws:message:quote', () => {});
new WS(url, { schemas: { incoming: { other } } }).on('ws:message:quote', (quote) => quote.price.toFixed());
new WS(url, { schemas: { incoming: { other } } }).on('ws:message:other', () => {});
`;
  const complaints = compile(newest, { ...files, 'index.ts': index });
  expect(complaints).toEqual([11, 13].map((line) => expect.stringMatching(`^index\\.ts\\(${line},`)));
}, 60_000);

it('Backbone.WS is typed once any file imports the global, and not before', () => {
  const index = `
import Backbone from 'backbone';
const ws = new Backbone.WS('wss://example.com/feed', { retries: 3 });
export const state: 'idle' | 'connecting' | 'open' | 'waiting' | 'closed' = ws.state;
`;
  expect(compile(newest, { 'index.ts': index, 'page.ts': "import 'backbone.ws/global';" })).toEqual([]);
  expect(compile(newest, { 'index.ts': index })[0]).toMatch(/^index\.ts\(3,\d+\): error .*'WS' does not exist/);
}, 120_000);

describe('a mistake is told in words that lead to its end', () => {
  let told: string[];

  beforeAll(() => {
    told = compile(newest, { ...files, 'index.ts': mistakes });
  }, 60_000);

  it.each([
    ['an event of a hash', 0, /''ws:message:qoute'' does not exist in type .*"ws:close"/],
    ['the name of a method', 1, /"tock".*Quote>, \[data: \{ symbol: string; price: number/],
    ['the payload of a method', 2, /"byText".*Quote>, \[data: \{ symbol: string; price: number/],
    ['an event to listen to', 3, /"ws:message:qoute"/],
    ['what is sent', 4, /Type 'number' is not assignable to type 'string'/],
    ['what is expected', 5, /"qoute"/],
    ['what is asked', 6, /"ordr"/],
    ['what a request says', 7, /Type 'string' is not assignable to type 'number'/],
  ])('when it is in %s', (_name, index, words) => {
    expect(told[index]).toMatch(words);
  });
});
