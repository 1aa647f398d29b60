import Backbone from 'backbone';
import { describe, expect, it } from 'vitest';
import { onMessage, onOpen, routesOf, wsResource } from '../../../src/index.js';
import { connect, connecting } from '../../support/wire.js';
import { errorOf, errorsOf } from '../support.js';

const { Model } = Backbone;

describe('a #private member', () => {
  it('that is a method is called with the instance, payload and meta', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      #count = 0;
      // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
      @onMessage('quote') #tick(data: unknown, { type }: { type: string }): void {
        this.#count++;
        told.push([this, this.#count, data, type]);
      }
    }
    const quote = new Quote();
    receive('quote', 7);
    receive('quote', 8);
    expect(told).toEqual([
      [quote, 1, 7, 'quote'],
      [quote, 2, 8, 'quote'],
    ]);
  });

  it('that is a field with a function is looked up when the message comes', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
      @onMessage('quote') #tick = (): void => void told.push('first');
      change(): void {
        this.#tick = () => void told.push('second');
      }
    }
    const quote = new Quote();
    receive('quote');
    quote.change();
    receive('quote');
    expect(told).toEqual(['first', 'second']);
  });

  it('adds up several decorators, and takes events of the connection', () => {
    const { ws, receive, socket } = connecting();
    const told: unknown[] = [];
    @wsResource(ws)
    class Quote extends Model {
      // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
      @onOpen() @onMessage('quote') @onMessage('trade') #tick(data: unknown): void {
        told.push(data);
      }
    }
    new Quote();
    socket.server.accept();
    receive('quote', 1);
    receive('trade', 2);
    expect(told).toEqual([{ reopened: false }, 1, 2]);
  });

  it('is not replaced by one of the same name in a subclass, nor by a public one', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class Base extends Model {
      // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
      @onMessage('quote') #tick(): void {
        told.push('Base.#tick');
      }
    }
    class Leaf extends Base {
      // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
      @onMessage('quote') #tick(): void {
        told.push('Leaf.#tick');
      }
      @onMessage('quote') '#tick'(): void {
        told.push("Leaf['#tick']");
      }
      @onMessage('quote') tick(): void {
        told.push('Leaf.tick');
      }
    }
    new Leaf();
    receive('quote');
    expect(told.splice(0)).toEqual(['Base.#tick', 'Leaf.#tick', "Leaf['#tick']", 'Leaf.tick']);
    ws.unbindAll();
    new Base();
    receive('quote');
    expect(told).toEqual(['Base.#tick']);
  });

  it('and a public one of the same name in one class each keep their types, in either order', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws)
    class PublicFirst extends Model {
      @onMessage('quote') '#tick'(): void {
        told.push('public');
      }
      // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
      @onMessage('trade') #tick(): void {
        told.push('private');
      }
    }
    @wsResource(ws)
    class PrivateFirst extends Model {
      // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
      @onMessage('trade') #tick(): void {
        told.push('private');
      }
      @onMessage('quote') '#tick'(): void {
        told.push('public');
      }
    }
    for (const Class of [PublicFirst, PrivateFirst]) {
      ws.unbindAll();
      new Class();
      receive('quote');
      receive('trade');
      expect(told.splice(0)).toEqual(['public', 'private']);
    }
  });

  it('obeys match, of its own and of the class', () => {
    const { ws, receive } = connect();
    const told: unknown[] = [];
    @wsResource(ws, { match: 'symbol' })
    class Quote extends Model {
      // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
      @onMessage('quote') #tick(): void {
        told.push('tick');
      }
      // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
      @onMessage('quote', { match: false }) #all(): void {
        told.push('all');
      }
    }
    new Quote({ symbol: 'A' });
    receive('quote', { symbol: 'B' });
    receive('quote', { symbol: 'A' });
    expect(told).toEqual(['all', 'tick', 'all']);
  });

  it('runs once, and is bound once, in a subclass and when bound by hand again', () => {
    const { ws, receive } = connect();
    let count = 0;
    @wsResource(ws)
    class Base extends Model {
      // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
      @onMessage('quote') #tick(): void {
        count++;
      }
    }
    @wsResource(ws)
    class Leaf extends Base {}
    ws.bind(new Leaf());
    receive('quote');
    expect([count, routesOf(Leaf)]).toEqual([1, [expect.objectContaining({ handler: '#tick' })]]);
  });

  it('that throws is told of as its own error', () => {
    const { ws, receive } = connect();
    const errors = errorsOf(ws);
    const broken = new TypeError('a broken handler');
    @wsResource(ws)
    class Quote extends Model {
      // biome-ignore lint/correctness/noUnusedPrivateClassMembers: its decorator uses it
      @onMessage('quote') #tick(): void {
        throw broken;
      }
    }
    new Quote();
    receive('quote');
    expect(errors).toEqual([broken]);
  });

  it('is refused if it is static or has an accessor', () => {
    const decorate: any = onOpen();
    const isStatic = errorOf(() => {
      class Quote extends Model {
        // biome-ignore lint/correctness/noUnusedPrivateClassMembers: it is refused
        @decorate static #tick(): void {}
      }
      return Quote;
    });
    expect(isStatic.message).toContain('got the static method #tick.');
    const isGetter = errorOf(() => {
      class Quote extends Model {
        // biome-ignore lint/correctness/noUnusedPrivateClassMembers: it is refused
        @decorate get #tick() {
          return () => {};
        }
      }
      return Quote;
    });
    expect(isGetter.message).toContain('got the getter #tick.');
  });
});

describe('an accessor field', () => {
  it('is refused, because a decorated one has no function of its own', () => {
    const decorate: any = onOpen();
    const error = errorOf(() => {
      class Quote extends Model {
        @decorate accessor tick = () => {};
      }
      return Quote;
    });
    expect([error.code, error.message]).toEqual(['bad-decorator', expect.stringContaining('got the accessor tick.')]);
  });
});
