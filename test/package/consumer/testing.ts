import { WS } from 'backbone.ws';
import { createFakeWebSocket, createRandom, createTestServer, type TestServer } from 'backbone.ws/testing';

interface Shop {
  incoming: { quote: { symbol: string; price: number } };
  requests: { 'order.place': { request: { symbol: string }; response: { id: string } } };
}

const server: TestServer<Shop> = createTestServer<Shop>({ seed: 7, latencyMs: [5, 50] });
server.on('order.place', ({ symbol }) => ({ id: `${symbol}-1` }));
server.broadcast('quote', { symbol: 'ACME', price: 1 });
server.faults.hang('handshake');

export const ws = new WS<Shop>(server.url, { protocol: server.protocol, WebSocket: server.WebSocket });
export const other = new WS<Shop>('ws://host', { WebSocket: createFakeWebSocket() });
export const number: number = createRandom(7)();

// @ts-expect-error a number is no stage
server.faults.hang(1);
