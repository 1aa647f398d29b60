import { expect, it } from 'vitest';
import { connect } from '../support/wire.js';

const never = { '~standard': { version: 1 as const, vendor: 'own', validate: () => new Promise<never>(() => {}) } };
const endOf = (promise: Promise<unknown>) =>
  Promise.race([
    promise.catch(({ code }) => code),
    Promise.resolve().then(() => new Promise((r) => setTimeout(r, 20, 'waits'))),
  ]);

it.each([
  ['its deadline', 'timeout', () => {}],
  ['its signal', 'aborted', (_ws: any, c: AbortController) => c.abort()],
  ['close()', 'closed', (ws: any) => ws.close()],
  ['destroy()', 'destroyed', (ws: any) => ws.destroy()],
] as const)('a request whose reply is still being checked is ended by %s', async (_, code, act) => {
  const { ws, sent, receiveRaw } = connect({ schemas: { requests: { ask: { response: never } } } });
  const c = new AbortController();
  const asked = ws.request('ask', 1, { timeoutMs: 10, signal: c.signal });
  receiveRaw({ id: sent()[0].id, data: 1 });
  act(ws, c);
  expect(await endOf(asked)).toBe(code);
});
