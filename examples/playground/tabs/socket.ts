/** What a server's script gets for each connection: the part that mock-socket's and ws' sockets share. */
export interface Socket {
  on(event: 'message', listener: (data: any) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  send(data: any): void;
  close(code?: number, reason?: string): void;
}
