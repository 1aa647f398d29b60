// Runs the smoke test in a window of jsdom or of happy-dom: `node dom.mjs jsdom window|globals <url>`. The working folder is the
// project; in this folder, because jsdom and happy-dom are its own.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

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
const window = await windows[library]();

/** What a window that has no sockets of its own is given. */
const { WebSocket } = createRequire(resolve('package.json'))('ws');
const socket = window.WebSocket ?? WebSocket;

const ways = {
  /** A script of the window: a bundle, as there are no modules. */
  window() {
    window.eval(readFileSync('bundles/script/page.js', 'utf8'));
    return window.smoke(url, socket);
  },

  /** The window's properties as globals of Node, which is what test runners do. */
  async globals() {
    const own = /Event$|^(EventTarget|document|location|navigator)$/;
    const methods = ['addEventListener', 'removeEventListener', 'dispatchEvent'];
    const define = (name, value) =>
      Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
    for (const name of Object.getOwnPropertyNames(window)) {
      if (own.test(name) || !(name in globalThis)) define(name, window[name]);
    }
    for (const name of methods) define(name, window[name].bind(window));
    define('window', globalThis);
    define('self', globalThis);
    const { smoke } = await import(pathToFileURL(resolve('esm/smoke.js')).href);
    return smoke(url, socket);
  },
};

const passed = await ways[where]();
console.log(`${passed.length} checks passed`);
