import { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { Breaker } from '../../examples/market/breaker.js';
import { readKeys } from '../../examples/market/keys.js';
import { renderMarket } from '../../examples/market/render.js';
import { PlainScreen } from '../../examples/market/screen.js';
import { runMarket } from './market-run.js';

// The example imports the package by its name, which means what was built last; here it is to be what is in `src`.
vi.mock('backbone.ws', () => import('../../src/index.js'));

describe('the keys', () => {
  const keyboard = Object.assign(new EventEmitter(), { setRawMode: vi.fn(), pause: vi.fn() });
  const type = (keys: string): boolean => keyboard.emit('data', Buffer.from(keys));

  test('are read one by one until it ends, Ctrl-C among them, arrows not', () => {
    const pressed: string[] = [];
    const stop = readKeys(keyboard, (key) => pressed.push(key));
    expect(keyboard.setRawMode).toHaveBeenLastCalledWith(true);
    for (const keys of ['c', 'gS', '\x1b[C', '\x03']) type(keys);
    stop();
    type('k');
    expect(pressed).toEqual(['c', 'g', 's', '\x03']);
    expect(keyboard.setRawMode).toHaveBeenLastCalledWith(false);
    expect(keyboard.pause).toHaveBeenCalled();
    expect(keyboard.listenerCount('data')).toBe(0);
  });
});

test('the screen says what is broken, how long it took before, and which keys there are', async () => {
  const { client, server } = await runMarket({ resilient: true });
  const breaker = new Breaker(server, client);
  const linesOf = (columns: number, hasKeys: boolean): string[] => {
    const view = { columns, rows: 23, news: [], rates: [] };
    return stripVTControlCharacters(renderMarket(client, { ...view, breaking: { breaker, hasKeys } })).split('\n');
  };
  expect(linesOf(80, true)).toContain('nothing is broken');
  breaker.repairs.push({ fault: 'cut', lastedMs: 0, tookMs: 120 }, { fault: 'kill', lastedMs: 3000, tookMs: 3400 });
  const calm = linesOf(80, true);
  expect(calm).toContain('kill: right again after 3.4 s, 0.40 s after its end');
  expect(calm).toContain('Right again after  cut 0.12 s  kill 3.4 s');
  expect(calm.at(-1)).toBe('c cut   g garble   s silence   k kill   a by itself: on   q quit');
  expect(calm).toHaveLength(23);
  expect(linesOf(80, false).at(-1)).not.toContain('garble');

  breaker.fault = 'silence';
  breaker.beganAt = performance.now() - 1500;
  breaker.isAutomatic = false;
  const broken = linesOf(80, true);
  expect(broken).toContain('FAULT silence for 1.5 s: the server takes everything and says nothing');
  expect(broken.at(-1)).toContain('a by itself: off');
  expect(linesOf(40, true).filter((line) => /FAULT|quit|Right/.test(line) && line.length > 40)).toEqual([]);

  let out = '';
  const screen = new PlainScreen({ write: (text) => (out += text) });
  screen.draw(client, { breaker, hasKeys: false });
  expect(out).toMatch(/ FAULT silence {2}/);
});
