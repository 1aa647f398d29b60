import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { launch, type Opened, openPage } from './page.js';

/** Every example is changed, and its line is cut; the server is the one in the page, or a real one. */
export function testTabs(isReal: boolean): void {
  let server: Awaited<ReturnType<typeof launch>>;
  let at: Opened;

  // One page for all: it has to read TypeScript first.
  beforeAll(async () => {
    server = await launch();
    at = await openPage(server.browser, server.url);
    if (isReal) await at.press('Real server');
  }, 60_000);
  afterAll(() => server?.close());
  beforeEach(() => at.choose('Live quotes'));

  const appears = (text: string | RegExp): Promise<void> => at.app.getByText(text).first().waitFor();
  /** The inspector has seen the line come back. */
  async function isBack(): Promise<void> {
    await at.frame.locator('backbone-ws-inspector').getByRole('tab', { name: 'Timeline' }).click();
    await at.frame.locator('backbone-ws-inspector').getByText('{"reopened":true}').first().waitFor();
  }

  it('Live quotes: changed code runs, prices go on after a cut', async () => {
    await at.edit('<h2>Live quotes</h2>', '<h2>Prices, live</h2>');
    await appears('Prices, live');
    await appears('The connection is open.');
    const price = at.app.locator('td').first();
    await expect.poll(() => price.textContent()).toMatch(/^\d+\.\d\d$/);
    await at.press('Cut the line');
    await isBack();
    const before = await price.textContent();
    await expect.poll(() => price.textContent(), { timeout: 5000 }).not.toBe(before);
  });

  it('Chat room: what is said while the line is down is said when it is up', async () => {
    await at.choose('Chat room');
    await at.edit('<h2>Chat room</h2>', '<h2>Our room</h2>');
    await appears('Our room');
    await appears('Ada: Hello!');
    await at.press('Cut the line');
    await at.app.getByLabel('Say').fill('Still there?');
    await at.app.getByRole('button', { name: 'Send' }).click();
    await isBack();
    await appears('You: Still there?');
    await expect.poll(() => at.app.getByText('Ada: Hello!').count()).toBe(1);
  });

  it('Save a form: a refusal is shown, a save during a cut arrives', async () => {
    await at.choose('Save a form');
    await at.edit('<h2>Save a form</h2>', '<h2>Who are you?</h2>');
    await appears('Who are you?');
    const email = at.app.getByLabel('E-mail');
    await expect.poll(() => email.inputValue()).toContain('@');
    await email.fill('nobody');
    await at.app.getByRole('button', { name: 'Save' }).click();
    await appears(/Not saved: .*"nobody" is no e-mail address/);
    await email.fill('ada@example.com');
    await at.press('Cut the line');
    await at.app.getByRole('button', { name: 'Save' }).click();
    await isBack();
    await appears(/Saved as version \d+\./);
  });

  it('Plain JavaScript bind: the clock goes on after a cut', async () => {
    await at.choose('Plain JavaScript bind');
    await at.edit('The server says', 'It is said to be');
    await appears(/It is said to be \d/);
    await at.press('Cut the line');
    await appears('The line is down; it comes back in 3 s.');
    await appears('The line is up.');
    await isBack();
  });

  it('Binary codec: samples go on after a cut', async () => {
    await at.choose('Binary codec');
    await at.edit('measured ${', 'taken ${');
    await appears(/taken \d{4}-/);
    await at.press('Cut the line');
    await isBack();
    const text = (): Promise<string | null> => at.app.locator('#at').textContent();
    const before = await text();
    await expect.poll(text, { timeout: 5000 }).not.toBe(before);
  });

  it('Break it: the sum is right after a cut, silence, rubbish and a flood', async () => {
    await at.choose('Break it');
    await at.edit('<h2>Break it</h2>', '<h2>Broken</h2>');
    await appears('Broken');
    const sum = (): Promise<string | null> => at.app.locator('#sum').textContent();
    const counted = async (): Promise<number> => Number.parseInt((await sum()) ?? '0', 10);
    /** Ten numbers more, and the sum is right. */
    const goesOn = async (): Promise<void> => {
      const before = await counted();
      await expect.poll(counted, { timeout: 10_000 }).toBeGreaterThan(before + 10);
      expect(await sum()).toContain(': right');
    };
    await expect.poll(counted, { timeout: 5000 }).toBeGreaterThan(1);
    await at.press('Cut the line');
    await appears('closed: 1006');
    await isBack();
    await goesOn();
    await at.press('Go silent');
    await appears('closed: 1006 heartbeat-timeout');
    await expect.poll(() => at.app.getByText('open again').count(), { timeout: 10_000 }).toBe(2);
    await goesOn();
    await at.press('Send rubbish');
    await appears(/; [1-9]\d* frames that were no messages/);
    await at.press('1,000 messages a second');
    await goesOn();
  }, 60_000);
}
