// Bundles one of the programs, in the project that the working folder is: `node bundle.mjs vite page`. In this folder, because the
// bundlers are its own.
import { resolve } from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import * as vite from 'vite';
import webpack from 'webpack';

const [bundler, program] = process.argv.slice(2);
const entry = resolve(`esm/${program}.js`);
const dir = resolve('bundles', bundler);
const isPage = program === 'page';
// Installed, as the server side of an application would have it.
const external = ['ws'];

const bundlers = {
  esbuild: () =>
    esbuild.build({
      ...{ entryPoints: [entry], outfile: `${dir}/${program}.js`, bundle: true, format: 'esm', logLevel: 'warning' },
      ...(isPage ? { platform: 'browser' } : { platform: 'node', external }),
    }),

  async rollup() {
    const plugins = [nodeResolve(isPage ? { browser: true } : { exportConditions: ['node'] }), commonjs()];
    const bundle = await rollup({ input: entry, plugins, external });
    await bundle.write({ dir, format: 'esm' });
    await bundle.close();
  },

  vite: () =>
    vite.build({
      ...{ root: process.cwd(), configFile: false, logLevel: 'warn' },
      ...(isPage ? {} : { ssr: { noExternal: true, external } }),
      build: {
        ...{ outDir: dir, emptyOutDir: false, ssr: !isPage },
        rolldownOptions: { input: entry, output: { entryFileNames: '[name].js' } },
      },
    }),

  webpack: () =>
    new Promise((done, fail) => {
      const compiler = webpack({
        ...{ mode: 'production', target: isPage ? 'web' : 'node20', entry },
        ...{ output: { path: dir, filename: `${program}.js`, module: true }, experiments: { outputModule: true } },
        // Else it takes the branch of Backbone that is for AMD, and that one cannot do without jQuery.
        amd: false,
        ...(isPage ? {} : { externalsType: 'module', externals: { ws: 'ws' } }),
      });
      compiler.run((error, stats) => {
        if (error || stats.hasErrors()) fail(error ?? new Error(stats.toString('errors-warnings')));
        else compiler.close(done);
      });
    }),
};

await bundlers[bundler]();
