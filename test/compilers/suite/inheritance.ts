import assert from 'node:assert/strict';
import Backbone from 'backbone';
import { routesOf } from 'backbone.ws';
import { calls, onMessage, type Quote, quote, told, ws, wsResource } from './connection.js';
import type { Checks } from './report.js';

@wsResource(() => ws)
export class Live<T = Quote> extends Backbone.Model {
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
  @onMessage('reset') reset(): void {
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

class Moved extends Live {
  @onMessage('chat') override take(): void {
    calls.push('Moved.take');
  }
}

class BelowMoved extends Moved {
  override take(): void {
    calls.push('BelowMoved.take');
  }
}

@wsResource(ws)
class Decorated extends Live {
  late = 5;
  @onMessage('quote') other(): void {
    calls.push(`Decorated.other ${this.late}`);
  }
}

class Marks extends Backbone.Model {
  @onMessage('quote') plain(): void {
    calls.push('Marks.plain');
  }
}

@wsResource(ws)
class Leaf extends Marks {}

@wsResource(ws)
class Silent extends Backbone.Model {}

class Speaking extends Silent {
  @onMessage('quote') speak(): void {
    calls.push('Speaking.speak');
  }
}

@wsResource(ws)
abstract class Abstract<T> extends Backbone.Model {
  abstract name(): T;
  @onMessage('quote') tell(): void {
    calls.push(`${this.name()}.tell`);
  }
}

class Concrete extends Abstract<string> {
  name(): string {
    return 'Concrete';
  }
}

const countsOf = (...classes: object[]): number[] => classes.map((Class) => routesOf(Class).length);

export const checks: Checks = {
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
    assert.deepEqual(told('chat', {}), ['Moved.take']);
  },
  'lets an override of what has moved stay there': () => {
    new BelowMoved();
    assert.deepEqual([told('quote', quote), told('chat', {})], [[], ['BelowMoved.take']]);
  },
  'keeps siblings and the base apart': () => {
    assert.deepEqual(countsOf(Live, Undecorated, Marked, Moved, Decorated), [2, 2, 3, 2, 3]);
    new Live();
    assert.deepEqual(told('quote', quote), ['Live.take A 11']);
  },
  'binds once by the outermost decorated class, after its fields': () => {
    const decorated = new Decorated();
    assert.deepEqual(ws.resources, [decorated]);
    assert.deepEqual(told('quote', quote), ['Live.take A 11', 'Decorated.other 5']);
  },
  'takes the marks of a base that is not decorated itself': () => {
    new Marks();
    assert.deepEqual(ws.resources, []);
    new Leaf();
    assert.deepEqual(told('quote', quote), ['Marks.plain']);
  },
  'takes the marks of a leaf that is not decorated itself': () => {
    new Silent();
    new Speaking();
    assert.deepEqual(told('quote', quote), ['Speaking.speak']);
  },
  'takes abstract and generic classes': () => {
    new Concrete();
    assert.deepEqual(told('quote', quote), ['Concrete.tell']);
    new Live<'tag'>();
    assert.deepEqual(told('quote', quote), ['Concrete.tell', 'Live.take A 11']);
  },
};
