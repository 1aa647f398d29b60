import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createFakeWebSocket } from '../../src/testing/index.js';
import { root } from './tools.js';

test('fault 03: require gives the package, which finds the global WebSocket and Backbone', () => {
  // The package requires itself by its own name, so what is tested is what `exports` says.
  const require = createRequire(join(root, 'package.json'));
  const { WS } = require('backbone.ws');
  const Backbone = require('backbone');
  const sockets = createFakeWebSocket();
  vi.stubGlobal('WebSocket', sockets);
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });

  const ws = new WS('ws://server/');
  const model = new Backbone.Model();
  ws.bind(model, { 'ws:message': model.set });
  sockets.last.server.accept();
  sockets.last.server.send('{"n":1}');
  expect(model.get('n')).toBe(1);
  ws.destroy();

  require('backbone.ws/global');
  expect(Backbone.WS('ws://server/', { keepOpen: true }).destroy()).toBeInstanceOf(WS);
});
