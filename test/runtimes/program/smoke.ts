/**
 * What the packed package has to do everywhere. It speaks to `../server.ts`, over a real socket. There is nothing of Node in it: pages,
 * workers and bundles run it as well.
 */
import Backbone from 'backbone';
import { bind, createDecorators, type WebSocketConstructor, WS } from 'backbone.ws';
import 'backbone.ws/global';
import { createRecorder, inspect } from 'backbone.ws/inspector';
import { createTestServer } from 'backbone.ws/testing';

interface Messages {
  incoming: { quote: { symbol: string; price: number }; news: { id: number; text: string } };
  outgoing: { subscribe: { symbol: string }; unsubscribe: { symbol: string }; cut: null };
  requests: {
    double: { request: number; response: number };
    subscribed: { request: null; response: string[] };
  };
}

const { wsResource, onMessage } = createDecorators<Messages>();

let ws: WS<Messages>;

@wsResource(() => ws, { match: 'symbol', subscribe: (quote) => ['subscribe', { symbol: quote.get('symbol') }] })
class Quote extends Backbone.Model {
  @onMessage('quote') tick(quote: { price: number }): void {
    this.set(quote);
    this.trigger('tick', quote.price);
  }
}

@wsResource(() => ws, { apply: { news: 'add' }, subscribe: () => ['subscribe', { symbol: 'NEWS' }] })
class News extends Backbone.Collection {}

const told = (target: { once: (event: any, callback: any) => unknown }, event: string): Promise<any> =>
  new Promise((resolve) => target.once(event, resolve));

type Check = (name: string, isRight: boolean) => void;

async function tryMessages(check: Check): Promise<void> {
  const plain = new Backbone.Model();
  const undo = bind(ws, plain, { 'ws:message:quote': 'set' });
  const quotes = ['ACME', 'BETA'].map((symbol) => new Quote({ symbol }));
  const prices: unknown[] = [];
  for (const quote of quotes) quote.on('tick', (price) => prices.push(quote.get('symbol'), price));
  await told(quotes[1]!, 'tick');
  check('a plain model gets a message by a hash', plain.get('symbol') === 'BETA');
  check('decorated models get the messages with their own key', String(prices) === 'ACME,1,BETA,1');
  undo();

  const news = new News([{ id: 1, text: 'old' }]);
  await told(news, 'add');
  check('a collection applies messages', String(news.pluck('text')) === 'old,more');

  check('a request gets its reply', (await ws.request('double', 21)) === 42);
  const order = new Backbone.Model({ qty: 3 });
  ws.bind(order, {});
  await order.save();
  check('a model is saved by a request', order.id === 'order-1' && order.get('qty') === 3);

  const opened = told(ws, 'ws:open');
  const ticks = Promise.all(quotes.map((quote) => told(quote, 'tick')));
  ws.send('cut', null);
  check('it is open again after the server cut the line', (await opened).reopened === true);
  check('subscriptions are sent again', String(await ticks) === '2,2' && plain.get('price') === 1);
  check('and not twice', String(await ws.request('subscribed', null)) === 'ACME,BETA,NEWS');
}

async function tryGlobal(check: Check, url: string, WebSocket?: WebSocketConstructor): Promise<void> {
  const old = Backbone.WS(url, { keepOpen: true, ...(WebSocket && { WebSocket }) });
  await old.ready;
  check('backbone.ws/global sets Backbone.WS', old instanceof Backbone.WS && old instanceof WS && old.isOpen);
  old.destroy();
}

async function tryTesting(check: Check): Promise<void> {
  const server = createTestServer({ latencyMs: 1 });
  server.on('double', (number) => number * 2);
  const client = new WS(server.url, { WebSocket: server.WebSocket });
  check('backbone.ws/testing answers', (await client.request('double', 4)) === 8);
  client.destroy();
  server.close();
}

async function tryInspector(check: Check): Promise<void> {
  const recorder = createRecorder(ws);
  await ws.request('double', 1);
  check('backbone.ws/inspector records', recorder.count > 1);
  recorder.dispose();
  if (!globalThis.document) return;
  const { element, dispose } = inspect(ws);
  await ws.request('double', 2);
  // A hidden page is not drawn, and only where there is a layout is there a chart.
  const parts = document.hidden ? [] : ['tbody tr'];
  if (document.documentElement.getBoundingClientRect().width) parts.push('canvas');
  for (const part of parts)
    while (!element.shadowRoot?.querySelector(part)) await new Promise((resolve) => setTimeout(resolve, 5));
  dispose();
  check('backbone.ws/inspector shows its panel', !element.isConnected);
}

async function tryAll(check: Check, url: string, WebSocket?: WebSocketConstructor): Promise<void> {
  ws = new WS<Messages>(url, {
    ...{ resilient: true, heartbeat: true, backoff: { baseMs: 20, maxMs: 50 }, minUptimeMs: 0 },
    ...{ sync: { create: 'order' }, ...(WebSocket && { WebSocket }) },
  });
  await ws.ready;
  check('a socket opens', ws.isOpen);
  await tryMessages(check);
  await tryGlobal(check, url, WebSocket);
  await tryTesting(check);
  await tryInspector(check);
  ws.destroy();
  check('destroy leaves nothing bound', ws.state === 'idle' && ws.socket === null && !ws.resources.length);
}

/** @returns the names of what was checked. Rejects at the first that is wrong, or does not come. */
export async function smoke(url: string, WebSocket?: WebSocketConstructor): Promise<string[]> {
  const passed: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing for too long after: ${passed.at(-1)}`)), 15_000);
  });
  const check: Check = (name, isRight) => {
    if (!isRight) throw new Error(`Wrong: ${name}`);
    passed.push(name);
  };
  await Promise.race([tryAll(check, url, WebSocket), late]).finally(() => clearTimeout(timer));
  return passed;
}
