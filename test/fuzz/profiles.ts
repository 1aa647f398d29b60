import type { StandardSchemaV1 } from '@standard-schema/spec';
import Backbone from 'backbone';

/** What a handler of the application threw: rubbish is not what it was made for. */
export class HandlerError extends Error {}

/** One way to use a connection. */
export interface Profile {
  readonly name: string;
  readonly options: object;
  /** Binds, asks and subscribes, on a connection that is open. */
  prepare(ws: any): readonly Backbone.Model[];
}

const symbols = Array.from({ length: 50 }, (_, index) => `S${index}`);

/** Models of all symbols, and one of ACME. */
const keyed = (ws: any, options: object = {}): Backbone.Model[] =>
  ['ACME', ...symbols].map((symbol) => {
    const model = new Backbone.Model({ symbol });
    ws.bind(
      model,
      { 'ws:message:quote': 'set', 'ws:message:order': (data: unknown) => data },
      { match: 'symbol', ...options },
    );
    return model;
  });

/** Everything that can be bound. */
function everything(ws: any): Backbone.Model[] {
  const [model, sink] = [new Backbone.Model(), new Backbone.Model()];
  const listener = new Backbone.Model({ id: 'listener' });
  const collection = new Backbone.Collection();
  ws.bind(model, { 'ws:message:quote': 'set', 'ws:message': () => {} });
  ws.bind(listener); // every event of the connection
  ws.bind(sink, { 'ws:message:quote': true, 'ws:message:order': 'some event', 'ws:message:constructor': () => {} });
  const merge = (data: any): void => {
    try {
      // A new one each time: ids like "constructor" leave Backbone's own tables in a state that it cannot clear.
      new Backbone.Collection([{ id: 1 }]).set(data);
    } catch (cause) {
      throw new HandlerError('Backbone', { cause });
    }
  };
  ws.bind(collection, { 'ws:message:quote': merge });
  return [model, listener, sink];
}

const quote: StandardSchemaV1<unknown, object> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value: any) => {
      if (typeof value?.symbol !== 'string') return { issues: [{ message: 'no symbol' }] };
      return { value: { symbol: value.symbol, price: Number(value.price) } };
    },
  },
};
const late: StandardSchemaV1<unknown, object> = {
  '~standard': { version: 1, vendor: 'test', validate: async (value) => quote['~standard'].validate(value) },
};

/** Several messages a frame, as some servers send them. */
const lines = {
  encode: (message: unknown) => JSON.stringify(message),
  decode: (frame: string | ArrayBuffer) =>
    (typeof frame === 'string' ? frame : new TextDecoder().decode(frame)).split(',{').map((line) => JSON.parse(line)),
};

export const profiles: readonly Profile[] = [
  { name: 'everything bound', options: {}, prepare: everything },
  { name: 'by key', options: {}, prepare: keyed },
  {
    name: 'requests, answers, expectations',
    options: { answers: true, requestTimeoutMs: 0 },
    prepare(ws) {
      ws.expect('never', 3600);
      ws.expect({ a: { b: [1] } }, 3600);
      return keyed(ws);
    },
  },
  {
    name: 'heartbeat, retryAfter, resume',
    options: {
      resilient: true,
      lifecycle: false,
      heartbeat: { intervalMs: 3_600_000 },
      retryAfter: { message: (data: any) => data?.retryAfter },
      resume: { cursor: 'seq', epoch: 'epoch', message: (seq: unknown) => ['since', seq], onGap: () => undefined },
    },
    prepare: everything,
  },
  {
    name: 'subscriptions, resume by resource',
    options: {},
    prepare(ws) {
      const subscribe = (model: Backbone.Model) => ['subscribe', { symbol: model.get('symbol') }] as const;
      ws.subscribe('news', { subscribe: ['subscribe', 'news'], confirm: 'subscribed' });
      return keyed(ws, { subscribe, confirm: 'subscribed', resume: { cursor: 'seq', onGap: () => 1 } });
    },
  },
  {
    name: 'schemas',
    options: { schemas: { incoming: { quote, late, constructor: quote, ['__proto__']: quote } } },
    prepare: everything,
  },
  {
    name: 'codec that takes its time',
    options: { codec: { ...lines, decode: async (frame: string | ArrayBuffer) => lines.decode(frame) } },
    prepare: everything,
  },
  { name: 'codec of lines', options: { codec: lines }, prepare: everything },
  {
    name: 'routes, no prefix, no names',
    options: { prefix: '', routes: { '*': (topic: string) => topic }, typeAttribute: 'data', dataAttribute: false },
    prepare(ws) {
      const [model, listener] = [new Backbone.Model(), new Backbone.Model({ id: 'listener' })];
      ws.bind(model, { 'message:quote': 'set' });
      ws.bind(listener);
      return [model, listener];
    },
  },
];
