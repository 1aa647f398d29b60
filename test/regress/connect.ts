import { type AnyMessages, WS, type WSOptions } from '../../src/index.js';
import type { FakeSocketOptions } from '../../src/testing/index.js';
import { play } from '../support/play.js';

/** A connection whose server has accepted. */
export function open(options: WSOptions<AnyMessages, 'ws'> = {}, fake: FakeSocketOptions = {}) {
  const connection = connect(options, fake);
  connection.accept();
  return connection;
}

/** A connection whose server has not answered yet. */
export function connect(options: WSOptions<AnyMessages, 'ws'> = {}, fake: FakeSocketOptions = {}) {
  return play((WebSocket) => new WS('ws://server/', { ...options, WebSocket }), fake);
}
