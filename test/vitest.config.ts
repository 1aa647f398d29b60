import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { transform } from 'esbuild';
import type { Plugin } from 'vite';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Compiles decorators of one kind: Vite leaves standard ones as they are. */
const lower = (kind: 'legacy' | 'standard', files: RegExp): Plugin => ({
  name: `${kind}-decorators`,
  enforce: 'pre',
  async transform(source, id) {
    const [file = ''] = id.split('?');
    if (!files.test(file)) return undefined;
    const compilerOptions = { experimentalDecorators: kind === 'legacy', useDefineForClassFields: true };
    const { code, map } = await transform(source, {
      ...{ loader: 'ts', target: 'es2022', format: 'esm', sourcefile: file, sourcemap: 'external' },
      tsconfigRaw: { compilerOptions: { ...compilerOptions, verbatimModuleSyntax: true } },
    });
    return { code, map };
  },
});

/** All files in a few processes: to start one for each takes longer than most tests. */
const together = { isolate: false, setupFiles: ['test/support/fresh.ts'], testTimeout: 20_000 };

/** What looks at the memory of its process, or would take twice as long where lines are counted. */
const apart = ['test/resource/leaks.test.ts', 'test/model/model.test.ts'];

/** What other projects run. */
const others = ['browser', 'package', 'readme', 'bench', 'decorators', 'compilers', 'types', 'playground'];

const unit: TestProjectInlineConfiguration = {
  root,
  plugins: [lower('standard', /\/examples\/.*\.ts$/)],
  test: {
    name: 'unit',
    include: ['test/**/*.test.ts'],
    exclude: [...others.map((folder) => `test/${folder}/**`), ...apart],
    ...together,
  },
};

const isolated: TestProjectInlineConfiguration = { root, test: { name: 'isolated', include: apart } };

/** Compiles decorators of one kind, which is also the name of a folder: what stands there is for that kind alone. */
const decoratorsOf = (kind: 'legacy' | 'standard'): TestProjectInlineConfiguration => ({
  root,
  plugins: [lower(kind, /\/test\/decorators\/.*\.ts$/)],
  test: {
    name: kind,
    include: [`test/decorators/*.test.ts`, `test/decorators/${kind}/*.test.ts`],
    ...together,
  },
});

/** Tests of types, compiled and not run. */
const typesOf = (name: string, tsconfig: string, include: string): TestProjectInlineConfiguration => ({
  root,
  test: {
    name,
    include: [],
    typecheck: {
      enabled: true,
      only: true,
      include: [include],
      tsconfig,
      checker: 'test/types/tsc.mjs',
    },
  },
});

const types = [
  typesOf('types', 'test/tsconfig.json', 'test/types/**/*.test-d.ts'),
  typesOf('types-legacy', 'test/tsconfig.legacy.json', 'test/types/decorators/*.test-d.ts'),
];

/** What is shipped rather than what is written, and all that compilers are run for: these need `dist`. */
const packed: TestProjectInlineConfiguration = {
  root,
  test: {
    name: 'package',
    include: ['package', 'readme', 'compilers', 'types'].map((folder) => `test/${folder}/**/*.test.ts`),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // One process, so that what a compiler has read serves all files. The processes that they start keep other cores busy.
    isolate: false,
    maxWorkers: 1,
    // After the others: these keep every core busy, and the others watch the clock.
    sequence: { groupOrder: 1 },
  },
};

const browser: TestProjectInlineConfiguration = {
  root,
  optimizeDeps: { include: ['backbone', 'jquery'] },
  test: {
    name: 'browser',
    include: ['test/browser/**/*.test.ts'],
    exclude: ['test/browser/tabs/**'],
    globalSetup: ['test/browser/global-setup.ts'],
    browser: {
      enabled: true,
      headless: true,
      ui: false,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          executablePath: chromium,
          args: [
            '--no-sandbox',
            '--disable-gpu',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-sync',
          ],
        },
      }),
      instances: [{ browser: 'chromium' }],
    },
  },
};

/** In Node, over tabs of a browser: what happens to a whole page is seen from outside of it. */
const tabs: TestProjectInlineConfiguration = {
  root,
  test: { name: 'tabs', include: ['test/browser/tabs/**/*.test.ts'], provide: { chromium }, testTimeout: 30_000 },
};

/** The built playground, driven from outside. It needs `examples/dist`. */
const playground: TestProjectInlineConfiguration = {
  root,
  test: {
    name: 'playground',
    include: ['test/playground/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    sequence: { groupOrder: 2 },
  },
};

const hasChromium = existsSync(chromium);

/** The browser projects, or a warning and projects without tests; on CI a run without them must not pass. */
function inBrowser(): TestProjectInlineConfiguration[] {
  const projects = [browser, tabs, playground];
  if (hasChromium) return projects;
  const problem = `no Chromium at ${chromium} (set CHROMIUM_PATH)`;
  if (process.env.CI) throw new Error(`The browser tests cannot run: ${problem}.`);
  process.stderr.write(`\n*** BROWSER TESTS LEFT OUT: ${problem} ***\n\n`);
  return projects.map(({ test }) => ({ root, test: { name: test!.name!, include: [] } }));
}

export default defineConfig({
  root,
  test: {
    passWithNoTests: !hasChromium,
    // One more than Vitest takes by itself where there are two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [unit, isolated, decoratorsOf('legacy'), decoratorsOf('standard'), ...types, packed, ...inBrowser()],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text'],
      thresholds: { lines: 98 },
    },
  },
});
