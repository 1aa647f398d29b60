import type { Codec } from '../../types/policies.js';
import type { Frame } from '../../types/socket.js';
import type { Timers } from './clock.js';
import { json } from './codec.js';
import { createDisturber } from './disturb.js';
import { asData } from './fakeServer.js';
import type { FakeSocket } from './fakeSocket.js';
import type { createFaults } from './faults.js';
import { type Note, textOf } from './history.js';
import { CLOSED, CLOSING, CONNECTING, OPEN } from './line.js';
import { createOrder } from './order.js';
import { createDelay, createGate } from './pipe.js';
import { byteLength, type CloseFrame, checkServerClose } from './rules.js';
import type { TestClient } from './testClient.js';

export interface Surroundings {
  readonly codec: Codec;
  readonly timers: Timers;
  readonly faults: ReturnType<typeof createFaults>;
  readonly random: () => number;
  readonly delayMs: () => number;
  readonly note: Note;
  /** Of all clients. */
  readonly received: unknown[];
  readonly handle: (client: TestClient, message: any) => void;
}

/** What the server makes of an attempt: the connection, once `accept` is called. */
export interface Accepted extends TestClient {
  readonly isOver: boolean;
  /** False if the client does not wait for it any more. */
  accept(): boolean;
  refuse(): void;
  /** Like `drop`, with what the history says of it. */
  lose(why: string, options?: { error?: boolean }): void;
  /** A fault that lasts has changed. */
  change(): void;
}

const isClose = (item: Frame | CloseFrame): item is CloseFrame => typeof item === 'object' && 'reason' in item;
const isLater = (value: any): value is Promise<unknown> => typeof value?.then === 'function';
const words = (...parts: unknown[]): string => parts.filter((part) => part !== '').join(' ');

export function createTestClient(socket: FakeSocket, id: number, around: Surroundings): Accepted {
  const { codec, delayMs, faults, handle, random, timers } = around;
  const { state } = faults;
  const far = socket.server;
  const received: unknown[] = [];
  const inOrder = createOrder();
  let isConnected = false;
  let isLost = false;
  const note = (event: Parameters<Note>[1], text?: string): void => around.note(id, event, text);

  const take = (message: unknown, isAtOnce: boolean): void => {
    received.push(message);
    around.received.push(message);
    // No server answers from within the client's own send().
    if (isAtOnce) queueMicrotask(() => handle(client, message));
    else handle(client, message);
  };
  const takeAll = (decoded: unknown, isAtOnce: boolean): void => {
    const messages = codec !== json && Array.isArray(decoded) ? decoded : [decoded];
    for (const message of messages) take(message, isAtOnce);
  };
  const takeFrame = (frame: Frame, isAtOnce: boolean): void | Promise<void> => {
    note('in', textOf(frame));
    const fail = (): void => take(frame, isAtOnce);
    try {
      const data = asData(frame, codec.binaryType ?? 'arraybuffer');
      const decoded = data instanceof Promise ? data.then((bytes) => codec.decode(bytes)) : codec.decode(data);
      if (isLater(decoded)) return decoded.then((messages) => takeAll(messages, false), fail);
      takeAll(decoded, isAtOnce);
    } catch {
      fail();
    }
  };
  const takeClose = ({ code, reason }: CloseFrame, isAtOnce: boolean): void => {
    if (!isConnected) return;
    isConnected = false;
    note('close', words('by the client', code, reason));
    if (isAtOnce) queueMicrotask(answerClose);
    else answerClose();
  };

  const up = createDelay<Frame | CloseFrame>(delayMs, timers, (item, isAtOnce) => {
    if (!isConnected) return;
    if (isClose(item)) inOrder(() => takeClose(item, isAtOnce));
    else inOrder(() => takeFrame(item, isAtOnce));
  });
  const slow = createGate<null>(
    () => 1000 / state.framesPerSecond,
    timers,
    () => far.take(far.waiting[0] === undefined ? 0 : byteLength(far.waiting[0])),
  );

  const down = createDelay<Frame | CloseFrame | null>(delayMs, timers, (item) => {
    if (item === null) return far.finishClose();
    if (isClose(item)) return item.code === 1005 ? far.close() : far.close(item.code, item.reason);
    if (socket.readyState === OPEN || socket.readyState === CLOSING) note('out', textOf(item));
    far.send(item);
  });
  const gate = createGate<Frame | CloseFrame | null>(
    () => (state.isSilent ? Number.POSITIVE_INFINITY : 1000 / state.framesPerSecond),
    timers,
    (item) => down.push(item),
  );
  const disturber = createDisturber(state, random, timers, (frame) => gate.push(frame));

  /** What ends the connection comes last; what a silent server has not said, it will not say. */
  const last = (item: CloseFrame | null): void => {
    isConnected = false;
    disturber.flush();
    if (state.isSilent) down.push(item);
    else gate.push(item);
  };
  const answerClose = (): void => faults.pass('close', () => last(null));
  const clear = (): void => {
    isConnected = false;
    for (const pipe of [up, slow, disturber, gate, down]) pipe.clear();
  };

  const isTooLate = (): boolean => {
    const isGone = socket.readyState !== CONNECTING;
    if (isGone && !isLost) note('lost', 'given up by the client');
    return isGone;
  };

  const client: Accepted = {
    id,
    socket,
    received,
    get isConnected() {
      return isConnected && socket.readyState !== CLOSED;
    },
    get isOver() {
      return socket.readyState === CLOSED;
    },
    accept() {
      if (isTooLate()) return false;
      far.onframe = (frame) => up.push(frame);
      far.onclose = (code, reason) => up.push({ code, reason });
      far.onwaiting = () => slow.push(null);
      isConnected = true;
      client.change();
      note('open', socket.protocols[0]);
      far.accept();
      return client.isConnected;
    },
    refuse() {
      if (isTooLate()) return;
      note('refused');
      far.refuse();
    },
    send(typeOrMessage: unknown, data?: unknown, extra?: object) {
      const message = typeof typeOrMessage === 'string' ? { type: typeOrMessage, data, ...extra } : typeOrMessage;
      if (client.isConnected) disturber.push(codec.encode(message));
    },
    sendFrame(frame) {
      if (client.isConnected) disturber.push(frame);
    },
    close(code, reason) {
      const frame = checkServerClose(code, reason);
      if (!client.isConnected) return;
      note('close', words('by the server', frame.code, frame.reason));
      last(frame);
    },
    drop(options) {
      client.lose(socket.readyState === CONNECTING ? 'while connecting' : '', options);
    },
    lose(why, options) {
      if (client.isOver) return;
      isLost = true;
      note('lost', why);
      clear();
      far.drop(options);
    },
    halfOpen() {
      if (!client.isConnected) return;
      note('lost', 'half-open');
      clear();
      far.silence();
    },
    change() {
      if (state.framesPerSecond === Number.POSITIVE_INFINITY) far.resume();
      else far.stall();
      slow.change();
      gate.change();
    },
  };
  return client;
}
