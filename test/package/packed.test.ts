import { copyFileSync, cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Packed, pack } from './packed.js';
import { node, type Outcome, root, typescript7 } from './tools.js';
import { typescript5 } from './typescript-5.js';

const legacy = { experimentalDecorators: true };
/** What projects set that decorators, or their types, depend on. */
const settings = {
  'legacy decorators and their metadata': { ...legacy, emitDecoratorMetadata: true },
  'strict off': { strict: false },
  'strict off and legacy decorators': { ...legacy, strict: false },
  'an old target': { target: 'es2015' },
  'an old target and legacy decorators': { ...legacy, target: 'es2015' },
  'fields that are assigned': { useDefineForClassFields: false },
  'fields that are assigned and legacy decorators': { ...legacy, useDefineForClassFields: false },
  'exact optional properties': { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
  'isolated declarations': { declaration: true, isolatedDeclarations: true },
};

const from = join(root, 'test/package/consumer');
let packed: Packed;

beforeAll(async () => {
  packed = await pack();
  cpSync(from, packed.consumer, { recursive: true });
  // The same source as an ES module and as CommonJS.
  for (const name of ['typed', 'global', 'decorated', 'declared', 'testing']) {
    for (const kind of ['mts', 'cts']) copyFileSync(join(from, `${name}.ts`), join(packed.consumer, `${name}.${kind}`));
    rmSync(join(packed.consumer, `${name}.ts`));
  }
});

afterAll(() => packed && rmSync(packed.consumer, { recursive: true }));

test('the tarball has the code and its maps lead to sources that it has too', () => {
  const installed = join(packed.consumer, 'node_modules/backbone.ws');
  for (const path of ['dist/esm/src/index.js', 'dist/cjs/src/index.d.ts', 'src/index.ts', 'LICENSE']) {
    expect(existsSync(join(installed, path)), path).toBe(true);
  }
  expect(existsSync(join(installed, 'test'))).toBe(false);
});

test.each(['run.mjs', 'run.cjs'])('%s uses the package in plain Node, without a global WebSocket', async (script) => {
  expect(await node([join(packed.consumer, script)])).toEqual({ code: 0, output: 'ok' });
});

/** The newest TypeScript and the oldest that is supported. */
const compilers: [name: string, compile: (config: string) => Promise<Outcome>][] = [
  ['TypeScript 7', (config) => typescript7(config, packed.consumer)],
  ['TypeScript 5.9', async (config) => typescript5(config)],
];

describe.concurrent.each(compilers)('%s', (_, run) => {
  const compile = (options: Record<string, unknown>, files: string[]) => {
    const config = join(packed.consumer, `tsconfig.${Math.random()}.json`);
    // The declarations of packages are checked, but not the compiler's own.
    const checks = { strict: true, skipLibCheck: false, skipDefaultLibCheck: true };
    const compilerOptions = { noEmit: true, types: [], ...checks, ...options };
    writeFileSync(config, JSON.stringify({ compilerOptions, files }));
    return run(config);
  };

  test.each(['mts', 'cts'])('compiles a consumer in .%s, checking declarations', async (kind) => {
    const options = { module: 'nodenext', target: 'es2022' };
    const files = ['typed', 'global', 'decorated', 'testing'].map((name) => `${name}.${kind}`);
    expect(await compile(options, files)).toEqual({ code: 0, output: '' });
  });

  test.each(Object.entries(settings))('compiles decorated classes with %s', async (_name, more) => {
    // The declarations themselves are checked by the others.
    const options = { module: 'nodenext', target: 'es2022', skipLibCheck: true, ...more };
    expect(await compile(options, ['decorated.mts'])).toEqual({ code: 0, output: '' });
  });

  test.each(Object.entries({ legacy, standard: {} }))('emits declarations of %s decorators', async (_mode, more) => {
    const options = { module: 'nodenext', target: 'es2022', declaration: true, skipLibCheck: true, ...more };
    expect(await compile(options, ['declared.mts', 'declared.cts'])).toEqual({ code: 0, output: '' });
  });

  test('compiles a consumer that is bundled, with legacy decorators, checking declarations', async () => {
    const bundled = { module: 'esnext', moduleResolution: 'bundler', target: 'es2022', esModuleInterop: true };
    const options = { ...bundled, ...legacy };
    expect(await compile(options, ['typed.mts', 'global.mts', 'decorated.mts', 'testing.mts'])).toEqual({
      code: 0,
      output: '',
    });
  });
});

test('publint has nothing to say', async () => {
  const { code, output } = await node([
    join(root, 'node_modules/publint/src/cli.js'),
    'run',
    packed.tarball,
    '--strict',
  ]);
  expect(output).toContain('All good!');
  expect(code, output).toBe(0);
});

test('every way to resolve the types is right', async () => {
  const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  const { code, output } = await node([attw, packed.tarball, '--no-color', '--no-emoji']);
  expect(output).toContain('No problems found');
  expect(code, output).toBe(0);
});
