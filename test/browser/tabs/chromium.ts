import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { until } from '../../support/until.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of Chromium. */
    chromium: string;
  }
}

/** A busy machine takes its time. */
const WAIT = { timeoutMs: 10_000 };

/**
 * A Chromium of its own, driven by the DevTools protocol alone: Playwright switches the back-forward cache off, and keeps every tab
 * visible, so that none can be frozen.
 *
 * @see https://chromedevtools.github.io/devtools-protocol/
 */
export async function startChromium(path: string) {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
  ];
  const process = spawn(path, [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(process, 'exit');
  let printed = '';
  process.stderr.on('data', (text) => {
    printed += text;
  });
  const address = await until(() => /ws:\/\/\S+/.exec(printed)?.[0], WAIT);
  const socket = new WebSocket(address);
  await once(socket, 'open');

  const calls = new Map<number, (answer: any) => void>();
  socket.on('message', (text) => {
    const answer = JSON.parse(String(text));
    calls.get(answer.id)?.(answer);
    calls.delete(answer.id);
  });
  let calledLast = 0;
  const send = (sessionId: string | undefined, method: string, params: object = {}): Promise<any> =>
    new Promise((resolve, reject) => {
      const id = ++calledLast;
      calls.set(id, ({ error, result }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result),
      );
      socket.send(JSON.stringify({ id, sessionId, method, params }));
    });

  return {
    /** Opens a tab in front of the others. */
    async open(): Promise<Tab> {
      const { targetId } = await send(undefined, 'Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send(undefined, 'Target.attachToTarget', { targetId, flatten: true });
      return createTab((method, params) => send(sessionId, method, params));
    },

    async stop(): Promise<void> {
      await send(undefined, 'Browser.close').catch(() => {});
      await exited;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

type Call = (method: string, params?: object) => Promise<any>;

function createTab(call: Call) {
  const evaluate = async (expression: string): Promise<any> => {
    const { result, exceptionDetails } = await call('Runtime.evaluate', { expression, returnByValue: true });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
    return result.value;
  };
  const arrive = (url: string) =>
    until(() => evaluate(`location.href === ${JSON.stringify(url)} && document.readyState === 'complete'`), WAIT);

  return {
    call,
    evaluate,
    /** Waits until the expression is true in the page. */
    until: (expression: string) => until(() => evaluate(expression), WAIT),

    async go(url: string): Promise<void> {
      await call('Page.navigate', { url });
      await arrive(url);
    },

    /** Back in the history, as by the button. */
    async back(): Promise<void> {
      const { currentIndex, entries } = await call('Page.getNavigationHistory');
      const { id, url } = entries[currentIndex - 1];
      await call('Page.navigateToHistoryEntry', { entryId: id });
      await arrive(url);
    },

    /** Frozen, nothing runs in it; a tab that can be seen is never frozen. */
    freeze: (is: boolean): Promise<unknown> => call('Page.setWebLifecycleState', { state: is ? 'frozen' : 'active' }),

    offline: (offline: boolean): Promise<unknown> =>
      call('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 }),

    close: (): Promise<unknown> => call('Page.close'),
  };
}

export type Tab = ReturnType<typeof createTab>;
