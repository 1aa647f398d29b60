/**
 * Run before each file of those that share a process: a file is to find what it would find in a process of its own, but for the
 * modules of other packages.
 */
import Backbone from 'backbone';
import { vi } from 'vitest';

const names = [
  'Date',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
] as const;
const kept = Symbol.for('test/timers');
const shared = globalThis as { [kept]?: object };

vi.useRealTimers();
vi.unstubAllGlobals();
vi.unstubAllEnvs();
// A spy on a fake timer that is taken back after the fake one puts the fake one back.
shared[kept] ??= Object.fromEntries(names.map((name) => [name, globalThis[name]]));
Object.assign(globalThis, shared[kept]);

vi.resetModules();
for (const key of Object.getOwnPropertySymbols(globalThis)) {
  if (key.description?.startsWith('backbone.ws/')) Reflect.deleteProperty(globalThis, key);
}
Reflect.deleteProperty(Backbone, 'WS');
