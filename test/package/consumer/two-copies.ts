/**
 * Two copies of the package in one process: what one decorates the other binds. It is given their paths, and prints what failed,
 * or `ok` and how much has been checked.
 */
import assert from 'node:assert/strict';
import Backbone from 'backbone';

/** A socket whose server is this file. */
class Socket {
  readyState = 0;
  onopen: any;
  onmessage: any;
  onclose: any;
  constructor() {
    sockets.push(this);
  }
  send(): void {}
  close(): void {
    this.readyState = 3;
    this.onclose?.({ type: 'close', code: 1000, reason: '', wasClean: true });
  }
}

const sockets: Socket[] = [];
const load = async (path: string): Promise<any> => {
  const loaded: any = await import(path);
  return loaded.default ?? loaded;
};
const [one, two] = [await load(process.argv[2]!), await load(process.argv[3]!)];

function connect(copy: any) {
  const ws = new copy.WS('ws://server/', { WebSocket: Socket, keepOpen: true });
  const socket = sockets.at(-1)!;
  ws.on('ws:error', (error: Error) => {
    throw error;
  });
  socket.readyState = 1;
  socket.onopen({ type: 'open' });
  const receive = (type: string, data: unknown): void =>
    socket.onmessage({ type: 'message', data: JSON.stringify({ type, data }) });
  return { ws, receive };
}

const a = connect(one);
const b = connect(two);
const told: string[] = [];

class First extends Backbone.Model {
  @one.onMessage('quote') tick(): void {
    told.push('First.tick');
  }
}
b.ws.bind(new First());
b.receive('quote', 1);
b.ws.unbindAll();
const toldFirst = told.join();

@one.wsResource(b.ws)
class Quote extends Backbone.Model {
  @one.onMessage('quote') tick(): void {
    told.push('Quote.tick');
  }
  @one.onMessage('trade') @two.onMessage('halted') both(): void {
    told.push('Quote.both');
  }
}
class Marked extends Quote {
  @two.onMessage('trade') override tick(): void {
    told.push('Marked.tick');
  }
}
class Unbound extends Backbone.Model {
  @one.onMessage('quote', { match: 'symbol' }) tick(): void {
    told.push(`Unbound.tick ${this.get('symbol')}`);
  }
}
@one.wsResource(a.ws, { match: 'symbol', sendAttribute: 'post' })
class Base extends Backbone.Model {
  @one.onMessage('quote') tick(): void {
    told.push(`${this.constructor.name}.tick`);
  }
}
@two.wsResource(b.ws, { sendAttribute: 'transmit' })
class Leaf extends Base {
  @two.onMessage('quote', { match: false }) note(): void {
    told.push('Leaf.note');
  }
}
@one.wsResource(a.ws, { apply: { chat: 'add' } })
@two.wsResource(b.ws, { apply: { chat: 'reset' } })
class Room extends Backbone.Collection {}

const checks: { [name: string]: () => void } = {
  'they are two': () => {
    for (const name of ['WS', 'WSError', 'onMessage', 'wsResource']) assert.notEqual(one[name], two[name]);
  },
  'one decorates, the other, which has decorated nothing yet, binds': () => {
    assert.equal(toldFirst, 'First.tick');
  },
  'one decorates, the other binds': () => {
    const quote = new Quote();
    assert.deepEqual([a.ws.resources, b.ws.resources], [[], [quote]]);
    b.receive('quote', 1);
    b.receive('trade', 1);
    b.receive('halted', 1);
    assert.deepEqual(told, ['Quote.tick', 'Quote.both', 'Quote.both']);
  },
  'an override that the other has marked replaces': () => {
    new Marked();
    b.receive('quote', 1);
    b.receive('trade', 1);
    assert.deepEqual(told, ['Marked.tick', 'Quote.both']);
  },
  'either binds by hand what is only marked': () => {
    a.ws.bind(new Unbound({ symbol: 'A' }));
    b.ws.bind(new Unbound({ symbol: 'B' }));
    for (const symbol of ['A', 'B']) for (const { receive } of [a, b]) receive('quote', { symbol });
    assert.deepEqual(told, ['Unbound.tick A', 'Unbound.tick B']);
  },
  'the outermost class binds, with the options of both': () => {
    const leaf: any = new Leaf({ symbol: 'A' });
    assert.deepEqual([a.ws.resources, b.ws.resources], [[], [leaf]]);
    assert.deepEqual([typeof leaf.transmit, typeof leaf.post], ['function', 'undefined']);
    b.receive('quote', { symbol: 'B' });
    b.receive('quote', { symbol: 'A' });
    assert.deepEqual(told, ['Leaf.note', 'Leaf.tick', 'Leaf.note']);
    const base: any = new Base({ symbol: 'A' });
    assert.deepEqual([a.ws.resources, typeof base.post], [[base], 'function']);
  },
  'the outer one of two decorators on a class binds': () => {
    const room = new Room([{ id: 1 }]);
    assert.deepEqual([a.ws.resources, b.ws.resources], [[room], []]);
    a.receive('chat', { id: 2 });
    assert.equal(room.length, 2);
  },
  'a class is extended as Backbone does': () => {
    const Child = (Leaf as any).extend({ tick: () => told.push('Child.tick') });
    const child = new Child({ symbol: 'A' });
    assert.deepEqual([child instanceof Child, b.ws.resources], [true, [child]]);
    b.receive('quote', { symbol: 'A' });
    assert.deepEqual(told, ['Child.tick', 'Leaf.note']);
  },
  'scope holds for the classes of either': () => {
    const made = a.ws.scope(() => [new Quote(), b.ws.scope(() => new Base()), new Leaf()]);
    assert.deepEqual([a.ws.resources, b.ws.resources], [[made[0], made[2]], [made[1]]]);
    const outside = new Quote();
    assert.deepEqual(b.ws.resources, [made[1], outside]);
  },
  'both tell the same routes': () => {
    for (const Class of [Quote, Marked, Unbound, Base, Leaf, Room]) {
      assert.deepEqual(one.routesOf(Class), two.routesOf(Class));
      assert.ok(one.routesOf(Class).length > 0);
    }
  },
  'a connection of the other that is destroyed leaves an instance unbound': () => {
    const gone = connect(two);
    @one.wsResource(gone.ws)
    class Orphan extends Backbone.Model {}
    gone.ws.destroy();
    const { warn } = console;
    const said: string[] = [];
    console.warn = (text: string) => said.push(text);
    try {
      assert.ok(new Orphan() instanceof Orphan);
    } finally {
      console.warn = warn;
    }
    assert.match(said.join(), /Orphan: made after its connection was destroyed/);
  },
};

let checked = 0;
for (const [name, check] of Object.entries(checks)) {
  told.length = 0;
  try {
    check();
    checked++;
  } catch (error) {
    console.log(`${name}: ${(error as Error).message}`);
  }
  for (const { ws } of [a, b]) ws.unbindAll();
}
console.log(checked === Object.keys(checks).length ? `ok ${checked}` : `${checked} only`);
