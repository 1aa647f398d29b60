import type { StandardSchemaV1 } from '@standard-schema/spec';
import Backbone from 'backbone';
import { afterEach, expect, it, vi } from 'vitest';
import { onMessage } from '../../src/index.js';
import { countUnhandled } from '../exchange/asking.js';
import { flush } from '../support/until.js';
import { connect } from '../support/wire.js';

type Validate = StandardSchemaV1['~standard']['validate'];
const schemaOf = (validate: Validate): StandardSchemaV1 => ({ '~standard': { version: 1, vendor: 'test', validate } });

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A schema that is done when the test says so. */
function slow() {
  const waiting: (() => void)[] = [];
  const schema = schemaOf(
    (value: any) =>
      new Promise((resolve) => {
        waiting.push(() => resolve(value.bad ? { issues: [{ message: 'bad' }] } : { value }));
      }),
  );
  return { schema, release: () => waiting.splice(0).map((done) => done()) };
}

function heard(schemas: object) {
  const connected = connect({ schemas });
  const events: unknown[] = [];
  connected.ws.on('all', (name: string, ...args: any[]) => {
    if (/message:|invalid/.test(name)) events.push([name, args[0].data ?? args[0]]);
  });
  return { ...connected, events };
}

it('a schema that takes its time keeps the order of all messages', async () => {
  const { schema, release } = slow();
  const { receive, events } = heard({ incoming: { slow: schema } });
  receive('slow', { n: 1 });
  receive('quick', { n: 2 });
  receive('slow', { n: 3 });
  receive('slow', { n: 4, bad: true });
  receive('quick', { n: 5 });
  await flush();
  expect(events).toEqual([]);
  for (let i = 0; i < 3; i++) {
    release();
    await flush();
  }
  expect(events).toEqual([
    ['ws:message:slow', { n: 1 }],
    ['ws:message:quick', { n: 2 }],
    ['ws:message:slow', { n: 3 }],
    ['ws:invalid', { n: 4, bad: true }],
    ['ws:message:quick', { n: 5 }],
  ]);
});

it('what is still being checked when the connection is destroyed reaches nobody', async () => {
  const { schema, release } = slow();
  const { ws, receive, events } = heard({ incoming: { slow: schema } });
  receive('slow', { n: 1 });
  receive('quick', { n: 2 });
  ws.destroy();
  release();
  await flush();
  expect(events).toEqual([]);
});

it.each([
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
  [
    'fails later',
    async () => {
      throw new Error('broken');
    },
  ],
] as const)('a validator that %s refuses the message', async (_, validate) => {
  const { receive, events } = heard({ incoming: { quote: schemaOf(validate) } });
  receive('quote', { n: 1 });
  await flush();
  expect(events).toEqual([['ws:invalid', { n: 1 }]]);
});

it('messages of other types, and those with names of an object, are not checked', () => {
  const refuse = schemaOf(() => ({ issues: [{ message: 'no' }] }));
  const { receive, events } = heard({ incoming: { quote: refuse } });
  receive('toString', { n: 1 });
  receive('other', { n: 2 });
  expect(events).toEqual([
    ['ws:message:toString', { n: 1 }],
    ['ws:message:other', { n: 2 }],
  ]);
});

it('an expectation gets what the schema makes, and nothing that it refuses', async () => {
  const even = schemaOf((value: any) => (value % 2 ? { issues: [{ message: 'odd' }] } : { value: value * 10 }));
  const { ws, receive } = connect({ schemas: { incoming: { number: even } } });
  const next = ws.expect('number');
  receive('number', 1);
  receive('number', 2);
  expect(await next).toBe(20);
});

it('what goes out is not checked in production', () => {
  vi.stubEnv('NODE_ENV', 'production');
  const refuse = schemaOf(() => ({ issues: [{ message: 'no' }] }));
  const { ws, sent } = connect({ schemas: { outgoing: { a: refuse }, requests: { b: { request: refuse } } } });
  ws.send('a', 1);
  ws.request('b', 1);
  expect(sent()).toHaveLength(2);
});

it('what goes out is told as an event by a schema that takes its time', async () => {
  const { schema, release } = slow();
  const { ws, sent, events } = heard({ outgoing: { a: schema } });
  ws.send('a', { bad: true });
  release();
  await flush();
  expect(sent()).toHaveLength(1);
  expect(events).toEqual([['ws:invalid', { bad: true }]]);
});

it.each([
  ['at once', (check: Validate) => schemaOf(check)],
  ['later', (check: Validate) => schemaOf(async (value) => check(value))],
])('a schema of one handler decides %s for that handler alone', async (_, make) => {
  const { ws, receive } = connect({});
  const schema = make((value: any) =>
    value.price > 0 ? { value: { ...value, checked: 1 } } : { issues: [{ message: 'no price' }] },
  );
  const calls: unknown[] = [];
  const invalid: unknown[] = [];
  class Quote extends Backbone.Model {
    checked(quote: unknown): void {
      calls.push(['checked', quote]);
    }
    plain(quote: unknown): void {
      calls.push(['plain', quote]);
    }
  }
  onMessage('quote', { schema })(Quote.prototype, 'checked' as never, {});
  onMessage('quote')(Quote.prototype, 'plain' as never, {});
  ws.bind(new Quote());
  ws.on('ws:invalid', (info) => invalid.push(info));
  receive('quote', { price: 0 });
  receive('quote', { price: 1 });
  await flush();
  expect(calls).toContainEqual(['checked', { price: 1, checked: 1 }]);
  expect(calls).not.toContainEqual(['checked', expect.objectContaining({ price: 0 })]);
  expect(calls.filter(([name]: any) => name === 'plain')).toHaveLength(2);
  expect(invalid).toEqual([{ type: 'quote', data: { price: 0 }, issues: [{ message: 'no price' }] }]);
});

it.each([
  ['schemas', { schemas: [] }],
  ['a handler', undefined],
])('refuses what is no schema: %s', (_, options) => {
  if (options) expect(() => connect(options as never)).toThrow(expect.objectContaining({ code: 'bad-option' }));
  else expect(() => onMessage('a', { schema: {} as never })).toThrow(expect.objectContaining({ code: 'bad-option' }));
});

it('a reply that is refused is not reported if nobody waits for it', async () => {
  const { schema, release } = slow();
  const { ws, sent, receiveRaw } = connect({ schemas: { incoming: {}, requests: { ask: { response: schema } } } });
  const unhandled = countUnhandled();
  const request = ws.request('ask', 1);
  receiveRaw({ id: sent()[0].id, data: { bad: true } });
  release();
  expect(await unhandled()).toBe(0);
  await expect(request).rejects.toMatchObject({ code: 'invalid' });
});
