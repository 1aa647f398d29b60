import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { onAnyMessage, onMessage, WSError } from '../../src/index.js';
import { BareView, recordedNames } from '../support/resources.js';
import { connect } from '../support/wire.js';
import { extended, operations, room, watched, wsResource } from './applied.js';

const { Collection, Model } = Backbone;

describe('apply with match', () => {
  it('changes the model that the message is for, alone', () => {
    const { ws, receive, codes } = watched();
    @wsResource(ws, { match: 'symbol', apply: { quote: 'set', halt: 'clear' } })
    class Quote extends Model {}
    const [a, b] = [new Quote({ symbol: 'A' }), new Quote({ symbol: 'B' })];
    const names = recordedNames(a);
    receive('quote', { symbol: 'B', price: 7 });
    receive('quote', { symbol: 'C', price: 7 });
    receive('quote', [{ symbol: 'A', price: 7 }]);
    receive('quote', 'A');
    expect([names, codes()]).toEqual([[], []]);
    expect(b.attributes).toEqual({ symbol: 'B', price: 7 });
    receive('halt', { symbol: 'A' });
    receive('quote', { symbol: 'A', price: 7 });
    expect([a.attributes, b.attributes]).toEqual([{}, { symbol: 'B', price: 7 }]);
  });

  it('follows the id that messages give', () => {
    const { ws, receive } = connect();
    @wsResource(ws, { match: { order: 'id' }, apply: { order: 'set' } })
    class Order extends extended(Model, { idAttribute: 'no' }) {}
    const [one, two] = [new Order({ no: 1 }), new Order({ no: 2 })];
    receive('order', { order: 1, no: 5 });
    receive('order', { order: 1, lost: true });
    receive('order', { order: 5, found: true });
    expect([one.attributes, two.attributes]).toEqual([{ order: 5, no: 5, found: true }, { no: 2 }]);
  });

  it('is refused for a collection, which has no attributes, when one is made', () => {
    const { ws } = connect();
    @wsResource(ws, { match: 'room', apply: operations })
    class Room extends Collection {}
    expect(() => new Room()).toThrow(expect.objectContaining({ code: 'bad-resource' }));
    expect(ws.resources).toEqual([]);
  });
});

describe('apply of several classes', () => {
  function rooms() {
    const connected = connect();
    @wsResource(connected.ws, { apply: operations })
    class Room extends Collection {}
    @wsResource(connected.ws, { apply: { list: 'add', more: 'add' } })
    class Growing extends Room {}
    return { ...connected, Room, Growing };
  }

  it('is inherited, by type', () => {
    const { Room, Growing, receive } = rooms();
    const [room, growing] = [new Room(), new Growing()];
    receive('list', [{ id: 1 }]);
    receive('list', [{ id: 2 }]);
    receive('more', [{ id: 3 }]);
    receive('gone', 1);
    expect([room.pluck('id'), growing.pluck('id')]).toEqual([[2], [2, 3]]);
  });

  it('is inherited by a class that is not decorated, and by extend', () => {
    const { Growing, receive } = rooms();
    class Plain extends Growing {}
    const Old = (Growing as any).extend({ old: true });
    const [plain, old] = [new Plain(), new Old()];
    receive('more', { id: 3 });
    expect([plain.pluck('id'), old.pluck('id')]).toEqual([[3], [3]]);
  });

  it('calls what the class has made of add, remove, reset and set', () => {
    const { ws, receive } = connect();
    const calls: unknown[] = [];
    const spy = (name: string) =>
      function (this: any, ...args: unknown[]) {
        calls.push(name);
        return (Collection.prototype as any)[name].apply(this, args);
      };
    @wsResource(ws, { apply: operations })
    class Room extends extended(Collection, { add: spy('add'), remove: spy('remove'), reset: spy('reset') }) {}
    const room = new Room();
    receive('new', { id: 1 });
    receive('gone', 1);
    receive('list', null);
    expect(calls).toEqual(['add', 'remove', 'reset', 'add']);
    expect(room.length).toBe(0);
  });
});

