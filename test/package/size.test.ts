import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import ts from 'typescript-5';
import { build as buildByVite } from 'vite';
import { describe, expect, test } from 'vitest';
import { root } from './tools.js';

const limit = 22_100;
const decoratorsLimit = 2_048;

const peers = ['backbone', 'underscore'];

interface Bundle {
  code: string;
  gzipped: number;
  /** The files of which something is in the bundle. */
  files: string[];
}

const filesIn = ({ outputs }: Metafile): string[] =>
  Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs).filter((path) => inputs[path]!.bytesInOutput));

async function bundle(code: string, external = peers, format: 'esm' | 'iife' = 'esm'): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format,
    globalName: 'page',
    platform: 'browser',
    target: 'es2022',
    external,
    logLevel: 'error',
  });
  const { text } = outputFiles[0]!;
  return { code: text, gzipped: gzipSync(text, { level: 9 }).length, files: filesIn(metafile) };
}

/** The same by rolldown, for a page. */
async function bundleByRolldown(code: string): Promise<string> {
  const entry = join(root, 'entry.js');
  const made: any = await buildByVite({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
    build: { write: false, minify: true, lib: { entry, formats: ['iife'], name: 'page' } },
  });
  return [made].flat()[0].output[0].code;
}

test(`{ WS } is at most ${limit} bytes, bundled, minified and gzipped`, async () => {
  const { code, gzipped } = await bundle(`export { WS } from 'backbone.ws';`);
  console.log(`import { WS }: ${gzipped} bytes gzipped of ${limit} (${code.length} minified)`);
  expect(gzipped).toBeLessThanOrEqual(limit);
});

test(`wsResource and onMessage add at most ${decoratorsLimit} bytes to it, without reflect-metadata`, async () => {
  const external = [...peers, 'reflect-metadata/lite'];
  const [alone, decorated] = await Promise.all([
    bundle(`export { WS } from 'backbone.ws';`, external),
    bundle(`export { WS, wsResource, onMessage } from 'backbone.ws';`, external),
  ]);
  const added = decorated.gzipped - alone.gzipped;
  console.log(`import { WS, wsResource, onMessage }: ${added} bytes gzipped more, of ${decoratorsLimit}`);
  expect(added).toBeLessThanOrEqual(decoratorsLimit);
});

const ofDecorators = /\bsrc\/decorators\/|\breflect-metadata\//;

test('{ WS } alone takes nothing of the decorators, of reflect-metadata and of testing along', async () => {
  const { code, files } = await bundle(`export { WS } from 'backbone.ws';`);
  expect(files).toContain('dist/esm/src/ws.js');
  expect(files.filter((path) => ofDecorators.test(path) || /\btesting\//.test(path))).toEqual([]);
  expect(/Symbol\.metadata|Metadata\b/.test(code)).toBe(false);
});

test('the decorators take the polyfill of Symbol.metadata and reflect-metadata along', async () => {
  const { code, files } = await bundle(`export { WS, wsResource, onMessage } from 'backbone.ws';`);
  expect(files.filter((path) => ofDecorators.test(path))).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/reflect-metadata\/ReflectLite\.js$/),
      'dist/esm/src/decorators/store.js',
    ]),
  );
  expect(/Symbol\.metadata\s*\?\?=\s*Symbol\.for\(/.test(code)).toBe(true);
});

/** A page of its own, with Backbone in it. Compiled by TypeScript, whose classes have no metadata without `Symbol.metadata`. */
const page = ts.transpile(
  `
  import Backbone from 'backbone';
  import { onMessage, WS, wsResource } from 'backbone.ws';

  let socket;
  class Socket {
    readyState = 1;
    constructor() { socket = this; }
    close() {}
    send() {}
  }
  const ws = new WS('ws://page.test', { WebSocket: Socket, keepOpen: true });
  socket.onopen({ type: 'open' });

  @wsResource(ws)
  class Quote extends Backbone.Model {
    @onMessage('quote') tick(data) { this.set(data); }
  }

  const quote = new Quote();
  socket.onmessage({ type: 'message', data: '{"type":"quote","data":{"price":7}}' });
  export const price = quote.get('price');
  `,
  { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, verbatimModuleSyntax: true },
);

describe.each([
  ['esbuild', async () => (await bundle(page, ['jquery'], 'iife')).code],
  ['rolldown', () => bundleByRolldown(page)],
])('%s makes a bundle of them', (_name, make) => {
  test('that works where Symbol.metadata is not known', async () => {
    const context = createContext({ URL, TextEncoder, TextDecoder, queueMicrotask, setTimeout, clearTimeout });
    expect(runInContext('Symbol.metadata', context)).toBe(undefined);
    runInContext(await make(), context);
    expect(runInContext('page.price', context)).toBe(7);
    expect(runInContext(`Symbol.metadata === Symbol.for('Symbol.metadata')`, context)).toBe(true);
  });
});

// Bundlers read `sideEffects` from the package.json nearest to a file: in dist/esm that is the one that the build writes.
test('an import that uses nothing bundles to nothing', async () => {
  expect((await bundle(`import { WS } from 'backbone.ws';`)).code).toBe('');
  expect((await bundle(`import { createTestServer } from 'backbone.ws/testing';`)).code).toBe('');
});

test('backbone.ws/global keeps its effect when bundled', async () => {
  expect((await bundle(`import 'backbone.ws/global';`)).code).toContain('WS');
});
