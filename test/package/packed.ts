import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, temporaryFolder } from './tools.js';

/** These packages and all that they depend on. */
function withDependencies(names: string[]): string[] {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const { dependencies } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
    Object.keys(dependencies ?? {}).forEach(add);
  };
  names.forEach(add);
  return [...found];
}

async function npm(args: string[], cwd: string): Promise<string> {
  const { code, output } = await run('npm', [...args, '--ignore-scripts', '--loglevel', 'error'], cwd);
  if (code) throw new Error(`npm ${args[0]} failed:\n${output}`);
  return output;
}

export interface Packed {
  tarball: string;
  /** A project that has the tarball installed, with Backbone and `ws`. */
  consumer: string;
}

/**
 * Packs the project and installs the tarball into a project elsewhere. Offline: all that the tarball depends on is there already,
 * copied from the project's own node_modules.
 */
export async function pack(): Promise<Packed> {
  const folder = temporaryFolder('packed');
  await npm(['pack', '--pack-destination', folder], root);
  const { name, version, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const tarball = join(folder, `${name}-${version}.tgz`);

  const others = withDependencies([...Object.keys(dependencies), 'backbone', 'ws']);
  for (const other of others) {
    cpSync(join(root, 'node_modules', other), join(folder, 'node_modules', other), { recursive: true });
  }
  const installed = Object.fromEntries(others.map((other) => [other, '*']));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: installed }));
  await npm(['install', '--offline', '--no-package-lock', '--no-audit', '--no-fund', tarball], folder);
  return { tarball, consumer: folder };
}
