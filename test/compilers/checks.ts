/**
 * What has to hold of decorated classes, whatever compiled them. One source for all compilers, legacy and standard; it is run
 * against the built package, without a test runner, and prints a line for each check.
 */
import assert from 'node:assert/strict';
import Backbone from 'backbone';
import { createDecorators, routesOf, WS } from 'backbone.ws';

interface Quote {
  symbol: string;
  price: number;
}
interface Messages {
  incoming: { quote: Quote; reset: null; chat: { id: string; text: string } };
}

/** A socket whose server is this file. */
class Socket {
  static last: Socket;
  readyState = 0;
  binaryType = 'blob';
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: object) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  onclose: ((event: object) => void) | null = null;
  constructor() {
    Socket.last = this;
  }
  send(): void {}
  close(): void {
    this.readyState = 3;
    this.onclose?.({ type: 'close', code: 1000, reason: '', wasClean: true });
  }
}

const { wsResource, onMessage, onOpen, onAnyMessage } = createDecorators<Messages>();
const ws: WS<Messages> = new WS<Messages>('ws://127.0.0.1', { WebSocket: Socket, keepOpen: true });
ws.on('ws:error', (error) => {
  throw error;
});

Socket.last.readyState = 1;
Socket.last.onopen?.({ type: 'open' });

const calls: string[] = [];

@wsResource(() => ws)
class Live<T = Quote> extends Backbone.Model {
  static kind = 'live';
  declare tag: T;
  count = 10;
  static make<S>(this: new (attributes?: object) => Live<S>, attributes?: object): Live<S> {
    return new this(attributes);
  }
  override initialize(): void {
    calls.push(`initialize, bound ${ws.resources.includes(this)}`);
  }
  @onMessage('quote') take(quote: Quote): void {
    this.count++;
    calls.push(`Live.take ${quote.symbol} ${this.count}`);
  }
  @onMessage('reset') @onMessage('chat') reset(): void {
    calls.push('Live.reset');
  }
}
class Undecorated extends Live {
  extra = 'x';
  override take(quote: Quote): void {
    calls.push(`Undecorated.take ${this.extra}`);
    super.take(quote);
  }
}
class Marked extends Live {
  @onMessage('quote') override take(quote: { symbol: string }): void {
    calls.push(`Marked.take ${quote.symbol}`);
  }
  @onMessage('quote') more(): void {
    calls.push('Marked.more');
  }
}
@wsResource(ws)
class Decorated extends Live {
  late = 5;
  @onMessage('quote') other(): void {
    calls.push(`Decorated.other ${this.late}`);
  }
}
class Moved extends Live {
  @onMessage('chat') override take(): void {
    calls.push('Moved.take');
  }
}
class Field extends Live {
  @onMessage('quote') arrow = (quote: Quote): void => {
    calls.push(`Field.arrow ${quote.price} ${this.count}`);
  };
}
class Base extends Backbone.Model {
  @onMessage('quote') plain(): void {
    calls.push('Base.plain');
  }
}
@wsResource(ws)
class Leaf extends Base {}
@wsResource(ws, { match: 'symbol' })
class Keyed extends Backbone.Model {
  @onMessage('quote') tick({ price }: Quote): void {
    this.set({ price });
  }
  @onOpen() protected open(): void {
    calls.push('Keyed.open');
  }
  // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
  @onMessage('chat', { match: false }) private chat(): void {
    calls.push('Keyed.chat');
  }
}
@wsResource(ws)
abstract class Abstract extends Backbone.Model {
  abstract name(): string;
  @onMessage('quote') tell(): void {
    calls.push(`${this.name()}.tell`);
  }
}
class Concrete extends Abstract {
  name(): string {
    return 'Concrete';
  }
}
@wsResource(ws)
class Broken extends Live {
  constructor() {
    super();
    throw new Error('broken');
  }
}
@wsResource(ws, { apply: { chat: 'add' } })
class Room extends Backbone.Collection {
  @onAnyMessage() note(_data: unknown, type: string | undefined): void {
    calls.push(`Room.note ${type} ${this.length}`);
  }
}

const receive = (type: string, data: unknown): void =>
  Socket.last.onmessage?.({ type: 'message', data: JSON.stringify({ type, data }) });
const quote = { symbol: 'A', price: 1 };

/** Calls in order, after what made the instances. */
function told(type: string, data: unknown): string[] {
  calls.length = 0;
  receive(type, data);
  return [...calls];
}

