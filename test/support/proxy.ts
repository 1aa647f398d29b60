import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between a client and a real server, that can be broken. What it does concerns all connections, unless said otherwise. */
export interface Proxy {
  readonly url: string;
  /** Connections that go through it now. */
  readonly size: number;
  /** Milliseconds that each piece takes, in each direction. */
  latencyMs: number;
  /** Bytes that pass in each interval of 5 ms, in each direction. */
  trickleBytes: number;
  /** New connections are refused. */
  isDown: boolean;
  /** Nothing passes any more on those that are there, and nobody is told. */
  halfOpen(): void;
  /** Ends those that are there, without a close frame: by FIN, or by RST. */
  cut(): void;
  reset(): void;
  close(): Promise<void>;
}

const TICK_MS = 5;

/** One direction of one connection: pieces come out in their order, late, and slowly. */
function createWay(from: Socket, to: Socket, proxy: Proxy) {
  let queue: { bytes: Buffer; atMs: number }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isEnded = false;
  const pump = (): void => {
    timer = undefined;
    let left = proxy.trickleBytes;
    while (queue[0] && queue[0].atMs <= performance.now() && left > 0) {
      const first = queue[0];
      const piece = first.bytes.subarray(0, left);
      left -= piece.length;
      to.write(piece);
      first.bytes = first.bytes.subarray(piece.length);
      if (!first.bytes.length) queue.shift();
    }
    if (queue[0]) timer = setTimeout(pump, Math.max(TICK_MS, queue[0].atMs - performance.now()));
    else if (isEnded) to.end();
  };
  from.on('data', (bytes) => {
    queue.push({ bytes, atMs: performance.now() + proxy.latencyMs });
    if (!timer) pump();
  });
  from.on('end', () => {
    isEnded = true;
    if (!timer) pump();
  });
  return () => {
    clearTimeout(timer);
    queue = [];
    isEnded = false;
  };
}

/** @param port of the server, on 127.0.0.1 */
export async function startProxy(port: number): Promise<Proxy> {
  const pairs = new Set<readonly [client: Socket, server: Socket, stop: () => void]>();
  const sockets = (): Socket[] => [...pairs].flatMap((pair) => pair.slice(0, 2) as Socket[]);

  const proxy: Proxy = {
    get url() {
      return `ws://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
    },
    get size() {
      return pairs.size;
    },
    latencyMs: 0,
    trickleBytes: Infinity,
    isDown: false,
    halfOpen() {
      for (const [, , stop] of pairs) stop();
      for (const socket of sockets()) socket.removeAllListeners('data').removeAllListeners('end').pause();
    },
    cut() {
      for (const socket of sockets()) socket.destroy();
    },
    reset() {
      for (const socket of sockets()) socket.resetAndDestroy();
    },
    async close() {
      const closed = new Promise((resolve) => listener.close(resolve));
      proxy.cut();
      await closed;
    },
  };

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    if (proxy.isDown) return client.resetAndDestroy();
    const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const stops = [createWay(client, server, proxy), createWay(server, client, proxy)];
    const stop = (): void => {
      for (const one of stops) one();
    };
    const pair = [client, server, stop] as const;
    pairs.add(pair);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      // What ends one end without a word ends the other.
      one.on('error', () => other.resetAndDestroy());
      one.on('close', () => {
        stop();
        pairs.delete(pair);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return proxy;
}
