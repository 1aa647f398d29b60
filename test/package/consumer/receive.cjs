const { once } = require('node:events');
const { WebSocket, WebSocketServer } = require('ws');

/** Waits until a model bound to a connection has received a message over a real socket. */
exports.receive = async (Backbone, WS) => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => socket.send('{"type":"quote","data":{"price":101}}'));
  await once(server, 'listening');

  const ws = new WS(`ws://127.0.0.1:${server.address().port}`, { WebSocket });
  const model = new Backbone.Model();
  const price = new Promise((resolve) => model.on('change:price', (_, value) => resolve(value)));
  ws.bind(model, { 'ws:message:quote': (quote) => model.set(quote) });
  if ((await price) !== 101) throw new Error('The model did not get the price.');

  ws.destroy();
  server.close();
};
