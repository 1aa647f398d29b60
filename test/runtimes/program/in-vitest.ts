/** The smoke test as a test of Vitest. The sockets of jsdom 29 open nowhere but in its own window. */
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { smoke } from './smoke.js';

test('works in the environment', async () => {
  expect(await smoke(process.env.SMOKE_URL!, WebSocket)).toContain('destroy leaves nothing bound');
}, 60_000);