const checks: { [name: string]: () => void } = {
  'binds after construction, not while Backbone initializes': () => {
    calls.length = 0;
    const live = new Live();
    assert.deepEqual(calls, ['initialize, bound false']);
    assert.deepEqual(ws.resources, [live]);
    assert.deepEqual(told('quote', quote), ['Live.take A 11']);
  },
  'adds up several decorators of one method': () => {
    new Live();
    assert.deepEqual([...told('reset', null), ...told('chat', {})], ['Live.reset', 'Live.reset']);
  },
  'keeps name, length, statics, instanceof and constructor': () => {
    assert.equal(Live.name, 'Live');
    assert.equal(Broken.length, 0);
    assert.equal(Live.kind, 'live');
    const live: Live<'tag'> = Live.make<'tag'>({ a: 1 });
    assert.ok(live instanceof Live && live instanceof Backbone.Model);
    assert.equal(live.constructor, Live);
    assert.equal(live.get('a'), 1);
  },
  'calls an override that is not decorated once, with its fields': () => {
    new Undecorated();
    assert.deepEqual(told('quote', quote), ['Undecorated.take x', 'Live.take A 11']);
  },
  'lets a decorated override replace what it overrides': () => {
    new Marked();
    assert.deepEqual(told('quote', quote), ['Marked.take A', 'Marked.more']);
    assert.deepEqual(told('reset', null), ['Live.reset']);
  },
  'lets a decorated override move to another type': () => {
    new Moved();
    assert.deepEqual(told('quote', quote), []);
    assert.deepEqual(told('chat', {}), ['Moved.take', 'Live.reset']);
  },
  'keeps siblings apart': () => {
    assert.deepEqual(
      [Live, Undecorated, Marked, Moved].map((Class) => routesOf(Class).length),
      [3, 3, 4, 3],
    );
  },
  'binds once by the outermost decorated class, after its fields': () => {
    const decorated = new Decorated();
    assert.deepEqual(ws.resources, [decorated]);
    assert.deepEqual(told('quote', quote), ['Live.take A 11', 'Decorated.other 5']);
  },
  'takes a field that holds a function': () => {
    new Field();
    assert.deepEqual(told('quote', quote), ['Live.take A 11', 'Field.arrow 1 11']);
  },
  'takes the marks of a base that is not decorated itself': () => {
    new Base();
    assert.deepEqual(ws.resources, []);
    new Leaf();
    assert.deepEqual(told('quote', quote), ['Base.plain']);
  },
  'binds what is marked only by hand': () => {
    ws.bind(new Base());
    assert.deepEqual(told('quote', quote), ['Base.plain']);
  },
  'delivers by key, and to all where a handler says so': () => {
    const [a, b] = [new Keyed({ symbol: 'A' }), new Keyed({ symbol: 'B' })];
    assert.deepEqual(told('quote', { symbol: 'B', price: 2 }), []);
    assert.deepEqual([a.get('price'), b.get('price')], [undefined, 2]);
    assert.deepEqual(told('chat', {}), ['Keyed.chat', 'Keyed.chat']);
  },
  'takes protected methods and events of the connection': () => {
    new Keyed();
    ws.trigger('ws:open', { reopened: true });
    assert.deepEqual(calls, ['Keyed.open']);
  },
  'takes abstract classes': () => {
    new Concrete();
    assert.deepEqual(told('quote', quote), ['Concrete.tell']);
  },
  'leaves nothing bound if the constructor of a decorated class throws': () => {
    assert.throws(() => new Broken(), /broken/);
    assert.deepEqual(ws.resources, []);
  },
  'can be extended as Backbone does': () => {
    const Old = (Live as any).extend({ take: () => calls.push('Old.take') }, { more: 1 });
    const old = new Old({ a: 1 });
    assert.ok(old instanceof Old && old instanceof Live);
    assert.deepEqual([old.get('a'), Old.kind, Old.more], [1, 'live', 1]);
    assert.deepEqual(told('quote', quote), ['Old.take']);
    class Newer extends Old {}
    assert.ok(new Newer() instanceof Newer);
    assert.equal(ws.resources.length, 2);
  },
  'is made by collections and clone()': () => {
    const models = new Backbone.Collection([{ id: 1 }, { id: 2 }], { model: Live });
    assert.ok(models.at(0).clone() instanceof Live);
    assert.equal(ws.resources.length, 3);
  },
  'applies messages before handlers': () => {
    new Room();
    assert.deepEqual(told('chat', { id: 'x', text: '' }), ['Room.note chat 1']);
  },
  'refuses static members and accessors when the class is made': () => {
    const refused = /bad-decorator|expected a method/;
    const decorate = onMessage('quote') as any;
    assert.throws(() => decorate(class {}, 'name', {}), refused);
    assert.throws(() => decorate({}, 'name', { get() {} }), refused);
    assert.throws(() => decorate(undefined, { kind: 'getter', name: 'x', static: false, metadata: {} }), refused);
    assert.throws(() => decorate(() => {}, { kind: 'method', name: 'x', static: true, metadata: {} }), refused);
  },
};

let failures = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    check();
    console.log(`ok ${name}`);
  } catch (error) {
    failures++;
    console.log(`FAIL ${name}: ${(error as Error).message.replaceAll('\n', ' | ')}`);
  }
  ws.unbindAll();
  calls.length = 0;
}
process.exitCode = failures ? 1 : 0;
