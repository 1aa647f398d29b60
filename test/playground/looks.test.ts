import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, type Opened, openPage } from './page.js';

let server: Awaited<ReturnType<typeof launch>>;
let at: Opened;
beforeAll(async () => {
  server = await launch();
  const context = await server.browser.newContext();
  at = await openPage(context as any, server.url);
}, 60_000);
afterAll(() => server?.close());

const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

it.each([
  ['light', wide],
  ['dark', wide],
  ['light', phone],
  ['dark', phone],
] as const)(
  'in a %s theme axe finds nothing, at a width of %o',
  async (colorScheme, viewport) => {
    await at.page.emulateMedia({ colorScheme });
    await at.page.setViewportSize(viewport);
    await at.frame.locator('backbone-ws-inspector').getByRole('table').first().waitFor();
    await expect.poll(() => at.app.locator('td').first().textContent(), { timeout: 5000 }).toMatch(/\d/);
    const { violations } = await new AxeBuilder({ page: at.page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    expect(found).toEqual([]);
    const overflow = await at.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(at.errors).toEqual([]);
  },
  40_000,
);
