import { WebSocket } from 'ws';

// Gives a block the socket of a browser, and leads every address at example.com to the server of the test.
globalThis.WebSocket = class extends WebSocket {
  constructor(url, protocols) {
    super(/^wss?:\/\/example\.com\b/.test(String(url)) ? process.env.WS_URL : url, protocols);
  }
};
