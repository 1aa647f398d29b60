/** Runs the smoke test in Node and what is like it: `node node.js <url> own|ws`. The process is not ended: it has to end by itself. */
import { WebSocket } from 'ws';
import { smoke } from './smoke.js';

const [url, kind] = process.argv.slice(2);

smoke(url!, kind === 'ws' ? WebSocket : undefined).then(
  (passed) => console.log(`${passed.length} checks passed`),
  (error) => {
    console.log(error);
    process.exit(1);
  },
);
