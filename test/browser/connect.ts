import { inject, onTestFinished } from 'vitest';
import { WS, type WSOptions } from '../../src/index.js';
import { eventsOf } from '../connection/traced.js';

/** A connection to the server of the browser tests, which comes back quickly and is destroyed with the test. */
export function connect(options: WSOptions<any, 'ws'> = {}, url: any = inject('wsUrl')) {
  const ws: WS = new WS(url, { reopenTimeout: 10, keepOpen: true, ...options });
  onTestFinished(() => void ws.destroy());
  return { ws, trace: eventsOf(ws) };
}

/** Text as it is; `send` would make JSON of it. The server takes some words for commands. */
export function say(ws: WS, text: string): void {
  ws.socket!.send(text);
}
