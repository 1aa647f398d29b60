import Backbone from 'backbone';
import { type Part, settle } from './part.js';

/** So many in one turn. */
const TURN = 1000;

const connect = ({ WS, createFakeWebSocket }: Parameters<Part['run']>[0], options: object = {}) => {
  const Fake = createFakeWebSocket();
  const ws = new WS('ws://server/', { WebSocket: Fake, keepOpen: true, ...options });
  const socket = Fake.last;
  socket.server.accept();
  /** The fake remembers all that it was given. */
  const forget = (): void => {
    socket.sent.length = socket.server.received.length = 0;
  };
  return { ws, Fake, socket, forget };
};

/** Nine messages come in, one goes out. */
export const messages: Part = {
  name: 'messages on a fake socket',
  unit: 'messages',
  async run(library, count, { progress, problem, note }) {
    const { ws, socket, forget } = connect(library);
    const models = Array.from({ length: 100 }, (_, index) => new Backbone.Model({ symbol: `S${index}`, heard: 0 }));
    let heard = 0;
    for (const model of models) {
      const tick = (): void => {
        heard++;
      };
      ws.bind(model, { 'ws:message:quote': tick, 'ws:message:price': 'set' }, { match: 'symbol' });
    }
    const frames = models.flatMap(({ attributes: { symbol } }) => [
      JSON.stringify({ type: 'quote', data: { symbol, price: 1.5 } }),
      JSON.stringify({ type: 'price', data: { symbol, price: 2.5 } }),
      JSON.stringify({ type: 'other', data: { symbol } }),
    ]);
    let sent = 0;
    let received = 0;
    for (let done = 0; done < count; done += TURN) {
      progress(done, ws, ...models);
      for (let n = 0; n < TURN; n++) {
        if (n % 10) socket.server.send(frames[received++ % frames.length]!);
        else if (ws.send('note', { n })) sent++;
      }
      if (socket.sent.length !== TURN / 10)
        problem(`${socket.sent.length} of ${TURN / 10} sent in turn ${done / TURN}`);
      forget();
      if (done % (50 * TURN) === 0) await settle();
    }
    const expected = Math.floor(received / 3) + (received % 3 > 0 ? 1 : 0);
    if (heard !== expected) problem(`${heard} of ${expected} heard`);
    note(`${sent} out, ${received} in`);
    ws.destroy();
  },
};

/** Resources come and go: unbound, destroyed, or no longer listening. */
export const bindings: Part = {
  name: 'bind and unbind',
  unit: 'cycles',
  async run(library, count, { progress, problem, note }) {
    const { ws, socket, forget } = connect(library);
    const stays = new Backbone.Model({ symbol: 'S0', heard: 0 });
    const subscribe = (model: Backbone.Model) => ['subscribe', model.get('symbol')] as const;
    const unsubscribe = (model: Backbone.Model) => ['unsubscribe', model.get('symbol')] as const;
    const options = { match: 'symbol', subscribe, unsubscribe };
    const bind = (model: Backbone.Model): void =>
      ws.bind(model, { 'ws:message:quote': 'set', 'ws:open': () => {}, 'ws:message': () => {} }, options);
    bind(stays);
    const onServer = new Set(['S0']);
    let sent = 0;
    for (let n = 0; n < count; n++) {
      const model = new Backbone.Model({ symbol: `S${n % 7}` });
      bind(model);
      // What is taken back within a turn is not sent at all.
      if (n % 10 === 0) await settle();
      if (n % 3 === 0) ws.unbind(model);
      else if (n % 3 === 1) model.trigger('destroy', model);
      else model.stopListening();
      if (Object.hasOwn(model, 'send') || Object.hasOwn(model, 'stopListening'))
        problem(`cycle ${n}: something is left on the model`);
      if (n % 100) continue;
      progress(n, ws, stays);
      await settle();
      for (const frame of socket.sent.map((text: unknown) => JSON.parse(String(text)))) {
        sent++;
        if (frame.type === 'subscribe') onServer.add(frame.data);
        else onServer.delete(frame.data);
      }
      forget();
      if ([...onServer].join() !== 'S0') problem(`cycle ${n}: the server has ${[...onServer]}`);
      if (ws.resources.length !== 1) problem(`cycle ${n}: ${ws.resources.length} resources`);
    }
    socket.server.send('{"type":"quote","data":{"symbol":"S0","heard":1}}');
    if (stays.get('heard') !== 1) problem('who stayed hears nothing');
    note(`${sent} messages sent for it`);
    ws.destroy();
  },
};
