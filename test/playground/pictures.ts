/** Takes the README's pictures of the playground and of the inspector: `npm run pictures`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, openPage } from './page.js';

const folder = join(process.cwd(), 'docs/pictures');
mkdirSync(folder, { recursive: true });
const server = await launch();
const wide = { width: 1280, height: 800 };
const looks = [
  ['playground-light', 'light', wide],
  ['playground-dark', 'dark', wide],
  ['playground-phone', 'light', { width: 390, height: 844 }],
] as const;

for (const [name, colorScheme, viewport] of looks) {
  const context = await server.browser.newContext({ colorScheme, viewport });
  const at = await openPage(context as any, server.url);
  const panel = at.frame.locator('backbone-ws-inspector');
  await at.app.locator('td').filter({ hasText: /\d/ }).first().waitFor();
  await at.press('Cut the line');
  await panel.getByRole('tab', { name: 'Timeline' }).click();
  await panel.getByText('{"reopened":true}').first().waitFor();
  await at.page.waitForTimeout(1500);
  await at.page.screenshot({ path: join(folder, `${name}.png`) });
  if (name === 'playground-light') {
    await panel.getByRole('tab', { name: 'Frames' }).click();
    await panel.getByRole('row').nth(2).click();
    await panel.screenshot({ path: join(folder, 'inspector.png') });
  }
  await context.close();
}
await server.close();
