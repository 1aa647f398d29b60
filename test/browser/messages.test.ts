import Backbone from 'backbone';
import { expect, it } from 'vitest';
import { until } from '../support/until.js';
import { connect, say } from './connect.js';

const numbers = Array.from({ length: 100 }, (_, n) => n);

it('typed messages reach the model that is bound to them', async () => {
  const { ws } = connect();
  const Quote = Backbone.Model.extend({
    tick(quote: object) {
      this.set(quote);
    },
  });
  const model = new Quote();
  ws.bind(model, { 'ws:message:quote': 'tick' });
  ws.send('quote', { symbol: 'A', price: 1 });
  await until(() => model.get('price') === 1);
  ws.send('quote', { price: 2 });
  await until(() => model.get('price') === 2);
  expect(model.attributes).toEqual({ symbol: 'A', price: 2 });
});

it('typed messages reach the one model that matches', async () => {
  const { ws } = connect();
  const models = ['A', 'B', 'C'].map((symbol) => new Backbone.Model({ symbol, price: 0 }));
  for (const model of models) ws.bind(model, { 'ws:message:quote': 'set' }, { match: 'symbol' });
  ws.send('quote', { symbol: 'B', price: 7 });
  await until(() => models[1]!.get('price') === 7);
  expect(models.map((model) => model.get('price'))).toEqual([0, 7, 0]);
});

it('a resource bound without a hash gets everything', async () => {
  const { ws } = connect();
  const collection = new Backbone.Collection();
  const heard: string[] = [];
  collection.on('all', (event) => void heard.push(event));
  ws.bind(collection);
  await ws.ready;
  ws.send('quote', 1);
  await until(() => heard.includes('ws:message'));
  expect(heard).toEqual(['ws:open', 'ws:message:quote', 'ws:message']);
});

it('many messages come in their order', async () => {
  const { ws } = connect();
  const heard: number[] = [];
  ws.on('ws:message:burst', ({ n }: { n: number }) => void heard.push(n));
  await ws.ready;
  say(ws, 'burst');
  await until(() => heard.length === 100);
  expect(heard).toEqual(numbers);
});

it('text and binary messages come in their order', async () => {
  const { ws } = connect();
  const heard: number[] = [];
  ws.on('ws:message', ({ n }: { n: number }) => void heard.push(n));
  await ws.ready;
  for (const n of numbers) {
    const frame = JSON.stringify({ n });
    if (n % 3 === 0) ws.send({ n });
    else ws.send(n % 3 === 1 ? new TextEncoder().encode(frame) : new Blob([frame]));
  }
  await until(() => heard.length === 100);
  expect(heard).toEqual(numbers);
});

it('a binary message is decoded', async () => {
  const { ws } = connect();
  await ws.ready;
  const answer = ws.expect('binary');
  say(ws, 'binary');
  expect(await answer).toEqual({ ok: true });
});

it.each([
  ['an ArrayBuffer', (bytes: Uint8Array) => bytes.slice().buffer],
  ['a typed array', (bytes: Uint8Array) => bytes],
  ['a DataView', (bytes: Uint8Array) => new DataView(bytes.buffer)],
  ['a Blob', (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes])],
])('%s is sent as it is', async (_, make) => {
  const { ws } = connect();
  const bytes = new Uint8Array([0xff, 0, 1, 2]);
  const echo = ws.expect((data) => data instanceof ArrayBuffer);
  ws.send(make(bytes));
  expect(new Uint8Array(await echo)).toEqual(bytes);
});

it('a Blob that holds a message comes back as one, waiting or not', async () => {
  const { ws } = connect();
  const blob = new Blob(['{"type":"blob","data":{"name":"Größe"}}']);
  const first = ws.expect('blob');
  expect(ws.send(blob)).toBe(false);
  expect(await first).toEqual({ name: 'Größe' });
  const second = ws.expect('blob');
  expect(ws.send(blob)).toBe(true);
  expect(await second).toEqual({ name: 'Größe' });
});

it('rubbish is told as invalid and delivered raw, and the connection stays', async () => {
  const { ws, trace } = connect();
  await ws.ready;
  say(ws, 'rubbish');
  await until(() => trace.length >= 3);
  ws.send('quote', 1);
  expect(await ws.expect('quote')).toBe(1);
  const rubbish = '{"type": not json';
  expect(trace.slice(0, 3)).toEqual(['open', `invalid ${rubbish}`, `message ${JSON.stringify(rubbish)}`]);
});

/** A view without jQuery, by what Backbone lets one override. */
class View extends Backbone.View {
  override _setElement(el: any) {
    this.el = el;
  }
  override delegateEvents() {
    return this;
  }
  override undelegateEvents() {
    return this;
  }
  override remove(): this {
    this.el.remove();
    return this.stopListening();
  }
}

it('a view shows what comes, until it is removed', async () => {
  const { ws } = connect();
  const view = new View({ el: document.body.appendChild(document.createElement('p')) });
  ws.bind(view, {
    'ws:message:text': (text: string) => {
      view.el.textContent = text;
    },
  });
  ws.send('text', 'shown');
  await until(() => document.body.textContent?.includes('shown'));
  view.remove();
  expect(ws.resources).toEqual([]);
  ws.send('text', 'too late');
  await ws.expect('text');
  expect(view.el.textContent).toBe('shown');
  expect((view as any).send).toBeUndefined();
});

it('the connection goes with the last view that was removed', async () => {
  const { ws } = connect({ keepOpen: false });
  const [first, second] = [
    new View({ el: document.createElement('p') }),
    new View({ el: document.createElement('p') }),
  ];
  ws.bind(first).bind(second);
  await ws.ready;
  first.remove();
  expect(ws.isOpen).toBe(true);
  second.remove();
  expect(ws).toMatchObject({ state: 'idle', socket: null });
});
