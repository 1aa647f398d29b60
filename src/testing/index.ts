export type { Clock } from './clock.js';
export { createTestServer } from './createTestServer.js';
export type { FakeCloseEvent, FakeEvent, FakeMessageEvent } from './events.js';
export type { FakeServer } from './fakeServer.js';
export {
  createFakeWebSocket,
  type FakeSocket,
  type FakeSocketOptions,
  type FakeWebSocketConstructor,
} from './fakeSocket.js';
export type { Faults, LatencyMs, RefusableStage, Stage } from './faults.js';
export type { HelloHandler, ReceivedData, Reply, TestHandler } from './handlers.js';
export type { HistoryEntry } from './history.js';
export { createRandom } from './random.js';
export type { TestClient } from './testClient.js';
export type { TestServer, TestServerOptions } from './testServer.js';
