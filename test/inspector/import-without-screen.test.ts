import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllGlobals());

test('the inspector can be imported where a test runner has a window without a screen', async () => {
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('document', {});
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('devicePixelRatio', 1);
  await expect(import('../../src/inspector/index.js')).resolves.toHaveProperty('inspect');
});
