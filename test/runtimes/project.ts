import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, transform } from 'esbuild';
import { pack } from '../package/packed.js';
import { root, run, temporaryFolder } from '../package/tools.js';

/** What all of this needs, by a lockfile of its own, is installed outside of the sources. */
export const here = join(root, 'test/runtimes');
export const tools = join(root, '.tmp/runtimes/tools');
const installed = join(tools, 'node_modules');

/** An installed package's version, or undefined if it is for another platform. */
export function versionOf(name: string): string | undefined {
  const path = join(installed, name, 'package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).version.replace('v', '') : undefined;
}

/** A file of an installed package. */
export const fileOf = (name: string, path: string): string => join(installed, name, path);

const lockOf = (folder: string): string => readFileSync(join(folder, 'package-lock.json'), 'utf8');

/** Installs what the lockfile says, unless that is there already. */
export async function install(): Promise<void> {
  const source = join(here, 'tools');
  // npm writes this one last.
  const isInstalled = existsSync(join(installed, '.package-lock.json')) && lockOf(tools) === lockOf(source);
  cpSync(source, tools, { recursive: true });
  if (isInstalled) return;
  // Scripts would put binaries in the places of wrappers: the binaries are called where they are.
  const { code, output } = await run('npm', ['ci', '--ignore-scripts', '--loglevel', 'error'], tools);
  if (code) throw new Error(`npm ci failed in ${tools}:\n${output}`);
}

const programs = ['smoke', 'node', 'page', 'in-vitest'];

/** Compiles the programs, whose decorators are standard ones, to ES modules and to CommonJS. */
async function compile(folder: string): Promise<void> {
  for (const [format, type] of [
    ['esm', 'module'],
    ['cjs', 'commonjs'],
  ] as const) {
    mkdirSync(join(folder, format));
    writeFileSync(join(folder, format, 'package.json'), JSON.stringify({ type }));
    for (const program of programs) {
      const source = readFileSync(join(here, 'program', `${program}.ts`), 'utf8');
      const { code } = await transform(source, { loader: 'ts', format, target: 'es2022', platform: 'node' });
      writeFileSync(join(folder, format, `${program}.js`), code);
    }
  }
}

/**
 * A project that has the packed package installed, with Backbone and `ws`, and the programs compiled. It stands outside of this
 * one: what the package fails to ask for is not found.
 */
export async function makeProject(): Promise<string> {
  const { consumer } = await pack();
  await compile(consumer);
  cpSync(join(here, 'page.html'), join(consumer, 'page.html'));
  writeFileSync(join(consumer, 'empty.html'), '<!doctype html><title>Empty</title>');
  mkdirSync(join(consumer, 'bundles'));
  writeFileSync(join(consumer, 'bundles/package.json'), JSON.stringify({ type: 'module' }));
  await build({
    ...{ entryPoints: [join(consumer, 'esm/page.js')], outfile: join(consumer, 'bundles/script/page.js') },
    ...{ bundle: true, format: 'iife', logLevel: 'warning' },
  });
  return consumer;
}

/**
 * The same project with another Backbone, and what is named in the place of Underscore. It does not block: the server is in this
 * process.
 */
export async function withBackbone(project: string, backbone: string, underscore: string): Promise<string> {
  const folder = temporaryFolder(backbone);
  const copy = (source: string, target: string): Promise<void> => cp(source, join(folder, target), { recursive: true });
  for (const part of ['package.json', 'node_modules', 'esm', 'cjs']) await copy(join(project, part), part);
  for (const [name, source] of [
    ['backbone', backbone],
    ['underscore', underscore],
  ] as const) {
    await rm(join(folder, 'node_modules', name), { recursive: true });
    await copy(join(installed, source), join('node_modules', name));
  }
  return folder;
}