describe('apply and handlers', () => {
  it('is done before any handler of the message, the inherited ones too', () => {
    const { ws, receive } = connect();
    const seen: string[] = [];
    class Base extends Collection {
      @onMessage('new') base({ id }: { id: number }): void {
        seen.push(`base ${this.has(String(id))}`);
      }
    }
    @wsResource(ws, { apply: operations })
    class Room extends Base {
      @onMessage('new') one(): void {
        seen.push(`first ${this.length}`);
      }
      @onMessage('new') @onMessage('gone') two(): void {
        seen.push(`second ${this.length}`);
      }
      @onAnyMessage() watch(_data: unknown, type: string | undefined): void {
        seen.push(`last ${type} ${this.length}`);
      }
    }
    new Room();
    receive('new', { id: 1 });
    receive('gone', 1);
    receive('other', 1);
    expect(seen.slice(0, 4)).toEqual(['base true', 'first 1', 'second 1', 'last new 1']);
    expect(seen.slice(4)).toEqual(['second 0', 'last gone 0', 'last other 0']);
  });

  it('is done before the wsEvents of the class and the hash of bind', () => {
    const { ws, receive } = connect();
    const seen: string[] = [];
    @wsResource(ws, { apply: operations, bind: 'manual' })
    class Room extends Collection {
      wsEvents = { 'message:new': () => void seen.push(`wsEvents ${this.length}`) };
    }
    const room = new Room();
    receive('new', { id: 1 });
    expect([room.length, ws.resources]).toEqual([0, []]);
    ws.bind(room, { 'ws:message:new': () => void seen.push(`hash ${room.length}`) }).bind(room);
    receive('new', { id: 1 });
    expect(seen).toEqual(['wsEvents 1', 'hash 1']);
  });

  it('does not keep handlers from a payload that it refuses', () => {
    const { ws, receive, codes } = watched();
    const handled = vi.fn();
    @wsResource(ws, { apply: operations })
    class Room extends Collection {
      @onMessage('new') handle(data: unknown): void {
        handled(data);
      }
    }
    const room = new Room();
    receive('new', 'x');
    expect([codes(), handled.mock.calls, room.length]).toEqual([['bad-payload'], [['x']], 0]);
  });

  it('goes on with other collections when a listener throws', () => {
    const { ws, receive, errors } = watched();
    @wsResource(ws, { apply: operations })
    class Room extends Collection {}
    const [one, two] = [new Room(), new Room()];
    one.on('add', () => {
      throw new Error('of the listener');
    });
    receive('new', { id: 1 });
    expect(errors.map(({ message }) => message)).toEqual(['of the listener']);
    expect(two.pluck('id')).toEqual([1]);
  });

  it('ends with the binding', () => {
    const { ws, collection, receive, names } = room();
    ws.unbind(collection);
    receive('new', { id: 1 });
    ws.bind(collection).bind(collection);
    receive('new', { id: 2 });
    expect(names).toEqual(['add', 'update']);
    expect(collection.pluck('id')).toEqual([2]);
  });

  it.each(['', 'feed'])('takes messages of a connection with the prefix "%s"', (prefix) => {
    const { ws, receive } = connect({ prefix });
    @wsResource(ws, { apply: { 'chat:new': 'add' } })
    class Room extends Collection {}
    const room = new Room();
    receive('chat:new', { id: 1 });
    receive('chat', { id: 2 });
    expect(room.pluck('id')).toEqual([1]);
  });
});

describe('apply is refused when the class is decorated', () => {
  it.each<[string, any, any, string]>([
    [
      'a collection with an unknown operation',
      Collection,
      { a: 'push' },
      'add or merge or remove or reset, got "push"',
    ],
    [
      'a collection with one of a model',
      Collection,
      { a: 'add', b: 'set' },
      'add or merge or remove or reset, got "set"',
    ],
    ['a collection with the name of an inherited method', Collection, { a: 'toString' }, 'got "toString"'],
    ['a collection with a function', Collection, { a: () => {} }, 'got function a'],
    ['a collection with nothing', Collection, { a: undefined }, 'got undefined'],
    ['a model with an unknown operation', Model, { a: 'put' }, 'set or unset or clear, got "put"'],
    ['a model with one of a collection', Model, { a: 'merge' }, 'set or unset or clear, got "merge"'],
    ['a view with one of a collection', BareView, { a: 'add' }, 'got "add"'],
  ])('%s', (_name, Base, apply, message) => {
    const { ws } = connect();
    const decorate = (): unknown => wsResource(ws, { apply })(class extends Base {} as any);
    expect(decorate).toThrow(WSError);
    expect(decorate).toThrow(expect.objectContaining({ code: 'bad-option' }));
    const type = 'b' in apply ? 'b' : 'a';
    expect(decorate).toThrow(`apply "${type}": expected `);
    expect(decorate).toThrow(message);
  });

  it.each([['add'], [7], [['add']], [true]])('%o in the place of a hash', (apply) => {
    const { ws } = connect();
    expect(() => wsResource(ws, { apply: apply as never })).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });
});
