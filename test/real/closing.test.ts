import { describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { clients, connect, serve } from './clients.js';

describe.each(clients)('over %s', (_, client) => {
  it('opens, and ready is fulfilled with the connection', async () => {
    const server = await serve();
    const { ws, trace } = connect(server.url, client);
    expect(await ws.ready).toBe(ws);
    await server.nextConnection();
    expect(ws).toMatchObject({ isOpen: true, state: 'open' });
    expect(trace).toEqual(['open']);
  });

  it('offers its sub-protocols', async () => {
    const server = await serve({ handleProtocols: (offered) => [...offered][1]! });
    const { ws } = connect(server.url, client, { protocol: async () => ['v1', 'v2'] });
    await ws.ready;
    expect((await server.nextConnection()).protocol).toBe('v2');
  });

  it.each([
    [1001, 'going away'],
    [1011, ''],
    [4001, 'kicked'],
  ])('tells the server’s code %s and its reason', async (code, reason) => {
    const server = await serve();
    const { trace } = connect(server.url, client, { reopen: false });
    (await server.nextConnection()).close(code, reason);
    await until(() => trace.length > 1);
    expect(trace).toEqual(['open', `close ${code} ${reason}`.trim()]);
  });

  it.each([
    [undefined, undefined, 1005, ''],
    [4001, 'bye', 4001, 'bye'],
    [undefined, 'bye', 1000, 'bye'],
  ])('closes with %s and %s: the server sees %s', async (code, reason, seen, seenReason) => {
    const server = await serve();
    const { ws, trace } = connect(server.url, client);
    await ws.ready;
    const connection = await server.nextConnection();
    const closed = new Promise<unknown[]>((resolve) => {
      connection.on('close', (code, reason) => resolve([code, String(reason)]));
    });
    ws.close(code, reason);
    expect(await closed).toEqual([seen, seenReason]);
    await until(() => trace.some((line) => line.startsWith('close')));
    expect(ws.state).toBe('closed');
  });

  it('closes while connecting without ever having been open', async () => {
    const server = await serve();
    const { ws, trace } = connect(server.url, client);
    ws.close();
    expect(ws.state).toBe('closed');
    await expect(ws.ready).rejects.toMatchObject({ code: 'closed' });
    await until(() => trace.some((line) => line.startsWith('close')));
    // How many errors a failed attempt tells is the client's affair.
    expect(trace.filter((line) => line !== 'error socket')).toEqual(['close 1006']);
    expect(ws.socket).toBeNull();
  });

  it('tells a server that is not there as 1006', async () => {
    const server = await serve();
    await server.kill();
    const { ws, trace } = connect(server.url, client, { retries: 1 });
    await expect(ws.ready).rejects.toMatchObject({ code: 'connect-failed' });
    await until(() => trace.some((line) => line.startsWith('noretries')), { timeoutMs: 4500 });
    const failed = ['error socket', expect.stringMatching(/^close 1006/)];
    expect(trace).toEqual([...failed, 'reopening 1 in 10', ...failed, 'noretries 1006']);
  });

  it('tells a server that refuses the handshake as 1006', async () => {
    const server = await serve({ verifyClient: () => false });
    const { ws, trace } = connect(server.url, client, { reopen: false });
    await expect(ws.ready).rejects.toMatchObject({ code: 'connect-failed' });
    await until(() => trace.length > 1);
    expect(trace).toEqual(['error socket', expect.stringMatching(/^close 1006/)]);
  });

  it('gives up a server that never answers the handshake', async () => {
    const server = await serve({ verifyClient: (_info, _answer) => {} });
    const { ws, trace } = connect(server.url, client, { reopen: false, connectTimeoutMs: 50 });
    await expect(ws.ready).rejects.toMatchObject({ code: 'connect-timeout' });
    expect(trace).toEqual(['error connect-timeout', expect.stringMatching(/^close 1006/)]);
    expect(server.connections).toHaveLength(0);
  });

  it('destroy during traffic ends it at once, here and there', async () => {
    const server = await serve();
    const { ws, trace } = connect(server.url, client);
    await ws.ready;
    const connection = await server.nextConnection();
    const closed = new Promise((resolve) => connection.on('close', resolve));
    let count = 0;
    const talk = setInterval(() => {
      for (let n = 0; n < 20; n++) connection.send(JSON.stringify({ type: 'tick', data: { n: count++ } }));
    }, 1);
    let heard = 0;
    ws.on('ws:message', () => {
      if (++heard === 50) ws.destroy();
    });
    await closed;
    clearInterval(talk);
    await until(() => server.wss.clients.size === 0);
    expect(heard).toBe(50);
    expect(trace.at(-1)).toBe('close 1000');
    expect(ws.state).toBe('idle');
  });

  it('destroy while connecting leaves no connection to the server', async () => {
    const server = await serve();
    const { ws, trace } = connect(server.url, client);
    ws.destroy();
    // The next connection is a later one, so whatever became of the first is over.
    const other = connect(server.url, client);
    await other.ws.ready;
    await until(() => server.wss.clients.size === 1);
    expect(trace).toEqual(['close 1006']);
  });
});
