import { existsSync } from 'node:fs';
import { type Browser, type BrowserType, chromium, firefox, webkit } from 'playwright';
import type { Server } from './server.js';

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

export interface Found {
  readonly browser?: Browser;
  /** Why there is none. */
  readonly cannot?: string;
}

async function launch(type: BrowserType, executablePath: string, hint: string): Promise<Found> {
  if (!existsSync(executablePath)) return { cannot: hint };
  const args = type === chromium ? ['--no-sandbox', '--disable-gpu', '--no-first-run'] : [];
  return { browser: await type.launch({ executablePath, args }) };
}

export type Browsers = Record<'Chromium' | 'Firefox' | 'WebKit', Found>;

/** The browsers that this machine has. Playwright drives no Firefox and no WebKit but those that it installs itself. */
export const launchBrowsers = async (): Promise<Browsers> => ({
  Chromium: await launch(chromium, chromiumPath, `no Chromium at ${chromiumPath} (set CHROMIUM_PATH)`),
  Firefox: await launch(firefox, firefox.executablePath(), 'not installed (npx playwright install firefox)'),
  WebKit: await launch(webkit, webkit.executablePath(), 'not installed (npx playwright install webkit)'),
});

export interface Visit {
  readonly browser: Browser;
  /** Path of the page, on the server. */
  readonly path: string;
  /** Path of a module that the page is given. */
  readonly module?: string;
  /** In a worker of the page, which imports the module. */
  readonly isWorker?: boolean;
}

/** Runs in the page: a worker of its own for what a module makes known as `smoke`. */
const inWorker = (module: string, url: string): string => `new Promise((resolve, reject) => {
  const code = "import '${module}'; smoke('${url}').then(postMessage, (error) => postMessage(String(error)));";
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), { type: 'module' });
  worker.onmessage = ({ data }) => (Array.isArray(data) ? resolve(data) : reject(new Error(data)));
  worker.onerror = ({ message }) => reject(new Error(message || 'the worker did not start'));
})`;

/** The smoke test in a page; what the page throws, or logs as an error or a warning, is a problem. */
export async function visit(server: Server, { browser, path, module, isWorker }: Visit): Promise<string[]> {
  const { url, end } = server.begin();
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (line) => /error|warning/.test(line.type()) && problems.push(line.text()));
  try {
    await page.goto(server.origin + path);
    const address = server.origin + module;
    if (module && !isWorker) await page.addScriptTag({ type: 'module', url: address });
    if (!isWorker) await page.waitForFunction('"smoke" in globalThis', null, { timeout: 20_000 });
    const passed = await page.evaluate<string[]>(isWorker ? inWorker(address, url) : `smoke('${url}')`);
    if (!passed.length) problems.push('nothing was checked');
    // Before the page is closed, which would close what it has left open.
    problems.push(...(await end()));
  } catch (error) {
    problems.push((error as Error).message);
  } finally {
    await page.close();
  }
  return problems;
}
