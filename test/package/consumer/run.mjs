import assert from 'node:assert/strict';

// Importing must not need a WebSocket, which newer Nodes have.
delete globalThis.WebSocket;

const { default: Backbone } = await import('backbone');
const { WS } = await import('backbone.ws');
assert.equal(Backbone.WS, undefined);

await import('backbone.ws/global');
assert.equal(typeof Backbone.WS, 'function');

const { receive } = await import('./receive.cjs');
await receive(Backbone, WS);
const { ask } = await import('./ask.cjs');
await ask(WS, await import('backbone.ws/testing'));
console.log('ok');
