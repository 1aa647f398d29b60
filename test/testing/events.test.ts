import { expect, it } from 'vitest';
import { createFakeWebSocket, type FakeSocket } from '../../src/testing/index.js';

function open(): { FakeWebSocket: ReturnType<typeof createFakeWebSocket>; socket: FakeSocket } {
  const FakeWebSocket = createFakeWebSocket();
  const socket = new FakeWebSocket('ws://server');
  socket.server.accept();
  return { FakeWebSocket, socket };
}

it('fires plain objects', () => {
  const { socket } = open();
  const events: unknown[] = [];
  for (const type of ['message', 'error', 'close']) socket.addEventListener(type, (event) => events.push(event));
  socket.server.send('x');
  socket.server.drop();
  expect(events).toStrictEqual([
    { type: 'message', data: 'x', target: socket },
    { type: 'error', target: socket },
    { type: 'close', code: 1006, reason: '', wasClean: false, target: socket },
  ]);
});

it('runs listeners in the order they came, the property in the place it first took', () => {
  const { socket } = open();
  const calls: string[] = [];
  socket.addEventListener('message', () => calls.push('first'));
  socket.onmessage = () => calls.push('never');
  socket.addEventListener('message', { handleEvent: () => calls.push('third') });
  socket.onmessage = () => calls.push('second');
  socket.server.send('x');
  expect(calls).toEqual(['first', 'second', 'third']);
});

it('adds a listener once, and removes it', () => {
  const { socket } = open();
  const calls: string[] = [];
  const listener = () => calls.push('kept');
  const removed = () => calls.push('removed');
  const abort = new AbortController();
  socket.addEventListener('message', listener);
  socket.addEventListener('message', listener);
  socket.addEventListener('message', () => socket.removeEventListener('message', removed));
  socket.addEventListener('message', removed);
  socket.addEventListener('message', () => calls.push('once'), { once: true });
  socket.addEventListener('message', () => calls.push('aborted'), { signal: abort.signal });
  socket.addEventListener('message', null);
  abort.abort();
  socket.server.send('x');
  socket.server.send('y');
  expect(calls).toEqual(['kept', 'once', 'kept']);
});

it('gives back the handler that was set, and null when there is none', () => {
  const { socket } = open();
  const handlers = ['onopen', 'onmessage', 'onerror', 'onclose'] as const;
  const handler = () => {};
  for (const name of handlers) {
    expect(socket[name]).toBeNull();
    socket[name] = handler;
    expect(socket[name]).toBe(handler);
    socket[name] = null;
    expect(socket[name]).toBeNull();
  }
});

it('collects what listeners throw and goes on', () => {
  const { FakeWebSocket, socket } = open();
  const fault = new Error('fault');
  const calls: string[] = [];
  socket.onerror = () => {
    throw fault;
  };
  socket.addEventListener('error', () => calls.push('error'));
  socket.onclose = () => calls.push('close');
  socket.server.drop();
  expect(calls).toEqual(['error', 'close']);
  expect(FakeWebSocket.errors).toEqual([fault]);
});
