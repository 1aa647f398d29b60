import Backbone from 'backbone';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { record } from '../support/play.js';
import { open } from './connect.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('fault 08: a handler that throws stops neither the others nor the reconnect', () => {
  const { ws, sockets, receive, drop } = open();
  const fault = new Error('of a handler');
  const fail = () => {
    throw fault;
  };
  const told: string[] = [];
  const errors: unknown[] = [];
  ws.on('ws:error', (error) => errors.push(error));
  ws.bind(new Backbone.Model(), { 'ws:message:quote': fail, 'ws:close': fail });
  ws.bind(new Backbone.Model(), {
    'ws:message:quote': () => told.push('next'),
    'ws:close': () => told.push('next of close'),
  });
  ws.on('ws:message:quote', fail)
    .on('ws:message:quote', () => told.push('listener'))
    .on('ws:close', fail);
  ws.on('ws:message', () => told.push('catch-all'));

  receive({ type: 'quote' });
  expect(told).toEqual(['next', 'listener', 'catch-all']);
  expect(errors).toEqual([fault, fault]);
  expect(sockets.errors).toEqual([]);

  drop();
  expect(told.at(-1)).toBe('next of close');
  vi.advanceTimersByTime(3000);
  expect(sockets.sockets).toHaveLength(2);
});

it('fault 09: a resource that is unbound while a message is delivered gets no more of it', () => {
  const { ws, receive } = open();
  const [first, second] = [new Backbone.Model(), new Backbone.Model()];
  ws.bind(first, { 'ws:message:quote': () => ws.unbind(second) });
  const handler = vi.fn();
  ws.bind(second, { 'ws:message:quote': handler, 'ws:message': handler });

  const [destroyer, unhashed] = [new Backbone.Model(), new Backbone.Model()];
  ws.bind(destroyer, { 'ws:message:quote': () => unhashed.trigger('destroy', unhashed) });
  ws.bind(unhashed);
  const events = record(unhashed);

  receive({ type: 'quote' });
  expect(handler).not.toHaveBeenCalled();
  expect(events.map(([name]) => name)).toEqual(['destroy']);
});
