import type { Browser } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { launch, type Opened, openPage } from './page.js';

let server: Awaited<ReturnType<typeof launch>>;
let browser: Browser;
let at: Opened;

// One page for all: it has to read TypeScript first.
beforeAll(async () => {
  server = await launch();
  browser = server.browser;
  at = await openPage(browser, server.url);
}, 60_000);
afterAll(() => server?.close());
beforeEach(() => at.choose('Live quotes'));

const appears = (text: string | RegExp): Promise<void> => at.app.getByText(text).first().waitFor();

it('a change shows in the result; how soon is printed', async () => {
  const times: number[] = [];
  for (let i = 1; i <= 5; i++) {
    const shown = at.page.evaluate(
      (text) =>
        new Promise<number>((resolve) => {
          let since = 0;
          document.querySelector('.cm-content')!.addEventListener('input', () => (since ||= performance.now()));
          const timer = setInterval(() => {
            const { contentDocument } = document.querySelector('iframe')!;
            if (contentDocument?.querySelector('h2')?.textContent !== text) return;
            clearInterval(timer);
            resolve(performance.now() - since);
          }, 4);
        }),
      `Change ${i}`,
    );
    await at.edit(i === 1 ? '<h2>Live quotes</h2>' : `<h2>Change ${i - 1}</h2>`, `<h2>Change ${i}</h2>`);
    times.push(await shown);
  }
  const [fastest, , median] = times.sort((a, b) => a - b).map(Math.round);
  console.log(`from the change to the result: ${median} ms (median of 5, the fastest ${fastest} ms)`);
  await appears('Change 5');
});

it('code that does not compile leaves the last result running and says why', async () => {
  await at.edit('class Quote', 'class Quote {{{');
  await expect.poll(() => at.problems.textContent(), { timeout: 5000 }).toMatch(/line \d+: /);
  await appears('Live quotes');
});

it('what the code throws is shown', async () => {
  await at.edit('const app =', "throw new Error('on purpose');\nconst app =");
  await at.frame.getByRole('alert').getByText('Error: on purpose').waitFor();
});

it('types that are wrong are underlined', async () => {
  await at.page.locator('.cm-lintRange-error').first().waitFor({ state: 'detached' });
  await at.edit("@onMessage('quote')", "@onMessage('quotes')");
  await at.page.locator('.cm-lintRange-error').first().waitFor({ timeout: 30_000 });
}, 40_000);

it('a link holds the changed code', async () => {
  await at.edit('<h2>Live quotes</h2>', '<h2>Shared</h2>');
  await appears('Shared');
  await at.press('Share');
  await expect.poll(() => at.page.url()).toContain('#code=');
  const other = await openPage(browser, at.page.url());
  await other.app.getByText('Shared').waitFor();
  await other.page.close();
});

it('examples are chosen by keyboard', async () => {
  await at.page.getByRole('tab', { name: 'Live quotes' }).focus();
  await at.page.keyboard.press('ArrowRight');
  await appears('Chat room');
});
