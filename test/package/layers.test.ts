import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Order, violations } from './layers.js';
import { root, typescriptFiles } from './tools.js';

/** The layers, the most basic first: a file imports from its own line and from the lines above it, and types from `types/`. */
const order: Order = [
  ['errors'],
  ['suggest', 'warn', 'defineMessages'],
  ['schema'],
  ['options'],
  ['codec'],
  ['log'],
  ['connection'],
  ['router'],
  ['exchange'],
  ['resume'],
  ['resource'],
  ['sync'],
  ['engine'],
  ['bind', 'ws'],
  ['decorators'],
  ['routesOf', 'withWS'],
  ['index'],
  ['global'],
  ['inspector'],
  ['testing'],
];
const backboneIn = ['resource', 'sync', 'ws', 'global'];

test('every file imports only from its own layer, those above it in the table, and types/', () => {
  const paths = [...typescriptFiles('src'), ...typescriptFiles('types')];
  expect(paths).toContain('src/index.ts');
  const files = new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
  expect(violations(files, order, backboneIn)).toEqual([]);
});

test('testing/ imports only from itself and types/, so that it fits every version of what it tests', () => {
  const paths = typescriptFiles('src/testing');
  expect(paths).toContain('src/testing/index.ts');
  const files = new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
  expect(violations(files, [['testing']], [])).toEqual([]);
});

describe('the check', () => {
  const check = (path: string, text: string) => violations(new Map([[path, text]]), order, backboneIn);

  test.each([
    ['a later layer', 'src/codec/json.ts', `import { route } from '../router/route.js';`],
    ['a later layer for its types', 'src/codec/json.ts', `import type { Route } from '../router/route.js';`],
    ['a later layer in a re-export', 'src/errors.ts', `export { WS } from './ws.js';`],
    ['a later layer in an import type', 'src/errors.ts', `export type T = import('./ws.js').WS;`],
    ['a later layer when called for', 'src/errors.ts', `export const load = () => import('./ws.js');`],
    ['a later layer for its effects', 'src/ws.ts', `import './global.js';`],
    ['a file in no layer', 'src/ws.ts', `import { a } from './misc/a.js';`],
    ['a file outside of src', 'src/ws.ts', `import { a } from '../test/a.js';`],
    ['types without import type', 'src/ws.ts', `import { type Frame } from '../types/socket.js';`],
    ['Backbone below resource', 'src/router/route.ts', `import Backbone from 'backbone';`],
    ['the types of Backbone below resource', 'src/router/route.ts', `import type { Model } from 'backbone';`],
    ['a module of Node', 'src/ws.ts', `import { EventEmitter } from 'node:events';`],
    ['src from types', 'types/link.ts', `import type { WS } from '../src/ws.js';`],
    ['a package from types as a value', 'types/link.ts', `import Backbone from 'backbone';`],
  ])('refuses %s', (_, path, text) => {
    expect(check(path, text)).toHaveLength(1);
  });

  test.each([
    ['a file in no layer', 'src/misc.ts', ''],
    ['a value in types', 'types/link.ts', 'export const a = 1;'],
    ['a class in types', 'types/link.ts', 'export class A {}'],
  ])('refuses %s', (_, path, text) => {
    expect(check(path, text)).toHaveLength(1);
  });

  test.each([
    ['its own folder', 'src/router/route.ts', `import { topic } from './topic.js';`],
    ['an earlier layer', 'src/router/route.ts', `import { WSError } from '../errors.js';`],
    ['another file of its layer', 'src/bind.ts', `import type { WS } from './ws.js';`],
    ['types', 'src/router/route.ts', `import type { Frame } from '../../types/socket.js';`],
    ['Backbone in resource', 'src/resource/resource.ts', `import Backbone from 'backbone';`],
    ['a package from types', 'types/link.ts', `import type Backbone from 'backbone';`],
    ['an example in a comment', 'src/errors.ts', `/** \n * import { WS } from './ws.js';\n */\nexport const a = 1;`],
    ['an augmentation in types', 'types/a.ts', `declare module 'backbone' { let WS: number }\nexport type {};`],
  ])('accepts %s', (_, path, text) => {
    expect(check(path, text)).toEqual([]);
  });
});
