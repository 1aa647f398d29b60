import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { until } from '../../support/until.js';
import { startChromium, type Tab } from './chromium.js';
import { startSite } from './site.js';

let chromium: Awaited<ReturnType<typeof startChromium>>;
let site: Awaited<ReturnType<typeof startSite>>;
let tabs: Tab[] = [];

beforeAll(async () => {
  chromium = await startChromium(inject('chromium'));
  site = await startSite();
}, 30_000);
afterAll(async () => {
  await chromium?.stop();
  await site?.stop();
});
afterEach(async () => {
  for (const tab of tabs) await tab.close();
  tabs = [];
  await until(() => site.connected() === 0);
});

/** Nothing but what the page tells brings it back within the time of a test. */
const options = { lifecycle: true, backoff: { baseMs: 60_000, jitter: 'none' } };

async function openTab(): Promise<Tab> {
  const tab = await chromium.open();
  tabs.push(tab);
  return tab;
}

/** A tab with a page that is connected. */
async function connectedTab(more: object = {}, prepare?: (tab: Tab) => Promise<unknown>): Promise<Tab> {
  const tab = await openTab();
  await prepare?.(tab);
  await tab.go(site.page({ ...options, ...more }));
  await tab.until('ws.isOpen');
  return tab;
}

interface Note {
  what: string;
  at: number;
}

/** What the page wrote down, with how long after it the connection was open again. */
async function story(tab: Tab, since: RegExp): Promise<{ told: string[]; openAfterMs: number }> {
  const log: Note[] = await tab.evaluate('log');
  const atOf = (what: RegExp) => log.filter((note) => what.test(note.what)).at(-1)?.at ?? Number.NaN;
  const told = log.map(({ what }) => what.trim());
  return { told, openAfterMs: atOf(/^open/) - atOf(since) };
}

const ofConnection = (told: string[]) => told.filter((what) => /^(open|close|reopening)/.test(what));
const away = ['open first', 'close 1001 suspended', 'reopening 1 in Infinity'];

describe('the back-forward cache', () => {
  it('keeps the page, which is connected when it is back', async () => {
    const tab = await connectedTab();
    await tab.go(site.other);
    await until(() => site.connected() === 0);
    await tab.back();
    await tab.until('ws.isOpen');
    const { told, openAfterMs } = await story(tab, /^pageshow kept/);
    expect(told).toEqual(expect.arrayContaining(['pagehide kept', 'pageshow kept']));
    expect(ofConnection(told)).toEqual([...away, 'open again']);
    expect(openAfterMs).toBeLessThan(1000);
    expect([await tab.evaluate('sockets'), site.connected()]).toEqual([2, 1]);
  });

  it('keeps it again and again, at the cost of no retry', async () => {
    const tab = await connectedTab({ retries: 1, minUptimeMs: 60_000 });
    for (let n = 0; n < 3; n++) {
      await tab.go(site.other);
      await tab.back();
      await tab.until('ws.isOpen');
    }
    expect([await tab.evaluate('sockets'), await tab.evaluate('ws.retries')]).toEqual([4, 1]);
  });

  it('brings no connection back that was closed', async () => {
    const tab = await connectedTab();
    await tab.evaluate('void ws.close()');
    await tab.until('!ws.socket');
    await tab.go(site.other);
    await tab.back();
    const { told } = await story(tab, /^/);
    expect(told).toContain('pageshow kept');
    expect([await tab.evaluate('ws.state'), await tab.evaluate('sockets')]).toEqual(['closed', 1]);
  });
});

describe('a tab that is frozen', () => {
  it('has no connection, and has one as soon as it runs again, also while it is still hidden', async () => {
    const tab = await connectedTab();
    await openTab();
    await tab.until('document.hidden');
    await tab.freeze(true);
    await until(() => site.connected() === 0);
    await tab.freeze(false);
    await tab.until('ws.isOpen');
    const { told, openAfterMs } = await story(tab, /^resume/);
    expect(told.filter((what) => what === 'freeze' || what === 'resume')).toEqual(['freeze', 'resume']);
    expect(ofConnection(told)).toEqual([...away, 'open again']);
    expect(openAfterMs).toBeLessThan(1000);
  });
});

describe('a page that goes offline', () => {
  const heartbeat = { intervalMs: 60_000, timeoutMs: 200 };

  it('finds its dead link by the probe, makes no attempt, and is connected as soon as it is online', async () => {
    // Only connections that are made after it are cut by the emulation.
    const tab = await connectedTab({ heartbeat }, ({ call }) => call('Network.enable'));
    await tab.offline(true);
    await tab.until(`ws.state === 'waiting'`);
    expect(await tab.evaluate('sockets')).toBe(1);
    await tab.offline(false);
    await tab.until('ws.isOpen');
    const { told, openAfterMs } = await story(tab, /^online/);
    const dead = ['close 1006 heartbeat-timeout', 'reopening 1 in Infinity'];
    expect(told).toEqual(['pageshow anew', 'open first', 'offline', ...dead, 'online', 'open again']);
    expect(await tab.evaluate('sockets')).toBe(2);
    expect(openAfterMs).toBeLessThan(1000);
  });

  it('keeps its connection where that goes on working', async () => {
    const tab = await connectedTab({ heartbeat: { ...heartbeat, timeoutMs: 50 } });
    await tab.call('Network.enable');
    await tab.offline(true);
    await tab.until(`log.some(({ what }) => what === 'offline')`);
    await new Promise((done) => setTimeout(done, 100));
    await tab.offline(false);
    await tab.until(`log.some(({ what }) => what === 'online')`);
    const { told } = await story(tab, /^/);
    expect(ofConnection(told)).toEqual(['open first']);
  });
});
