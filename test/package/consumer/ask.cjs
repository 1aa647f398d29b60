/** Asks the server for tests something over a connection. */
exports.ask = async (WS, { createTestServer }) => {
  const server = createTestServer({ latencyMs: 1 });
  server.on('double', (number) => number * 2);
  const ws = new WS(server.url, { WebSocket: server.WebSocket });
  if ((await ws.request('double', 21)) !== 42) throw new Error('The server did not answer.');
  ws.destroy();
  server.close();
};
