import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const generated = /(^|\/)(node_modules|dist)\//;

/** The TypeScript files below a folder of the project, by their paths from its root; none when there is no such folder. */
export function typescriptFiles(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.[cm]?ts$/.test(path) && !generated.test(path))
    .sort();
}

export interface Outcome {
  code: number;
  output: string;
}

/** Runs a program to its end; a failure is an outcome, not an exception, so that a test can show what was printed. */
export function run(program: string, args: string[], cwd = root, env = process.env): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, env, maxBuffer: 1 << 26, encoding: 'utf8' }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      resolve({ code, output: (stdout + stderr).trim() });
    });
  });
}

export const node = (args: string[], cwd?: string): Promise<Outcome> => run(process.execPath, args, cwd);

/**
 * The newest TypeScript for programs that are small: one thread, which does not collect garbage, takes the least time for them. It is
 * called by its path, because an older one owns the name `tsc` as well.
 */
export const tsc = {
  args: [join(root, 'node_modules/typescript/bin/tsc'), '--singleThreaded', '--pretty', 'false'],
  env: { ...process.env, GOGC: 'off' },
};
export const typescript7 = (config: string, cwd?: string): Promise<Outcome> =>
  run(process.execPath, [...tsc.args, '-p', config], cwd, tsc.env);

export const temporaryFolder = (name: string): string =>
  realpathSync(mkdtempSync(join(tmpdir(), `backbone.ws-${name}-`)));
