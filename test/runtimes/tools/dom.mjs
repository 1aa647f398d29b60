// Runs the smoke test in a window of jsdom or of happy-dom: `node dom.mjs jsdom window|vitest <url>`. The working folder is the
// project; in this folder, because jsdom and happy-dom are its own.
import { readFileSync } from 'node:fs';
import { startVitest } from 'vitest/node';

const onUserConsoleLog = ({ content }) => process.stdout.write(content);
const [library, where, url] = process.argv.slice(2);
const page = 'http://127.0.0.1/';

const windows = {
  async jsdom() {
    const { JSDOM } = await import('jsdom');
    return new JSDOM('<!doctype html>', { url: page, runScripts: 'outside-only' }).window;
  },
  async 'happy-dom'() {
    const settings = { enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true };
    const { Window } = await import('happy-dom');
    return new Window({ url: page, settings });
  },
};

const ways = {
  /** A script of the window, which opens its sockets: a bundle, as there are no modules. */
  async window() {
    const window = await windows[library]();
    window.eval(readFileSync('bundles/script/page.js', 'utf8'));
    const passed = await window.smoke(url);
    return passed.length;
  },

  /** A test of Vitest, with the window's properties as globals of Node. */
  async vitest() {
    const options = { root: process.cwd(), config: false, environment: library, watch: false };
    const vitest = await startVitest('test', ['esm/in-vitest.js'], {
      ...{ ...options, include: ['esm/in-vitest.js'], env: { SMOKE_URL: url }, reporters: [{ onUserConsoleLog }] },
    });
    const tests = vitest.state.getTestModules().flatMap(({ children }) => [...children.allTests()]);
    for (const test of tests) for (const error of test.result().errors ?? []) console.log(error.stack);
    const errors = vitest.state.getUnhandledErrors();
    for (const error of errors) console.log(error);
    await vitest.close();
    return tests.filter((test) => test.ok()).length;
  },
};

console.log(`${await ways[where]()} checks passed`);
