import type { Fault } from './protocol.js';

type Handler = ((event: any) => void) | null;

/** The lines that are up. */
const lines = new Set<Line>();

/** Makes a socket: one of the page's own server, or a real one. */
let connect: (url: string, protocols?: string | string[]) => WebSocket = (url, protocols) =>
  new NativeWebSocket(url, protocols);
const NativeWebSocket = globalThis.WebSocket;

/** A WebSocket with a line that can be cut, go silent and carry rubbish, whichever server is behind it. */
class Line {
  onopen: Handler = null;
  onmessage: Handler = null;
  onerror: Handler = null;
  onclose: Handler = null;
  isSilent = false;
  /** The last message, which a flood repeats. */
  private last: unknown;
  private isCut = false;
  private readonly socket: WebSocket;

  constructor(url: string | URL, protocols?: string | string[]) {
    this.socket = connect(String(url), protocols);
    lines.add(this);
    this.socket.onopen = (event) => this.isCut || this.onopen?.(event);
    this.socket.onmessage = (event) => this.receive(event.data);
    this.socket.onerror = (event) => this.isCut || this.onerror?.(event);
    this.socket.onclose = ({ code, reason, wasClean }) => this.end(code, reason, wasClean);
  }

  get readyState(): number {
    return this.isCut ? 3 : this.socket.readyState;
  }
  get bufferedAmount(): number {
    return this.socket.bufferedAmount;
  }
  get binaryType(): BinaryType {
    return this.socket.binaryType;
  }
  set binaryType(type: BinaryType) {
    this.socket.binaryType = type;
  }

  send(frame: any): void {
    if (!this.isSilent) this.socket.send(frame);
  }
  close(code?: number, reason?: string): void {
    this.socket.close(code, reason);
  }

  receive(data: unknown): void {
    if (this.isSilent || this.isCut) return;
    this.last = data;
    this.onmessage?.({ type: 'message', data, target: this });
  }

  /** Without a word to the other side, as far as this side can tell. */
  cut(): void {
    this.end(1006, '', false);
    this.socket.close();
  }

  /** @returns whether there was something to repeat */
  repeat(): boolean {
    if (this.last !== undefined) this.receive(this.last);
    return this.last !== undefined && !this.isCut;
  }

  private end(code: number, reason: string, wasClean: boolean): void {
    if (this.isCut) return;
    this.isCut = true;
    lines.delete(this);
    this.onclose?.({ type: 'close', code, reason, wasClean, target: this });
  }
}

const rubbish = [
  '{"type":"__proto__","data":{"admin":true}}',
  '{"type":"x ws:close"}',
  '[[[[',
  'null',
  '{"type":{}}',
  '�',
];

/** A second of a thousand messages, in fifty steps. */
function flood(line: Line): void {
  let steps = 50;
  const timer = setInterval(() => {
    for (let i = 0; i < 20; i++) line.repeat();
    if (!--steps) clearInterval(timer);
  }, 20);
}

export function disturb(fault: Fault): void {
  for (const line of [...lines]) {
    if (fault === 'cut') line.cut();
    if (fault === 'silence') line.isSilent = true;
    if (fault === 'rubbish') for (const text of rubbish) line.receive(text);
    if (fault === 'flood') flood(line);
  }
}

/** Puts the line in the place of the page's WebSocket. */
export function install(how: typeof connect): void {
  connect = how;
  globalThis.WebSocket = Line as unknown as typeof WebSocket;
}

export const openNative = (url: string, protocols?: string | string[]): WebSocket =>
  new NativeWebSocket(url, protocols);
