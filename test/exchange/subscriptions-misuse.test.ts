import { describe, expect, it } from 'vitest';
import { WSError } from '../../src/index.js';
import { started, toSymbol, turn } from './subscribing.js';

describe('misuse', () => {
  it.each<[string, any, any, string, RegExp]>([
    ['a key that is no text', 1, toSymbol('A'), 'bad-argument', /a key/],
    ['no messages', 'A', undefined, 'bad-argument', /an object/],
    ['no message', 'A', {}, 'bad-argument', /\[type, data\]/],
    ['a type alone', 'A', { subscribe: 'subscribe' }, 'bad-argument', /\[type, data\], got "subscribe"/],
    ['a whole message', 'A', { subscribe: { type: 'subscribe' } }, 'bad-argument', /\[type, data\]/],
    ['an empty type', 'A', { subscribe: [''] }, 'bad-argument', /\[type, data\]/],
    ['too many parts', 'A', { subscribe: ['subscribe', 1, 2] }, 'bad-argument', /\[type, data\]/],
    ['an end that is none', 'A', { ...toSymbol('A'), unsubscribe: 'x' }, 'bad-argument', /^unsubscribe:/],
    [
      'a misspelt option',
      'A',
      { ...toSymbol('A'), subscribMany: () => [] },
      'bad-option',
      /Did you mean "subscribeMany"/,
    ],
    ['a batch that is no function', 'A', { ...toSymbol('A'), subscribeMany: ['x'] }, 'bad-option', /subscribeMany/],
    ['a confirmation that is no type', 'A', { ...toSymbol('A'), confirm: 1 }, 'bad-option', /confirm/],
  ])('of %s is thrown at once, and nothing is wanted', async (_name, key, messages, code, words) => {
    const t = started();
    let error: any;
    try {
      t.ws.subscribe(key, messages);
    } catch (thrown) {
      error = thrown;
    }
    expect([error instanceof WSError, error.code]).toEqual([true, code]);
    expect(error.message).toMatch(words);
    await turn();
    expect(t.sent()).toEqual([]);
  });
});
