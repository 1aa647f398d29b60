import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { onMessage } from '../../src/index.js';
import { connect } from '../support/wire.js';
import { operations, quote, room, wsResource } from './applied.js';

const { Model } = Backbone;
const [A, B] = [Model.extend({ kind: 'a' }), Model.extend({ kind: 'b', idAttribute: '_id' })];
class ByGetter extends (Model as any) {
  get idAttribute(): string {
    return '_id';
  }
}
const ByInstance = Model.extend({
  preinitialize(this: Backbone.Model) {
    this.idAttribute = '_id';
  },
});
const mixed = {
  model: (attributes: any, options: any) => new (attributes.kind === 'a' ? A : B)(attributes, options),
  modelId: ({ kind, no }: any) => kind && `${kind}:${no}`,
};
const underscored = (id: unknown): object => ({ _id: id });

/** What makes up an id: members of the collection, attributes with that id, the id itself. */
const identities: [string, object, (id: unknown) => object, (id: unknown) => unknown][] = [
  ['the attribute id', {}, (id) => ({ id }), (id) => id],
  ['modelId', { modelId: ({ slug }: any) => slug }, (slug) => ({ slug }), (id) => id],
  [
    'modelId made of two',
    mixed,
    (no) => ({ kind: Number(no) % 2 ? 'a' : 'b', no }),
    (no) => `${no === 2 ? 'b' : 'a'}:${no}`,
  ],
  ['idAttribute of the class', { model: Model.extend({ idAttribute: '_id' }) }, underscored, (id) => id],
  ['idAttribute by a getter', { model: ByGetter }, underscored, (id) => id],
  ['idAttribute by preinitialize', { model: ByInstance }, underscored, (id) => id],
];

describe.each(identities)('models known by %s', (_name, members, key, idOf) => {
  const three = () => room(members, [1, 2, 3].map(key));

  it('are added once, with one update', () => {
    const { collection, receive, names } = three();
    const changes = vi.fn();
    collection.on('update', (_collection: unknown, options: any) => changes(options.changes.added.length));
    receive('new', key(4));
    receive('new', [{ ...key(1), x: 1 }, key(5), key(6)]);
    receive('new', [{ ...key(6), x: 1 }]);
    expect(names).toEqual(['add', 'update', 'add', 'add', 'update']);
    expect(changes.mock.calls).toEqual([[1], [2]]);
    expect(collection.toJSON()).toEqual([1, 2, 3, 4, 5, 6].map(key));
  });

  it('are merged into, the one alone, with one update for all', () => {
    const { collection, receive, names } = three();
    const [first, second, third] = collection.models;
    const changes = vi.fn();
    collection.on('update', (_collection: unknown, options: any) => changes(options.changes));
    receive('edit', { ...key(2), x: 1 });
    expect(names).toEqual(['change:x', 'change', 'update']);
    receive('edit', [
      { ...key(3), x: 2 },
      { ...key(9), x: 2 },
      { ...key(2), x: 1 },
    ]);
    expect(names.slice(3)).toEqual(['change:x', 'change', 'update']);
    receive('edit', [{ ...key(9), x: 2 }, { x: 3 }]);
    expect(names).toHaveLength(6);
    expect(collection.models).toEqual([first, second, third]);
    expect(collection.toJSON()).toEqual([key(1), { ...key(2), x: 1 }, { ...key(3), x: 2 }]);
    expect(changes.mock.calls).toEqual([
      [{ added: [], removed: [], merged: [second] }],
      [{ added: [], removed: [], merged: [third, second] }],
    ]);
  });

  it('are removed by attributes or by id, with one update', () => {
    const { collection, receive, names } = three();
    receive('gone', { ...key(2), x: 1 });
    receive('gone', [idOf(3), idOf(1), idOf(1), idOf(9), key(9), {}]);
    receive('gone', [idOf(9), {}, 'length']);
    expect(names).toEqual(['remove', 'update', 'remove', 'remove', 'update']);
    expect(collection.toJSON()).toEqual([]);
  });

  it('are replaced all at once', () => {
    const { collection, receive, names } = three();
    receive('list', [key(3), key(4)]);
    receive('list', key(5));
    receive('edit', { ...key(5), x: 1 });
    receive('list', []);
    receive('list', null);
    expect(names).toEqual(['reset', 'reset', 'change:x', 'change', 'update', 'reset', 'reset']);
    expect(collection.length).toBe(0);
  });
});

