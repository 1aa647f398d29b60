import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { WSError } from '../../src/index.js';
import { bySymbol, reopen, short, started, turn } from '../exchange/subscribing.js';

const { Model } = Backbone;
const hash = { 'ws:message:quote': 'set' };

describe('a function that throws', () => {
  it('throws to who binds, and nothing is bound', async () => {
    const t = started({ keepOpen: false });
    const model = new Model();
    const subscribe = () => {
      throw new Error('cannot');
    };
    expect(() => t.ws.bind(model, hash, { subscribe, resume: { cursor: 'seq', message: () => ['resume'] } })).toThrow(
      'cannot',
    );
    expect([t.ws.resources, Object.keys(model).includes('send')]).toEqual([[], false]);
    await turn();
    reopen(t);
    expect(t.sent()).toEqual([]);
  });

  it('when the id changes is an error, and what was subscribed to stays', async () => {
    const t = started();
    const errors: any[] = [];
    t.ws.on('ws:error', (error) => errors.push(error.message));
    const model = new Model({ symbol: 'A' });
    const subscribe = (one: any) => (one.get('symbol') === 'B' ? ('B' as never) : bySymbol.subscribe(one));
    t.ws.bind(model, hash, { subscribe, unsubscribe: bySymbol.unsubscribe, match: 'symbol' });
    await turn();
    model.set('symbol', 'B');
    await turn();
    expect([short(t), errors]).toEqual([['+A'], [expect.stringContaining('subscribe: expected a message')]]);
    model.set('symbol', 'C');
    await turn();
    expect(short(t)).toEqual(['+A', '-A', '+C']);
  });
});

it.each<[string, object, string, RegExp]>([
  ['a text in place of a function', { subscribe: 'subscribe' }, 'bad-option', /subscribe/],
  ['a text in place of a message', { subscribe: () => 'subscribe' }, 'bad-argument', /^subscribe: .*\[type, data\]/],
  ['a whole message', { subscribe: () => ({ type: 'subscribe' }) }, 'bad-argument', /\[type, data\]/],
  ['an end that is none', { ...bySymbol, unsubscribe: () => 'x' }, 'bad-argument', /^unsubscribe:/],
  ['a misspelt option', { subscribes: () => ['x'] }, 'bad-option', /Did you mean "subscribe"/],
  ['a series without cursor', { resume: {} }, 'bad-option', /resume.cursor/],
])('misuse of %s is thrown at once, and nothing is bound', async (_name, options, code, words) => {
  const t = started();
  let error: any;
  try {
    t.ws.bind(new Model({ symbol: 'A' }), hash, options as never);
  } catch (thrown) {
    error = thrown;
  }
  expect([error instanceof WSError, error.code, t.ws.resources]).toEqual([true, code, []]);
  expect(error.message).toMatch(words);
  await turn();
  expect(t.sent()).toEqual([]);
});
