import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './page.js';

const folder = fileURLToPath(new URL('../../.tmp/inspected/', import.meta.url));
const url = pathToFileURL(`${folder}index.html`).href;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const entryPoints = [fileURLToPath(new URL('./inspected.ts', import.meta.url))];
  await build({ entryPoints, bundle: true, outfile: `${folder}page.js`, format: 'iife', logLevel: 'error' });
  const style = '<style>backbone-ws-inspector { height: 500px }</style>';
  writeFileSync(
    `${folder}index.html`,
    `<!doctype html><title>inspected</title>${style}<body><script src="page.js"></script>`,
  );
  browser = await launchBrowser();
}, 60_000);
afterAll(() => browser?.close());

/** By the DevTools protocol: how much of the main thread's time went to tasks, and the heap after a collection. */
async function measure(page: Page, ms: number): Promise<{ share: number; heap: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const read = async (): Promise<{ [name: string]: number }> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const before = await read();
  await page.waitForTimeout(ms);
  const after = await read();
  await session.send('HeapProfiler.collectGarbage');
  const { JSHeapUsedSize } = await read();
  const share = (after.TaskDuration! - before.TaskDuration!) / (after.Timestamp! - before.Timestamp!);
  return { share, heap: JSHeapUsedSize! };
}

it('at 1,000 messages a second its memory is bounded; its cost is printed', async () => {
  const open = async (hash: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(url + hash);
    await page.waitForTimeout(1000);
    return page;
  };
  const plain = await open('');
  const without = await measure(plain, 3000);
  await plain.close();
  const page = await open('#inspected');
  const first = await measure(page, 3000);
  const second = await measure(page, 3000);
  const { kept, count } = await page.evaluate(() => {
    const { recorder } = (globalThis as any).inspector;
    return { kept: recorder.entries.length, count: recorder.count };
  });
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  console.log(
    `main thread at 1,000 messages/s: ${percent(without.share)} without the inspector, ${percent(second.share)} with it ` +
      `(${percent(second.share - without.share)} more); heap ${(first.heap / 1e6).toFixed(2)} MB, 3 s later ${(second.heap / 1e6).toFixed(2)} MB`,
  );
  expect(count).toBeGreaterThan(2000);
  expect(kept).toBe(500);
  expect(second.heap).toBeLessThan(first.heap * 1.2 + 500_000);
  await page.close();
}, 60_000);

it('shows frames, what they hold and who took them; filters, pauses and goes away', async () => {
  const page = await browser.newPage();
  await page.goto(`${url}#inspected`);
  const panel = page.locator('backbone-ws-inspector');
  await panel.getByRole('button', { name: 'Pause' }).click();
  await panel.getByRole('row').nth(2).click();
  await panel.getByText('Quote.tick').waitFor();
  await panel.getByText('"symbol": "S').waitFor();
  await panel.getByRole('searchbox', { name: 'Filter' }).fill('no such thing');
  await expect.poll(() => panel.getByRole('table', { name: 'Frames' }).locator('tbody tr').count()).toBe(0);
  await panel.getByRole('tab', { name: 'Bound' }).click();
  await panel.getByRole('cell', { name: '50 bound' }).waitFor();
  await page.evaluate(() => (globalThis as any).inspector.dispose());
  expect(await panel.count()).toBe(0);
  await page.close();
}, 30_000);