describe('a collection', () => {
  it('finds a model whether its id is a number or a string', () => {
    const { collection, receive, names } = room({}, [{ id: 1 }, { id: '2' }, { id: 0 }]);
    receive('new', [{ id: '1' }, { id: 2 }, { id: '0' }]);
    receive('edit', { id: '0', x: 1 });
    receive('gone', ['1', 2]);
    expect(names.filter((name) => name !== 'changeId').sort()).toEqual(
      ['change:x', 'change:id', 'change', 'update', 'remove', 'remove', 'update'].sort(),
    );
    expect(collection.toJSON()).toEqual([{ id: '0', x: 1 }]);
  });

  it.each<[string, unknown, object, string[]]>([
    ['a name', 'rank', { rank: 9 }, ['change:rank', 'change', 'sort', 'update']],
    ['a name that has not changed', 'rank', { x: 9 }, ['change:x', 'change', 'update']],
    [
      'a function',
      (model: Backbone.Model) => model.get('rank'),
      { rank: 9 },
      ['change:rank', 'change', 'sort', 'update'],
    ],
    [
      'a function of two',
      (a: any, b: any) => a.get('rank') - b.get('rank'),
      { rank: 9 },
      ['change:rank', 'change', 'sort', 'update'],
    ],
    ['a function, though nothing has changed', (model: Backbone.Model) => model.get('rank'), { rank: 1 }, ['update']],
  ])('keeps its order by %s', (_name, comparator, change, events) => {
    const { collection, receive, names } = room({ comparator }, [
      { id: 'b', rank: 2 },
      { id: 'a', rank: 1 },
    ]);
    receive('edit', { id: 'a', ...change });
    expect(names).toEqual(events);
    expect(collection.pluck('id')).toEqual(collection.get('a')!.get('rank') === 9 ? ['b', 'a'] : ['a', 'b']);
    receive('new', { id: 'c', rank: 0 });
    expect(names.slice(events.length)).toEqual(['add', 'sort', 'update']);
    expect(collection.at(0).id).toBe('c');
  });

  it('makes no model to look one up', () => {
    const { ws, receive } = connect();
    let made = 0;
    @wsResource(ws)
    class Live extends Model {
      override initialize(): void {
        made++;
      }
      @onMessage('never') never(): void {}
    }
    @wsResource(ws, { apply: operations })
    class Lives extends Backbone.Collection {}
    const lives = new Lives([{ id: 1 }, { id: 2 }], { model: Live });
    receive('new', [{ id: 1 }, { id: 2 }]);
    receive('edit', [
      { id: 1, x: 1 },
      { id: 9, x: 1 },
    ]);
    receive('gone', [{ id: 8 }, 9]);
    expect([made, ws.resources.length, lives.length]).toEqual([2, 3, 2]);
    receive('new', [{ id: 2 }, { id: 3 }]);
    expect([made, ws.resources.length, lives.length]).toEqual([3, 4, 3]);
  });
});

describe('a model', () => {
  it('takes attributes, gives some up, is cleared: one change each', () => {
    const { model, receive, names } = quote({ id: 1 });
    receive('quote', { price: 7, size: 2, venue: 'X', at: null });
    expect(names.splice(0)).toEqual(['change:price', 'change:size', 'change:venue', 'change:at', 'change']);
    receive('quote', { price: 7 });
    expect(names).toEqual([]);
    receive('drop', 'price');
    receive('drop', ['size', 'other']);
    receive('drop', { venue: 'whatever' });
    expect(names.splice(0)).toEqual(['change:price', 'change', 'change:size', 'change', 'change:venue', 'change']);
    expect(model.attributes).toEqual({ id: 1, at: null });
    receive('halt', { any: 'thing' });
    expect(names.filter((name) => name !== 'changeId')).toEqual(['change:id', 'change:at', 'change']);
    expect([model.attributes, model.id]).toEqual([{}, undefined]);
  });
});
