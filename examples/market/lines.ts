import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { Line, type Sent } from './line.js';

/** Where the server listens, and all its connections. Here is what a network, and a process that dies, do to a server. */
export class Lines extends Set<Line> {
  readonly sent: Sent = { invalid: 0 };
  #server: WebSocketServer | undefined;
  #port: number;
  #isSilent = false;

  /** @param take gets what comes in */
  constructor(
    port: number,
    private readonly take: (line: Line, frame: RawData) => void,
  ) {
    super();
    this.#port = port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  /** Always at the same port. Rejects with `EADDRINUSE` if it is taken. */
  async listen(): Promise<void> {
    this.#server = new WebSocketServer({ host: '127.0.0.1', port: this.#port });
    this.#server.on('connection', (socket, { socket: cable }) => this.#welcome(new Line(socket, cable, this.sent)));
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Nobody listens any more, and all connections are gone. */
  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  cut(): void {
    for (const line of this) line.reset();
  }

  garble(isGarbled: boolean): void {
    for (const line of this) line.isGarbled = isGarbled;
  }

  /** Connections are accepted, and nothing is said. Those that were there then stay dead. */
  silence(isSilent: boolean): void {
    this.#isSilent = isSilent;
    if (isSilent) for (const line of this) line.isDead = true;
  }

  #welcome(line: Line): void {
    const socket: WebSocket = line.socket;
    line.isDead = this.#isSilent;
    this.add(line);
    socket.on('close', () => this.delete(line));
    socket.on('error', () => {}); // `close` follows; without a listener the error would end the process
    socket.on('message', (frame) => this.take(line, frame));
  }
}
