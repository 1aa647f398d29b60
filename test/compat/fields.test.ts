import Backbone from 'backbone';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { WSOptions } from '../../src/index.js';
import { visit, visitOpen } from './page.js';

/** What arrives of one message: each event's name, payload and, of `message`, the type. */
function arrivals(options: WSOptions, message: unknown): unknown[][] {
  const { ws, receive } = visitOpen(options);
  const seen: unknown[][] = [];
  ws.on('all', (name: string, data: unknown, type: unknown) => {
    seen.push(name === 'ws:message' ? [name, data, type] : [name, data]);
  });
  receive(message);
  return seen;
}

describe('the option typeAttribute', () => {
  it("is 'type' by default", () => {
    expect(arrivals({}, { type: 'quote', data: 1 })).toEqual([
      ['ws:message:quote', 1],
      ['ws:message', 1, 'quote'],
    ]);
  });

  it('says which field holds the type', () => {
    expect(arrivals({ typeAttribute: 'topic' }, { topic: 'quote', type: 'x', data: 1 })).toEqual([
      ['ws:message:quote', 1],
      ['ws:message', 1, 'quote'],
    ]);
  });

  it.each([null, false] as const)('means no types when it is %j: every message is its own payload', (typeAttribute) => {
    const message = { type: 'quote', data: 1 };
    expect(arrivals({ typeAttribute }, message)).toEqual([['ws:message', message, undefined]]);
  });

  it('leaves messages without the field untyped', () => {
    expect(arrivals({}, { name: 'Robert Paulson' })).toEqual([['ws:message', { name: 'Robert Paulson' }, undefined]]);
  });
});

describe('the option dataAttribute', () => {
  it('says which field holds the payload', () => {
    expect(arrivals({ dataAttribute: 'info' }, { type: 'quote', info: 1, data: 2 })).toEqual([
      ['ws:message:quote', 1],
      ['ws:message', 1, 'quote'],
    ]);
  });

  it.each([null, false] as const)('makes the message its own payload when it is %j', (dataAttribute) => {
    const message = { type: 'quote', data: 1 };
    expect(arrivals({ dataAttribute }, message)).toEqual([
      ['ws:message:quote', message],
      ['ws:message', message, 'quote'],
    ]);
  });

  it.each([0, false, null, '', []])('passes the payload %j as it is', (data) => {
    expect(arrivals({}, { type: 'quote', data })).toEqual([
      ['ws:message:quote', data],
      ['ws:message', data, 'quote'],
    ]);
  });

  it('is not looked for in messages without a type', () => {
    expect(arrivals({}, { data: 1 })).toEqual([['ws:message', { data: 1 }, undefined]]);
  });
});

describe('the option debug', () => {
  const methods = ['log', 'info', 'debug', 'warn', 'error'] as const;

  function watchConsole(): () => string {
    const spies = methods.map((method) => vi.spyOn(console, method).mockImplementation(() => {}));
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    return () => spies.flatMap((spy) => spy.mock.calls.map((call) => call.join(' '))).join('\n');
  }

  it('logs every event, what comes in and what goes out', () => {
    const output = watchConsole();
    const { ws, accept, receive, drop } = visit({ debug: true, reopen: false });
    accept();
    expect(output()).toContain('open');
    receive({ type: 'quote', data: 'incoming' });
    expect(output()).toContain('incoming');
    ws.send({ hello: 'outgoing' });
    expect(output()).toContain('outgoing');
    drop();
    expect(output()).toContain('error');
    expect(output()).toContain('close');
  });

  it('is off by default', () => {
    const output = watchConsole();
    const { ws, receive, drop } = visitOpen({ reopen: false });
    receive({ type: 'quote', data: 1 });
    ws.send({ hello: 'world' });
    drop();
    expect(output()).toBe('');
  });
});

it('brings the payload of a typed message to the method that is bound', () => {
  const { ws, receive } = visitOpen();
  const model = new Backbone.Model();
  ws.bind(model, { 'ws:message:update': model.set });
  receive({ type: 'update', data: { answer: 42 } });
  expect(model.get('answer')).toBe(42);
});
