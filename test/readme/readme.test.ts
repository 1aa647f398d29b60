/**
 * The code of README.md and of the guides in docs/guides is compiled, and run where it says so.
 *
 * Every `ts` block is compiled, strictly, with standard and with legacy decorators, as an ES module and as CommonJS (not as
 * CommonJS when it awaits at its top);
 * every `js` block is type-checked as an ES module, or as CommonJS when it calls `require`. A block is a module of its own.
 * The words after the language may be:
 *
 * - `continues`: the block is compiled, and run, after the block before it (and after what that one continues);
 * - `run`: the block is run in Node as an ES module, with both kinds of decorators if it has any. It finds a global `WebSocket` (that of `ws`), for which every address
 *   at example.com leads to a real server; `process.env.WS_URL` has its address. The server sends a `quote` of ACME at 100 at
 *   once, answers `subscribe` with `subscribed`, `quote` at 101, `quote` at 102 and `halted` of the same symbol, replies to
 *   what has an `id` with its own data, and sends anything else back.
 * - `test`: the block is a file of tests, which vitest runs; they have to pass.
 *
 * A line that ends in `// → text` prints that text: a block that was run has to print these texts in this order, and is
 * ended then. One without them has to end by itself. Neither may fail or write to stderr.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { node, root, typescript7 } from '../package/tools.js';
import { type Block, blocksOf, expectedOutput, kindsOf, moduleOf, nameOf } from './blocks.js';
import { serveFeed } from './server.js';

// Inside the project, where 'backbone.ws' is the project itself.
const folder = join(root, '.tmp/readme');
const guides = readdirSync(join(root, 'docs/guides')).map((name) => `docs/guides/${name}`);
const pages = ['README.md', ...guides].map(
  (file) => [file, blocksOf(readFileSync(join(root, file), 'utf8'), file)] as const,
);
const blocks = pages.flatMap(([, some]) => some);
const named = (some: Block[]) => some.map((block) => [`${block.file}:${block.line}`, block] as const);

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

test.each(pages)('%s has blocks of code', (_, some) => {
  expect(some).not.toEqual([]);
});

test('there are blocks in both languages, some of which are run', () => {
  expect(blocks.filter(({ language }) => language === 'ts')).not.toEqual([]);
  expect(blocks.filter(({ language }) => language === 'js')).not.toEqual([]);
  expect(blocks.filter(({ run }) => run)).not.toEqual([]);
});

describe('compiles', () => {
  let diagnostics: string[];

  beforeAll(async () => {
    const files = blocks.flatMap((block) => {
      const code = moduleOf(blocks, block);
      return kindsOf(block, code).map((kind) => {
        const file = `${nameOf(block)}.${kind}`;
        writeFileSync(join(folder, file), code);
        return file;
      });
    });
    // JavaScript is checked for what is called and how; its parameters have no types.
    const script = await compile(
      'js',
      files.filter((file) => /js$/.test(file)),
      { checkJs: true, noImplicitAny: false },
    );
    diagnostics = script;
    // What declares something for the whole of a program is one of its own.
    const isApart = (file: string) => readFileSync(join(folder, file), 'utf8').includes('declare module');
    const typed = files.filter((file) => /ts$/.test(file));
    for (const experimentalDecorators of [false, true]) {
      for (const program of [typed.filter((file) => !isApart(file)), ...typed.filter(isApart).map((file) => [file])]) {
        diagnostics.push(...(await compile('ts', program, { experimentalDecorators })));
      }
    }
  });

  async function compile(name: string, files: string[], options: object): Promise<string[]> {
    if (!files.length) return [];
    const compilerOptions = {
      ...{ strict: true, noEmit: true, skipLibCheck: true, module: 'nodenext', target: 'es2022' },
      ...{
        lib: ['ES2022', 'DOM', 'ESNext.Decorators', 'ESNext.Disposable'],
        types: ['node'],
        moduleDetection: 'force',
        ...options,
      },
    };
    const config = join(folder, `tsconfig.${name}.json`);
    writeFileSync(config, JSON.stringify({ compilerOptions, files }));
    return (await typescript7(config)).output.split('\n').filter(Boolean);
  }

  test.each(named(blocks))('%s', (_, block) => {
    expect(diagnostics.filter((text) => text.includes(`${nameOf(block)}.`))).toEqual([]);
  });

  test('with nothing left to say', () => {
    expect(diagnostics).toEqual([]);
  });
});

describe('runs', () => {
  let feed: Awaited<ReturnType<typeof serveFeed>>;

  beforeAll(async () => {
    feed = await serveFeed();
  });
  afterAll(() => feed.close());

  const isDecorated = (block: Block) => /^\s*@\w/m.test(moduleOf(blocks, block));
  const cases = named(blocks.filter(({ run }) => run)).flatMap(([name, block]) =>
    (isDecorated(block) ? ['standard', 'legacy'] : ['no']).map((kind) => [name, kind, block] as const),
  );

  test.each(cases)('%s, with %s decorators', async (_, kind, block) => {
    const file = join(folder, `${nameOf(block)}-${kind}.mjs`);
    writeFileSync(file, await lowered(block, kind === 'legacy'));
    expect(await runBlock(file, expectedOutput(block), feed.url)).toEqual({ failure: null, missing: [], stderr: '' });
  });
});

test('the blocks of tests pass', async () => {
  const tests = blocks.filter(({ test }) => test);
  for (const block of tests) writeFileSync(join(folder, `${nameOf(block)}.test.mjs`), await lowered(block, false));
  // One run for all: most of its time is the start.
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { code, output } = await node([vitest, 'run', '--no-color', '--root', root, '--dir', folder]);
  expect(code, output).toBe(0);
  expect(output).toMatch(new RegExp(`Test Files\\s+${tests.length} passed`));
});

/** The block as JavaScript that Node, and vitest, can run. */
async function lowered(block: Block, experimentalDecorators: boolean): Promise<string> {
  const { code } = await transform(moduleOf(blocks, block), {
    tsconfigRaw: { compilerOptions: { experimentalDecorators } },
    loader: 'ts',
    format: 'esm',
    target: 'es2022',
    sourcemap: 'inline',
    sourcefile: join(root, block.file),
  });
  return code;
}

function runBlock(file: string, missing: string[], url: string): Promise<object> {
  const prelude = join(root, 'test/readme/prelude.mjs');
  const timeout = 10_000;
  const options = { env: { ...process.env, WS_URL: url }, timeout };
  const started = Date.now();
  let ended = false;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--enable-source-maps', '--import', prelude, file],
      options,
      (error, _, stderr) => {
        const late = Date.now() - started >= timeout;
        const exit = error && !ended ? `exit code ${error.code ?? error.signal}` : null;
        const failure = late ? `still running after ${timeout} ms` : exit;
        resolve({ failure, missing, stderr });
      },
    );
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (!missing.length || line.trim() !== missing[0]) return;
      missing.shift();
      ended = missing.length === 0;
      if (ended) child.kill();
    });
  });
}
