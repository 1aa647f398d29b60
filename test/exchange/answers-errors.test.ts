import Backbone from 'backbone';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { onMessage, WSError, type WSOptions, wsResource } from '../../src/index.js';
import { flush } from '../support/until.js';
import { connect } from '../support/wire.js';
import { countUnhandled } from './asking.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A connection that answers by one handler of `ask`, with the errors that it raises. */
function answering(handler: unknown, options: WSOptions<any, 'ws'> = {}) {
  const connected = connect({ answers: true, ...options });
  const errors: unknown[] = [];
  connected.ws.on('ws:error', (error) => void errors.push(error));
  connected.ws.bind(Object.assign({}, Backbone.Events), { 'ws:message:ask': handler } as any);
  return { ...connected, errors };
}

const fail = (error: unknown) => () => {
  throw error;
};

const ways: [string, (error: unknown) => () => unknown][] = [
  ['throws', fail],
  ['rejects its promise with', (error) => () => Promise.reject(error)],
  [
    'rejects, later,',
    (error) => async () => {
      await flush();
      throw error;
    },
  ],
];

const circular: any = { why: 'a circle' };
circular.me = circular;
const coded = Object.assign(new Error('sold out'), { code: 409, secret: 'stays here' });

describe.each(ways)('when a handler %s', (_way, make) => {
  it.each<[string, unknown, unknown]>([
    ['an Error', new TypeError('sold out'), { message: 'sold out' }],
    ['an Error with a code', coded, { message: 'sold out', code: 409 }],
    ['a WSError', new WSError('not-open', 'Not now.'), { message: 'Not now.', code: 'not-open' }],
    ['a text', 'sold out', 'sold out'],
    ['an object', { reason: 'sold out' }, { reason: 'sold out' }],
    ['0', 0, 0],
    ['an empty text', '', ''],
    ['false', false, false],
  ])('%s, that is the answer, and an error event', async (_name, error, answer) => {
    const { receiveRaw, sent, errors } = answering(make(error));
    receiveRaw({ type: 'ask', id: 1 });
    await flush();
    await flush();
    expect(sent()).toEqual([{ id: 1, error: answer }]);
    expect(errors).toEqual([error]);
  });

  it.each([[undefined], [null]])('%s, the answer is an error all the same', async (error) => {
    const { receiveRaw, sent, errors } = answering(make(error));
    receiveRaw({ type: 'ask', id: 1 });
    await flush();
    await flush();
    expect(sent()).toEqual([{ id: 1, error: expect.anything() }]);
    expect(errors).toEqual([error]);
  });

  it.each<[string, unknown]>([
    ['what JSON cannot hold', circular],
    ['an Error whose code it cannot hold', Object.assign(new Error('no'), { code: 7n })],
  ])('%s, the answer is an error that it can', async (_name, error) => {
    const { receiveRaw, sent, errors } = answering(make(error));
    receiveRaw({ type: 'ask', id: 1 });
    await flush();
    await flush();
    expect(sent()).toEqual([{ id: 1, error: expect.anything() }]);
    expect(errors).toContain(error);
  });

  it('it is reported where nobody listens to errors, and nothing else is unhandled', async () => {
    const report = vi.fn();
    vi.stubGlobal('reportError', report);
    const unhandled = countUnhandled();
    const { ws, receiveRaw, sent } = connect({ answers: true });
    ws.bind(Object.assign({}, Backbone.Events), { 'ws:message:ask': make(coded) });
    receiveRaw({ type: 'ask', id: 1 });
    await flush();
    expect(await unhandled()).toBe(0);
    expect(report.mock.calls).toEqual([[coded]]);
    expect(sent()).toHaveLength(1);
  });
});

