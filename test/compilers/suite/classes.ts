import assert from 'node:assert/strict';
import Backbone from 'backbone';
import { calls, onMessage, quote, told, ws, wsResource } from './connection.js';
import { Live } from './inheritance.js';
import type { Checks } from './report.js';

@wsResource(ws)
class Broken extends Live {
  constructor() {
    super();
    throw new Error('broken');
  }
}

class BrokenBelow extends Live {
  constructor() {
    super();
    throw new Error('broken below');
  }
}

@wsResource(ws)
class Own extends Backbone.Model {
  static made = 0;
  static {
    Own.made = 100;
  }
  static get last(): string {
    // biome-ignore lint/complexity/noThisInStatic: it is what is checked; the name is another check
    return `last ${this.made}`;
  }
  static byThis(): Own {
    return new this('by this', 1);
  }
  static byName(): Own {
    return new Own('by name', 1);
  }
  #secret = 's';
  constructor(
    readonly title: string,
    protected size: number,
  ) {
    super({ title });
  }
  byConstructor(): Own {
    return new (this.constructor as typeof Own)('by constructor', 2);
  }
  inner(): unknown {
    return Own;
  }
  @onMessage('quote') tell(): void {
    calls.push(`Own.tell ${this.title} ${this.size} ${this.#secret}`);
  }
}

@wsResource(ws)
class Counted extends Backbone.Model {
  static made = 0;
  static read(): number {
    return Counted.made;
  }
  constructor() {
    super();
    Counted.made++;
  }
  @onMessage('quote') count(): void {
    Counted.made++;
  }
}

@wsResource(ws)
export default class extends Backbone.View {
  @onMessage('reset') reset(): void {
    calls.push('View.reset');
  }
  override _ensureElement(): void {}
}

export const checks: Checks = {
  'binds after construction, not while Backbone initializes': () => {
    const live = new Live();
    assert.deepEqual(calls, ['initialize, bound false']);
    assert.deepEqual(ws.resources, [live]);
    assert.deepEqual(told('quote', quote), ['Live.take A 11']);
  },
  'keeps name, length, statics, instanceof and constructor': () => {
    assert.deepEqual([Live.name, Live.kind], ['Live', 'live']);
    assert.deepEqual([Own.name, Own.length], ['Own', 2]);
    const live: Live<'tag'> = Live.make<'tag'>({ a: 1 });
    assert.ok(live instanceof Live && live instanceof Backbone.Model);
    assert.equal(live.constructor, Live);
    assert.equal(live.get('a'), 1);
  },
  'keeps static fields, blocks and accessors, parameter properties and #private fields': () => {
    new Own('title', 3);
    assert.equal(Own.last, 'last 100');
    assert.deepEqual(told('quote', quote), ['Own.tell title 3 s']);
  },
  'is itself as `this` of its static methods, and as `this.constructor`': () => {
    const own = Own.byThis();
    const another = own.byConstructor();
    assert.deepEqual(ws.resources, [own, another]);
    assert.deepEqual(told('quote', quote), ['Own.tell by this 1 s', 'Own.tell by constructor 2 s']);
  },
  'is itself by its name in its own methods': () => {
    const own = Own.byName();
    assert.deepEqual(ws.resources, [own]);
    assert.equal(own.inner(), Own);
  },
  'reads and writes its static fields by its name': () => {
    new Counted();
    told('quote', quote);
    assert.deepEqual([Counted.made, Counted.read()], [2, 2]);
  },
  'leaves nothing bound if the constructor of a decorated class throws': () => {
    assert.throws(() => new Broken(), /broken/);
    assert.deepEqual(ws.resources, []);
  },
  'leaves to unbindAll what a constructor below has thrown out of': () => {
    const live = new Live();
    assert.throws(() => new BrokenBelow(), /broken below/);
    assert.equal(ws.resources.length, 2);
    ws.unbindAll(BrokenBelow);
    assert.deepEqual(ws.resources, [live]);
  },
  'can be extended as Backbone does, and that by a class again': () => {
    const Old = (Live as any).extend({ take: () => calls.push('Old.take') }, { more: 1 });
    const old = new Old({ a: 1 });
    assert.ok(old instanceof Old && old instanceof Live);
    assert.deepEqual([old.get('a'), Old.kind, Old.more], [1, 'live', 1]);
    assert.deepEqual(told('quote', quote), ['Old.take']);
    class Newer extends Old {
      @onMessage('chat') chat(): void {
        calls.push('Newer.chat');
      }
    }
    assert.ok(new Newer() instanceof Newer);
    assert.equal(ws.resources.length, 2);
    assert.deepEqual(told('chat', {}), ['Newer.chat']);
  },
  'is made by collections and clone()': () => {
    const models = new Backbone.Collection([{ id: 1 }, { id: 2 }], { model: Live });
    const clone = models.at(0).clone();
    assert.ok(clone instanceof Live);
    assert.deepEqual(ws.resources, [...models.models, clone]);
    assert.deepEqual(told('quote', quote), ['Live.take A 11', 'Live.take A 11', 'Live.take A 11']);
  },
  'may be a class without a name, exported as default': async () => {
    const { default: Panel } = await import('./classes.js');
    const panel = new Panel();
    assert.deepEqual(ws.resources, [panel]);
    assert.deepEqual(told('reset', null), ['View.reset']);
    panel.stopListening();
    assert.deepEqual(ws.resources, []);
  },
};
