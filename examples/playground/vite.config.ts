import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** That reading a compiler takes its time is no news to who starts the playground. */
const checks = { pluginTimings: false };

export default defineConfig({
  root: at('.'),
  base: './',
  // What the editor uses needs the compiler's API, which TypeScript 7 has not.
  resolve: { alias: [{ find: /^typescript$/, replacement: 'typescript-5' }] },
  build: {
    outDir: at('../dist/page'),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 12_000,
    rolldownOptions: { input: [at('index.html'), at('frame/index.html')], checks },
  },
  worker: { format: 'es', rolldownOptions: { checks } },
});
