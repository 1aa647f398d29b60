import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, tsc } from '../package/tools.js';
import { typescript5 } from '../package/typescript-5.js';

/** What is compiled below also has to compile with the last TypeScript that is written in JavaScript. */
export const compilers = ['typescript', 'typescript-5'];

/** The two kinds of decorators, by what the compiler is told. */
export const modes = { legacy: { experimentalDecorators: true }, standard: {} };

/** What the newest compiler prints. */
function runNewest(directory: string): string {
  try {
    const options = { cwd: directory, env: tsc.env, encoding: 'utf8' } as const;
    return execFileSync(process.execPath, [...tsc.args, '-p', '.'], options);
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    if (!stdout) throw error;
    return stdout;
  }
}

/** Runs a compiler in a folder; its complaints, one string for each, from `index.ts(1,2): error …` on. */
function run(compiler: string, directory: string, config: object): string[] {
  const path = join(directory, 'tsconfig.json');
  writeFileSync(path, JSON.stringify(config));
  const output = compiler === 'typescript-5' ? typescript5(path).output : runNewest(directory).trim();
  return output ? output.split(/\n(?=\S)/) : [];
}

function inFolder<T>(use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'backbone-ws-types-'));
  try {
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/**
 * Compiles a program of its own, so that what it declares for the whole of a program stays in it, against the sources of
 * the package. Returns the compiler's complaints.
 */
export const compile = (compiler: string, files: { [name: string]: string }, options: object = {}): string[] =>
  inFolder((directory) => {
    for (const [name, code] of Object.entries(files)) writeFileSync(join(directory, name), code);
    writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
    return run(compiler, directory, {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        // The declarations of others are checked with the rest of the tests, and that takes most of the time.
        skipLibCheck: true,
        paths: {
          'backbone.ws': [join(root, 'src/index.ts')],
          'backbone.ws/global': [join(root, 'src/global.ts')],
          backbone: [join(root, 'node_modules/@types/backbone/index.d.ts')],
        },
        // The place of the files lies outside the package, so they would count as CommonJS.
        moduleDetection: 'force',
        ...options,
      },
      include: [],
      files: Object.keys(files),
    });
  });

/** Compiles files of a folder of the tests where they are. Returns the compiler's complaints. */
export const compileTests = (compiler: string, folder: string, files: string[], options: object = {}): string[] =>
  inFolder((directory) =>
    run(compiler, directory, {
      extends: join(root, 'test/tsconfig.json'),
      compilerOptions: { skipLibCheck: true, typeRoots: [join(root, 'node_modules/@types')], ...options },
      files: files.map((name) => join(folder, name)),
      include: [],
    }),
  );
