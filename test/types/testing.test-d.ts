import { assertType, expectTypeOf, test } from 'vitest';
import { WS } from '../../src/index.js';
import { createFakeWebSocket, createTestServer, type TestClient, type TestServer } from '../../src/testing/index.js';

interface Shop {
  incoming: { quote: { symbol: string; price: number }; pong: undefined };
  outgoing: { subscribe: { symbol: string } };
  requests: { 'order.place': { request: { symbol: string; qty: number }; response: { id: string } } };
}

test('a server is typed by the map of the connection', () => {
  const server = createTestServer<Shop>();
  server.on('order.place', (order, client, message) => {
    expectTypeOf(order).toEqualTypeOf<{ symbol: string; qty: number }>();
    expectTypeOf(client).toEqualTypeOf<TestClient<Shop>>();
    expectTypeOf(message).toBeAny();
    return { id: order.symbol };
  });
  server.on('order.place', async () => ({ id: '1' }));
  server.on('order.place', () => new Promise(() => {}));
  server.on('order.place', () => {
    throw new Error('no');
  });
  server.on('subscribe', ({ symbol }, client) => client.send('quote', { symbol, price: 1 }));
  expectTypeOf(server.on('subscribe', () => {})).toEqualTypeOf<() => void>();
  server.broadcast('quote', { symbol: 'ACME', price: 1 }, { seq: 1 });
  server.broadcast('pong');
  server.onHello((message, client) => (message ? { welcome: client.id } : client.close(4401)));

  // @ts-expect-error no such type
  server.on('order.plaice', () => ({ id: '1' }));
  // @ts-expect-error another reply
  server.on('order.place', () => ({ id: 1 }));
  // @ts-expect-error a message to the client
  server.on('quote', () => {});
  // @ts-expect-error another payload
  server.broadcast('quote', { symbol: 'ACME' });
  // @ts-expect-error a message from the client
  server.last.send('subscribe', { symbol: 'ACME' });
  // @ts-expect-error no such stage
  server.faults.hang('sleep');
  // @ts-expect-error no server refuses a close
  server.faults.refuse('close');
});

test('a server without a map takes any message', () => {
  const server = createTestServer();
  server.on('anything', (data) => data.whatever);
  server.broadcast('anything', 1);
  assertType<TestServer>(server);
});

test('its parts fit the options of a connection', () => {
  const { WebSocket, protocol, random, url } = createTestServer<Shop>();
  assertType<WS<Shop>>(new WS<Shop>(url, { WebSocket, protocol, random }));
  assertType<WS<Shop>>(new WS<Shop>('ws://host', { WebSocket: createFakeWebSocket() }));
});
