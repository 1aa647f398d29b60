import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { root } from './tools.js';

const limit = 10_050;

async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['backbone', 'underscore'],
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}

test(`{ WS } is at most ${limit} bytes, bundled, minified and gzipped`, async () => {
  const minified = await bundle(`export { WS } from 'backbone.ws';`);
  const gzipped = gzipSync(minified, { level: 9 }).length;
  console.log(`import { WS }: ${gzipped} bytes gzipped of ${limit} (${minified.length} minified)`);
  expect(gzipped).toBeLessThanOrEqual(limit);
});

// Bundlers read `sideEffects` from the package.json nearest to a file: in dist/esm that is the one that the build writes.
test('an import that uses nothing bundles to nothing', async () => {
  expect(await bundle(`import { WS } from 'backbone.ws';`)).toBe('');
});

test('backbone.ws/global keeps its effect when bundled', async () => {
  expect(await bundle(`import 'backbone.ws/global';`)).toContain('WS');
});