describe('an answer', () => {
  it.each<[string, unknown]>([
    ['a circle', circular],
    ['a bigint', 7n],
  ])('that has %s becomes an error', async (_name, value) => {
    const { receiveRaw, sent, errors } = answering(({ isLater }: any) => (isLater ? Promise.resolve(value) : value));
    receiveRaw({ type: 'ask', id: 1, data: {} });
    receiveRaw({ type: 'ask', id: 2, data: { isLater: true } });
    await flush();
    const error = { message: expect.stringContaining('JSON'), code: 'bad-message' };
    expect(sent()).toEqual([
      { id: 1, error },
      { id: 2, error },
    ]);
    expect(errors).toMatchObject([{ code: 'bad-message' }, { code: 'bad-message' }]);
  });

  it.each([false, null] as const)(
    'has its error where a reply would, with the name %j for errors',
    (errorAttribute) => {
      const { receiveRaw, sent } = answering(fail('no'), { errorAttribute });
      receiveRaw({ type: 'ask', id: 1 });
      expect(sent()).toEqual([{ id: 1, error: 'no' }]);
    },
  );

  it('has its error under the name of the option', () => {
    const { receiveRaw, sent } = answering(fail('no'), { errorAttribute: 'problem', idAttribute: 'ref' });
    receiveRaw({ type: 'ask', ref: 1 });
    expect(sent()).toEqual([{ ref: 1, problem: 'no' }]);
  });

  it.each<[string, unknown, unknown]>([
    ['the error of the first handler, before what others return', fail('first'), { id: 1, error: 'first' }],
    ['what the first returns, before errors of others', () => 'first', { id: 1, data: 'first' }],
    ['the error of another, if the first returns nothing', () => {}, { id: 1, error: 'second' }],
  ])('is %s', (_name, first, answer) => {
    const { ws, receiveRaw, sent } = answering(first);
    ws.bind(Object.assign({}, Backbone.Events), { 'ws:message:ask': fail('second') });
    receiveRaw({ type: 'ask', id: 1 });
    expect(sent()).toEqual([answer]);
  });

  it('is told apart from what other handlers promise, whose errors are events only', async () => {
    const unhandled = countUnhandled();
    const { ws, receiveRaw, sent, errors } = answering(() => 7);
    ws.bind(Object.assign({}, Backbone.Events), { 'ws:message:ask': () => Promise.reject(coded) });
    receiveRaw({ type: 'ask', id: 1 });
    expect(await unhandled()).toBe(0);
    expect([sent(), errors]).toEqual([[{ id: 1, data: 7 }], [coded]]);
  });

  it('of a handler whose name is no method any more is an error that says so', () => {
    const { ws, receiveRaw, sent } = connect({ answers: true });
    ws.on('ws:error', () => {});
    const resource: any = Object.assign({ answer: () => 7 }, Backbone.Events);
    ws.bind(resource, { 'ws:message:ask': 'answer' });
    delete resource.answer;
    receiveRaw({ type: 'ask', id: 1 });
    expect(sent()).toEqual([{ id: 1, error: { message: expect.stringContaining('"answer"'), code: 'no-handler' } }]);
  });
});

describe('with a schema', () => {
  const schemas = { incoming: { ask: z.object({ n: z.coerce.number() }) } };

  it('the handler gets what the schema makes of the payload, and its answer goes out', () => {
    const { receiveRaw, sent } = answering(({ n }: { n: number }) => n + 1, { schemas });
    receiveRaw({ type: 'ask', id: 1, data: { n: '6' } });
    expect(sent()).toEqual([{ id: 1, data: 7 }]);
  });

  it('what it refuses nobody sees, and nobody answers', async () => {
    const { ws, receiveRaw, socket } = answering(() => 7, { schemas });
    const invalid = vi.fn();
    ws.on('ws:invalid', invalid);
    receiveRaw({ type: 'ask', id: 1, data: { n: 'many' } });
    await flush();
    expect(invalid).toHaveBeenCalledTimes(1);
    expect(socket.sent).toEqual([]);
  });

  it('that takes its time, the answer waits for it', async () => {
    const slow = z.number().refine(async () => true);
    const { receiveRaw, sent } = answering((n: number) => n + 1, { schemas: { incoming: { ask: slow } } });
    receiveRaw({ type: 'ask', id: 1, data: 6 });
    expect(sent()).toEqual([]);
    await flush();
    expect(sent()).toEqual([{ id: 1, data: 7 }]);
  });

  describe.each([
    ['at once', z.object({ n: z.number() })],
    ['after a time', z.object({ n: z.number() }).refine(async () => true)],
  ])('of the handler itself, that looks %s,', (_name, schema) => {
    function declared(answer: (data: any) => unknown) {
      const connected = connect({ answers: true });
      const [errors, invalid] = [vi.fn(), vi.fn()];
      connected.ws.on('ws:error', errors);
      connected.ws.on('ws:invalid', invalid);
      class Shop extends Backbone.Model {
        answer(data: unknown) {
          return answer(data);
        }
      }
      (onMessage('ask', { schema }) as any)(Shop.prototype, 'answer', { value: Shop.prototype.answer });
      new ((wsResource(connected.ws) as any)(Shop))();
      return { ...connected, errors, invalid };
    }

    it('the answer is what the handler returns', async () => {
      const { receiveRaw, sent } = declared(({ n }) => n + 1);
      receiveRaw({ type: 'ask', id: 1, data: { n: 6 } });
      await flush();
      expect(sent()).toEqual([{ id: 1, data: 7 }]);
    });

    it('what it refuses is answered by an error, and raises one event', async () => {
      const { receiveRaw, sent, errors, invalid } = declared(() => 7);
      receiveRaw({ type: 'ask', id: 1, data: { n: 'many' } });
      await flush();
      expect(sent()).toEqual([{ id: 1, error: { message: expect.any(String), code: 'invalid' } }]);
      expect([errors.mock.calls.length, invalid.mock.calls.length]).toEqual([0, 1]);
    });

    it('what the handler throws is the answer, and raises one event', async () => {
      const { receiveRaw, sent, errors } = declared(fail(coded));
      receiveRaw({ type: 'ask', id: 1, data: { n: 6 } });
      await flush();
      expect(sent()).toEqual([{ id: 1, error: { message: 'sold out', code: 409 } }]);
      expect(errors).toHaveBeenCalledTimes(1);
    });
  });
});
