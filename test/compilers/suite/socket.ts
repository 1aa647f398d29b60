/** A socket whose server is the check that runs. */
export class Socket {
  static last: Socket;
  readyState = 0;
  binaryType = 'blob';
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: object) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  onclose: ((event: object) => void) | null = null;
  constructor() {
    Socket.last = this;
  }
  send(): void {}
  close(): void {
    this.readyState = 3;
    this.onclose?.({ type: 'close', code: 1000, reason: '', wasClean: true });
  }
  accept(): void {
    this.readyState = 1;
    this.onopen?.({ type: 'open' });
  }
  receive(type: string, data: unknown): void {
    this.onmessage?.({ type: 'message', data: JSON.stringify({ type, data }) });
  }
}
