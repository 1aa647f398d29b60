const assert = require('node:assert/strict');

// Requiring must not need a WebSocket, which newer Nodes have.
delete globalThis.WebSocket;

const Backbone = require('backbone');
const { WS } = require('backbone.ws');
assert.equal(Backbone.WS, undefined);

require('backbone.ws/global');
assert.equal(typeof Backbone.WS, 'function');

const { receive } = require('./receive.cjs');
const { ask } = require('./ask.cjs');
receive(Backbone, WS)
  .then(() => ask(WS, require('backbone.ws/testing')))
  .then(() => console.log('ok'));
