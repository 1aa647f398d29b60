import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../package/tools.js';
import { type Browsers, type Found, visit } from './browser.js';
import { fileOf, tools, versionOf, withBackbone } from './project.js';
import { type Child, runChild, runTool } from './run.js';
import type { Server } from './server.js';
import type { Result } from './table.js';

/** A line of the table that is still to run. */
export interface Row extends Pick<Result, 'where' | 'version' | 'what' | 'cannot'> {
  readonly run: () => Promise<string[]>;
}

export interface World {
  readonly project: string;
  readonly server: Server;
  readonly browsers: Browsers;
}

const formats = ['esm', 'cjs'] as const;
const bothFormats = 'ES modules, CommonJS';

const rootVersionOf = (name: string): string =>
  JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;

/** One after the other: a list of all that was wrong, each with the name of its part. */
async function eachOf(parts: Readonly<Record<string, () => Promise<string[]>>>): Promise<string[]> {
  const problems: string[] = [];
  for (const [part, run] of Object.entries(parts)) {
    const found = await run().catch((error: Error) => [error.message]);
    problems.push(...found.map((problem) => `${part}: ${problem}`));
  }
  return problems;
}

/** Runs both formats of a project with a program, and the sockets of its own, or of `ws`. */
function bothWith(server: Server, child: Omit<Child, 'args'>, flags: string[], kinds: string[]): Promise<string[]> {
  const parts = formats.flatMap((format) =>
    kinds.map((kind) => {
      const make = (url: string): Child => ({ ...child, args: [...flags, `${format}/node.js`, url, kind] });
      return [`${format}, ${kind}`, () => runChild(server, make)] as const;
    }),
  );
  return eachOf(Object.fromEntries(parts));
}

const platform = `${process.platform}-${process.arch}`;
const noBinary = `npm has no binary for ${platform} in the lockfile`;

function nodeRow({ project, server }: World, major: number): Row {
  const name = `node-${major}-${platform}`;
  const version = versionOf(name);
  const kinds = major < 22 ? ['ws'] : ['own', 'ws'];
  const sockets = major < 22 ? 'sockets of `ws`' : 'its own sockets and those of `ws`';
  return {
    ...{ where: 'Node', version: version ?? String(major), what: `${bothFormats}; ${sockets}` },
    ...(version ? {} : { cannot: noBinary }),
    run: () => bothWith(server, { program: fileOf(name, 'bin/node'), cwd: project }, [], kinds),
  };
}

function otherRow({ project, server }: World, where: string, name: string, path: string, flags: string[]): Row {
  const version = versionOf(name);
  return {
    ...{ where, version: version ?? '', what: `${bothFormats}; its own sockets` },
    ...(version ? {} : { cannot: noBinary }),
    run: () => {
      const env = { DENO_DIR: join(project, '.deno'), DENO_NO_UPDATE_CHECK: '1' };
      return bothWith(server, { program: fileOf(name, path), cwd: project, env }, flags, ['own']);
    },
  };
}

const bunName = `@oven/bun-${process.platform}-${process.arch === 'arm64' ? 'aarch64' : process.arch}`;
const denoName = `@deno/${platform}${process.platform === 'linux' ? '-glibc' : ''}`;

const browserRow = (where: string, { browser, cannot }: Found, what: string, run: Row['run']): Row => ({
  ...{ where, version: browser?.version() ?? '', what, run },
  ...(cannot ? { cannot } : {}),
});

function browserRows({ server, browsers }: World): Row[] {
  const { Chromium } = browsers;
  const path = '/page.html';
  const worker = { path: '/empty.html', module: '/bundles/script/page.js', isWorker: true };
  return [
    ...Object.entries(browsers).map(([where, found]) =>
      browserRow(where, found, 'a page with an import map, no bundler', () =>
        visit(server, { browser: found.browser!, path }),
      ),
    ),
    browserRow('Chromium', Chromium, 'a worker', () => visit(server, { browser: Chromium.browser!, ...worker })),
  ];
}

function bundlerRow({ project, server, browsers }: World, where: string, version: string): Row {
  const bundler = where.toLowerCase();
  const { browser } = browsers.Chromium;
  const module = `/bundles/${bundler}/page.js`;
  const node = (url: string): Child => ({
    ...{ program: process.execPath, cwd: project, args: [`bundles/${bundler}/node.js`, url, 'ws'] },
  });
  const make = (program: string): Promise<void> => runTool('bundle.mjs', [bundler, program], project);
  return {
    ...{ where, version, what: `bundles that run in Node${browser ? ' and Chromium' : ''}` },
    run: () =>
      eachOf({
        Node: () => make('node').then(() => runChild(server, node)),
        ...(browser && {
          Chromium: () => make('page').then(() => visit(server, { browser, path: '/empty.html', module })),
        }),
      }),
  };
}

function domRow({ project, server }: World, library: string): Row {
  const make =
    (where: string) =>
    (url: string): Child => ({
      ...{ program: process.execPath, cwd: project },
      args: [join(tools, 'dom.mjs'), library, where, url],
    });
  return {
    ...{
      where: library,
      version: versionOf(library) ?? '',
      what: `a script of its window; a test of Vitest ${versionOf('vitest')}, with sockets of \`ws\``,
    },
    run: () =>
      eachOf({
        window: () => runChild(server, make('window')),
        Vitest: () => runChild(server, make('vitest')),
      }),
  };
}

function backboneRow({ project, server }: World, backbone: string, underscore: string): Row {
  const version = `${versionOf(backbone)}, ${underscore} ${versionOf(underscore)}`;
  return {
    ...{ where: 'Backbone', version, what: `${bothFormats}, in Node ${process.versions.node}` },
    async run() {
      const cwd = await withBackbone(project, backbone, underscore);
      const problems = await bothWith(server, { program: process.execPath, cwd }, [], ['ws']);
      await rm(cwd, { recursive: true });
      return problems;
    },
  };
}

export const rowsOf = (world: World): Row[] => [
  ...[20, 22, 24, 26].map((major) => nodeRow(world, major)),
  otherRow(world, 'Deno', denoName, 'deno', ['run', '--allow-all', '--no-prompt']),
  otherRow(world, 'Bun', bunName, 'bin/bun', ['run']),
  ...browserRows(world),
  bundlerRow(world, 'Vite', versionOf('vite')!),
  bundlerRow(world, 'webpack', versionOf('webpack')!),
  bundlerRow(world, 'esbuild', rootVersionOf('esbuild')),
  bundlerRow(world, 'rollup', versionOf('rollup')!),
  domRow(world, 'jsdom'),
  domRow(world, 'happy-dom'),
  ...['backbone-1.4', 'backbone-1.5', 'backbone-1.6'].flatMap((backbone) =>
    ['underscore', 'lodash'].map((underscore) => backboneRow(world, backbone, underscore)),
  ),
];
