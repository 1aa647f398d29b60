import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type FrameLocator, type Locator, type Page } from 'playwright';
import type { Playground } from '../../examples/playground/serve.js';

/** Tests and scripts run in the project's folder. */
const root = process.cwd();

/** The playground in a browser. */
export interface Opened {
  readonly page: Page;
  readonly frame: FrameLocator;
  /** The result that the example's code makes. */
  readonly app: Locator;
  readonly problems: Locator;
  /** What went wrong in the page. */
  readonly errors: string[];
  /** Shows an example. */
  choose(tab: string): Promise<void>;
  press(button: string): Promise<void>;
  /** Puts a piece of code in the place of another, as one who types it. */
  edit(from: string, to: string): Promise<void>;
}

export interface Look {
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  });

export async function launch(): Promise<{ browser: Browser; url: string; close(): Promise<void> }> {
  // As `npm start` runs it: compiled, beside the built page.
  const { servePlayground } = await import(
    /* @vite-ignore */ pathToFileURL(join(root, 'examples/dist/playground/serve.js')).href
  );
  const playground: Playground = await servePlayground();
  const browser = await launchBrowser();
  return {
    browser,
    url: playground.url,
    async close() {
      await browser.close();
      await playground.close();
    },
  };
}

const files: { readonly [tab: string]: string } = {
  'Live quotes': 'quotes/client.ts',
  'Chat room': 'chat/client.ts',
  'Save a form': 'form/client.ts',
  'Plain JavaScript bind': 'plain/client.js',
  'Break it': 'break/client.ts',
  'Binary codec': 'binary/client.ts',
};
const codeOf = (tab: string): string => readFileSync(join(root, 'examples/playground/tabs', files[tab]!), 'utf8');

export async function openPage(browser: Browser, url: string, look: Look = {}): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...look });
  let code = codeOf('Live quotes');
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(url);
  const frame = page.frameLocator('#frame');
  const app = frame.locator('#app');
  await app.locator('h2').waitFor();
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  return {
    page,
    frame,
    app,
    problems: page.locator('#problems'),
    errors,
    press,
    async choose(tab) {
      code = codeOf(tab);
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await app.locator('h2', { hasText: tab === 'Plain JavaScript bind' ? 'Plain JavaScript' : tab }).waitFor();
    },
    async edit(from, to) {
      if (!code.includes(from)) throw new Error(`no such code: ${from}`);
      code = code.replace(from, to);
      await page.locator('.cm-content').focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(code);
    },
  };
}
