import { expect, inject, it } from 'vitest';
import { codeOf } from '../connection/traced.js';
import { flush, until } from '../support/until.js';
import { connect, say } from './connect.js';

it('opens over the browser’s own WebSocket', async () => {
  const { ws, trace } = connect();
  expect(ws.state).toBe('connecting');
  expect(await ws.ready).toBe(ws);
  expect(ws.socket).toBeInstanceOf(WebSocket);
  expect(trace).toEqual(['open']);
});

it('takes a URL without scheme for one on the page’s own host', async () => {
  const { ws, trace } = connect({ reopen: false }, '/nobody-there');
  const { host } = location;
  expect((ws.socket as WebSocket).url).toBe(`ws://${host}/nobody-there`);
  ws.close();
  await until(() => trace.some((line) => line.startsWith('close')));
  expect(ws.state).toBe('closed');
});

it('sends what waited before open, and gets it back', async () => {
  const { ws } = connect();
  const answer = ws.expect('early');
  expect(ws.send('early', { n: 1 })).toBe(false);
  expect(await answer).toEqual({ n: 1 });
});

it('opens again when the connection is dropped', async () => {
  const { ws, trace } = connect();
  await ws.ready;
  say(ws, 'drop');
  await until(() => ws.state === 'waiting');
  ws.send('meanwhile', 1);
  expect(await ws.expect('meanwhile')).toBe(1);
  const withoutErrors = trace.filter((line) => !/^(error|message)/.test(line));
  expect(withoutErrors).toEqual(['open', 'close 1006', 'reopening 1 in 10', 'open again']);
});

it('tells the code and the reason that the server closes with', async () => {
  const { ws, trace } = connect({ shouldReopen: ({ code }) => code < 4000 });
  await ws.ready;
  say(ws, 'bye');
  await until(() => ws.state === 'closed');
  expect(trace).toEqual(['open', 'close 4001 kicked']);
});

it.each([
  [undefined, undefined, 'close 1005'],
  [4002, 'enough', 'close 4002 enough'],
  [undefined, 'enough', 'close 1000 enough'],
])('closes with %s and %s', async (code, reason, expected) => {
  const { ws, trace } = connect();
  await ws.ready;
  ws.close(code, reason);
  await until(() => trace.length > 1);
  expect(trace).toEqual(['open', expected]);
  expect(ws).toMatchObject({ state: 'closed', socket: null });
});

it('closes while connecting, and opens again from then on', async () => {
  const { ws, trace } = connect();
  ws.close();
  await expect(ws.ready).rejects.toMatchObject({ code: 'closed' });
  await until(() => trace.some((line) => line.startsWith('close')));
  await ws.open().ready;
  expect(trace.filter((line) => !line.startsWith('error'))).toEqual(['close 1006', 'open']);
});

it('tells a server that is not there, and gives up after the retries', async () => {
  const { ws, trace } = connect({ retries: 1 }, 'ws://127.0.0.1:1/');
  await expect(ws.ready).rejects.toMatchObject({ code: 'connect-failed' });
  await until(() => trace.some((line) => line.startsWith('noretries')), { timeoutMs: 5000 });
  expect(trace).toEqual([
    ...['error socket', 'close 1006', 'reopening 1 in 10'],
    ...['error socket', 'close 1006', 'noretries 1006'],
  ]);
});

it('refuses a protocol that no WebSocket takes', () => {
  expect(codeOf(() => connect({ protocol: 'with space' }))).toBe('bad-url');
});

it('destroy ends it at once, and nothing comes any more', async () => {
  const { ws, trace } = connect();
  await ws.ready;
  say(ws, 'burst');
  const { socket } = ws;
  ws.destroy();
  expect(trace).toEqual(['open', 'close 1000']);
  await until(() => socket!.readyState === 3);
  await flush();
  expect(trace).toHaveLength(2);
});

it('a signal destroys it', async () => {
  const controller = new AbortController();
  const { ws } = connect({ signal: controller.signal });
  await ws.ready;
  controller.abort();
  expect(ws).toMatchObject({ state: 'idle', socket: null });
});

it('what a listener throws goes to reportError, and the connection stays', async () => {
  const reported: unknown[] = [];
  const listen = (event: ErrorEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    reported.push(event.error);
  };
  addEventListener('error', listen, { capture: true });
  const fault = new Error('fault');
  const { ws } = connect({}, () => inject('wsUrl'));
  ws.off('ws:error');
  ws.on('ws:open', () => {
    throw fault;
  });
  await ws.ready;
  removeEventListener('error', listen, { capture: true });
  expect(reported).toEqual([fault]);
  ws.send('still', 1);
  expect(await ws.expect('still')).toBe(1);
});
