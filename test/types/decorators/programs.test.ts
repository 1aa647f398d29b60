import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compile, compilers, compileTests, modes } from '../compile.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const [newest = '', oldest = ''] = compilers;
const kinds = Object.entries(modes);
const runs = compilers.flatMap((compiler) => kinds.map((kind) => [compiler, ...kind] as const));

const register = `
export interface Market {
  incoming: { quote: { symbol: string; price: number }; halted: { symbol: string } };
  outgoing: { subscribe: { symbol: string } };
  requests: { order: { request: { qty: number }; response: { id: string } } };
}
declare module 'backbone.ws' {
  interface Register {
    messages: Market;
  }
}`;

/** The bare decorators; each line with `// !` is a mistake, if there is a map in Register. */
const usage = `
import Backbone from 'backbone';
import { onAnyMessage, onMessage, onOpen, WS, withWS, wsResource } from 'backbone.ws';
const ws = new WS('wss://example.com/feed');
interface Chat { incoming: { chat: { text: string } } }
const chat = new WS<Chat>('wss://example.com/chat');

@wsResource(ws, { match: 'symbol', apply: { quote: 'set' } })
export class Quote extends Backbone.Model {
  @onMessage('quote', { match: 'symbol' }) tick(quote: { price: number }) {}
  @onMessage('qoute') wrongType() {} // !
  @onMessage('quote') wrongPayload(quote: { price: string }) {} // !
  @onMessage('quote', { match: 'sym' }) wrongMatch() {} // !
  @onAnyMessage() all(data: { symbol: string }) {}
  @onAnyMessage() some(data: { price: number }) {} // !
  @onOpen() opened() {}
}
@wsResource(ws, { match: 'sym' }) export class WrongMatch extends Backbone.Model {} // !
@wsResource(() => ws, { apply: { qoute: 'set' } }) export class WrongApply extends Backbone.Model {} // !
@wsResource(chat, { match: 'text' }) export class Chats extends Backbone.Collection {}
export class Live extends withWS(Backbone.Model, ws, { match: 'symbol' }) {
  subscribe() { this.send('subscribe', { symbol: 'A' }); }
  wrong() { this.send('subscrbe', { symbol: 'A' }); } // !
  ask(): Promise<{ id: string }> { return this.request('order', { qty: 1 }); }
  wrongAsk() { this.request('ordr', { qty: 1 }); } // !
  wrongQuantity() { this.request('order', { qty: '1' }); } // !
}
`;

const linesWith = (mark: string, code: string): number[] =>
  code.split('\n').flatMap((line, index) => (line.endsWith(mark) ? [index + 1] : []));
const linesOf = (complaints: string[]): number[] =>
  complaints.map((complaint) => Number(/^index\.ts\((\d+),/.exec(complaint)?.[1]));

describe('the bare decorators', () => {
  it.each(runs)(
    'are typed by the map in Register, compiled by %s in %s mode',
    (compiler, _mode, options) => {
      const complaints = compile(compiler, { 'register.ts': register, 'index.ts': usage }, options);
      expect(linesOf(complaints)).toEqual(linesWith('// !', usage));
    },
    120_000,
  );

  it.each(kinds)(
    'are free without Register, in %s mode',
    (_mode, options) => {
      expect(compile(newest, { 'index.ts': usage }, options)).toEqual([]);
    },
    60_000,
  );
});

/** What one of the modes alone can have or see: `// legacy` and `// standard` mark what that mode refuses. */
const different = `
import Backbone from 'backbone';
import { onMessage } from 'backbone.ws';
type Handler = (data: unknown) => void;

export class Members extends Backbone.Model {
  @onMessage('any') get both(): Handler { return () => {}; } // standard
  set both(handler: Handler) {}
  @onMessage('any') set only(handler: Handler) {} // standard
  @onMessage('any') accessor own: Handler = () => {}; // standard
  @onMessage('any') private field = (data: unknown, meta: number) => {}; // standard
  @onMessage('any') private method(data: unknown, meta: object) {}
  @onMessage('any') #method(data: unknown) {} // legacy
  @onMessage('any') #field = (data: unknown) => {}; // legacy
  uses() { return [this.field, this.method, this.#method, this.#field]; }
}
`;

describe('what one mode sees and the other does not', () => {
  it.each(compilers)(
    'is a setter, an accessor and a private field, which legacy decorators are not told of, compiled by %s',
    (compiler) => {
      const complaints = compile(compiler, { 'index.ts': different }, modes.standard);
      expect(linesOf(complaints)).toEqual(linesWith('// standard', different));
    },
    120_000,
  );

  it.each(compilers)(
    'is a #private member, which legacy decorators cannot stand before, compiled by %s',
    (compiler) => {
      const complaints = compile(compiler, { 'index.ts': different }, modes.legacy);
      expect(linesOf(complaints)).toEqual(linesWith('// legacy', different));
    },
    120_000,
  );

  it('is a #private method that takes another payload', () => {
    const index = `
import Backbone from 'backbone';
import { createDecorators } from 'backbone.ws';
const { onMessage } = createDecorators<{ incoming: { quote: { price: number } } }>();
export class Quote extends Backbone.Model {
  @onMessage('quote') #fits(quote: { price: number }) {}
  @onMessage('quote') #fitsNot(quote: { price: string }) {} // !
  uses() { return [this.#fits, this.#fitsNot]; }
}`;
    expect(linesOf(compile(newest, { 'index.ts': index }))).toEqual(linesWith('// !', index));
  }, 60_000);
});

describe('the other tests of this folder', () => {
  const files = readdirSync(here).filter((name) => name.endsWith('.test-d.ts'));

  it.each(kinds)(
    `hold for ${oldest} in %s mode too`,
    (_mode, options) => {
      expect(files.length).toBeGreaterThan(5);
      expect(compileTests(oldest, here, files, options)).toEqual([]);
    },
    180_000,
  );
});
