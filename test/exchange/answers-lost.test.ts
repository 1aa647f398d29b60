import Backbone from 'backbone';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { WSOptions } from '../../src/index.js';
import { flush } from '../support/until.js';
import { type Connected, connect } from '../support/wire.js';
import { countUnhandled } from './asking.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Ways to lose a connection; each leaves it such that `comeBack` opens it again. */
const ways: [string, (connected: Connected<'ws'>) => void][] = [
  ['is lost', ({ socket }) => socket.server.drop()],
  ['is closed by the server', ({ socket }) => socket.server.close(1001)],
  ['is closed', ({ ws }) => void ws.close()],
  ['is destroyed', ({ ws }) => void ws.destroy()],
  ['is destroyed and opened', ({ ws }) => void ws.destroy().open()],
  ['is being closed by the application’s own hand', ({ ws }) => ws.socket!.close()],
];

async function comeBack({ ws, FakeWebSocket }: Connected<'ws'>): Promise<void> {
  await flush();
  vi.advanceTimersByTime(10);
  ws.open();
  FakeWebSocket.last.server.accept();
  await flush();
}

function answering(handler: unknown, options: WSOptions<any, 'ws'> = {}) {
  const connected = connect({ answers: true, reopenTimeout: 10, ...options });
  const errors: unknown[] = [];
  connected.ws.on('ws:error', (error: any) => void (error instanceof Error && errors.push(error)));
  connected.ws.bind(Object.assign({}, Backbone.Events), { 'ws:message:ask': handler } as any);
  return { connected, errors };
}

const outboxes: [string, WSOptions<any, 'ws'>][] = [
  ['with an outbox', {}],
  ['without one', { outbox: false }],
];

describe.each(ways)('if the connection %s', (_name, lose) => {
  describe.each(outboxes)('%s,', (_outbox, options) => {
    it.each([
      ['what it brings', (value: unknown) => Promise.resolve(value)],
      ['why it fails', (value: unknown) => Promise.reject(value)],
    ])('the answer of a promise goes nowhere: %s', async (_end, end) => {
      const unhandled = countUnhandled();
      let settle!: (value: unknown) => void;
      const later = new Promise((resolve) => {
        settle = resolve;
      });
      const { connected, errors } = answering(() => later, options);
      connected.receiveRaw({ type: 'ask', id: 1 });
      lose(connected);
      settle(end('late'));
      await comeBack(connected);
      expect(connected.FakeWebSocket.sockets.flatMap(({ sent }) => sent)).toEqual([]);
      expect(errors).toEqual([]);
      expect(await unhandled()).toBe(0);
    });

    it('the answer goes nowhere if the promise comes when it is open again', async () => {
      let settle!: (value: unknown) => void;
      const later = new Promise((resolve) => {
        settle = resolve;
      });
      const { connected, errors } = answering(() => later, options);
      connected.receiveRaw({ type: 'ask', id: 1 });
      lose(connected);
      await comeBack(connected);
      settle('late');
      await flush();
      expect([connected.FakeWebSocket.sockets.flatMap(({ sent }) => sent), errors]).toEqual([[], []]);
    });

    it('the answer of the handler that did that goes nowhere', async () => {
      const { connected, errors } = answering(() => {
        lose(connected);
        return 7;
      }, options);
      connected.receiveRaw({ type: 'ask', id: 1 });
      await comeBack(connected);
      expect([connected.FakeWebSocket.sockets.flatMap(({ sent }) => sent), errors]).toEqual([[], []]);
    });

    it('while the schema looks at the message, the answer goes nowhere', async () => {
      let settle!: (value: boolean) => void;
      const later = new Promise<boolean>((resolve) => {
        settle = resolve;
      });
      const schemas = { incoming: { ask: z.number().refine(() => later) } };
      const { connected, errors } = answering(() => 7, { ...options, schemas });
      connected.receiveRaw({ type: 'ask', id: 1, data: 1 });
      lose(connected);
      await comeBack(connected);
      settle(true);
      await flush();
      expect([connected.FakeWebSocket.sockets.flatMap(({ sent }) => sent), errors]).toEqual([[], []]);
    });
  });
});

it.each<[string, WSOptions<any, 'ws'>]>([
  ['that answers', { answers: true }],
  ['that checks messages', { schemas: { incoming: { ask: z.number() } } }],
])('a connection %s tells nobody of a message whose expectation destroys it', async (_name, options) => {
  const { ws, receive } = connect(options);
  const heard = vi.fn();
  ws.on('ws:message', heard);
  ws.on('ws:message:ask', heard);
  ws.expect(() => void ws.destroy());
  receive('ask', 1);
  await flush();
  expect(heard).not.toHaveBeenCalled();
});

describe('without an outbox and without a name for errors', () => {
  it('an answer that cannot be sent is no endless loop', async () => {
    const { connected } = answering(() => 7, { outbox: false, errorAttribute: false });
    const { socket, receiveRaw } = connected;
    socket.send = () => {
      throw new Error('refused');
    };
    expect(() => receiveRaw({ type: 'ask', id: 1 })).not.toThrow();
    expect(connected.FakeWebSocket.errors).toEqual([]);
  });
});
