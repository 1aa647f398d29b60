import Backbone from 'backbone';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordedNames } from '../support/resources.js';
import { extended, operations, watched, wsResource } from './applied.js';

interface Item {
  readonly no: number;
  readonly rank: number;
  readonly x?: number;
}
type Attributes = { [name: string]: unknown };

const { Collection, Model } = Backbone;
const item = fc.record<Item>({ no: fc.nat(6), rank: fc.nat(3), x: fc.nat(1) }, { requiredKeys: ['no', 'rank'] });
const change = fc.record({ no: fc.nat(6), rank: fc.nat(3), x: fc.nat(1) }, { requiredKeys: ['no'] });
const several = { maxLength: 5, size: 'max' } as const;
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('new' as const), items: fc.array(item, several) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('edit' as const),
      items: fc.uniqueArray(change, { ...several, selector: ({ no }) => no }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('gone' as const), items: fc.array(change, several) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('list' as const), items: fc.array(item, several) }) },
);
const strange = fc.constantFrom<unknown[]>(['x'], [7], [null], [true], [[{ id: 1 }]]);
/** How a message says it: one item without an array, bare ids where they will do, something strange beside the items. */
const form = fc.record({
  isAlone: fc.boolean(),
  byId: fc.boolean(),
  odd: fc.oneof({ weight: 6, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: strange }),
});

/** How models get their ids: members of the collection, attributes of an item, the id itself. */
const identities: { [name: string]: [object, (no: number) => Attributes, (no: number) => unknown] } = {
  id: [{}, (no) => ({ id: no % 2 ? no : `${no}` }), (no) => (no % 2 ? `${no}` : no)],
  modelId: [{ modelId: ({ kind, no }: any) => `${kind}/${no}` }, (no) => ({ kind: 'k', no }), (no) => `k/${no}`],
  idAttribute: [{ model: extended(Model, { idAttribute: '_id' }) }, (_id) => ({ _id }), (no) => no],
};

const comparators: { [name: string]: unknown } = {
  none: undefined,
  name: 'rank',
  function: (a: Backbone.Model, b: Backbone.Model) => a.get('rank') - b.get('rank'),
};

/** What a collection does, told with a Map: it answers a message with the names of the events to come. */
function createReference(order: string) {
  let models = new Map<number, Attributes>();
  const sort = (): string[] => {
    if (order === 'none') return [];
    models = new Map([...models].sort(([, a], [, b]) => Number(a.rank) - Number(b.rank)));
    return ['sort'];
  };
  const add = ([no, attributes]: [number, Attributes]): string[] => {
    if (models.has(no)) return [];
    models.set(no, attributes);
    return ['add'];
  };
  return {
    all: () => [...models.values()],
    get: (no: number) => models.get(no),
    take(type: string, items: [number, Attributes][]): string[] {
      if (type === 'list') {
        models.clear();
        if (items.flatMap(add)[0]) sort();
        return ['reset'];
      }
      if (type === 'new') {
        const added = items.flatMap(add);
        return added[0] ? [...added, ...sort(), 'update'] : [];
      }
      const known = items.filter(([no]) => models.has(no));
      if (!known[0]) return [];
      if (type === 'gone') return [...known.flatMap(([no]) => (models.delete(no) ? ['remove'] : [])), 'update'];
      const changes = known.flatMap(([no, given]) => {
        const model = models.get(no)!;
        const names = Object.keys(given).filter((name) => given[name] !== model[name]);
        Object.assign(model, given);
        return names.length ? [...names.map((name) => `change:${name}`), 'change'] : [];
      });
      const isMoved = changes.includes(order === 'name' ? 'change:rank' : 'change');
      return [...changes, ...(isMoved ? sort() : []), 'update'];
    },
  };
}

it('a collection that messages change is what a Map would be, and tells it in the same events', () => {
  const kinds = fc.constantFrom(...Object.keys(identities));
  const orders = fc.constantFrom(...Object.keys(comparators));
  const steps = fc.array(fc.tuple(step, form), { maxLength: 25, size: 'max' });
  let events = 0;
  const { ws, receive, errors } = watched();
  fc.assert(
    fc.property(kinds, orders, steps, (kind, order, steps) => {
      ws.unbindAll();
      const [members, key, idOf] = identities[kind]!;
      @wsResource(ws, { apply: operations })
      class Room extends extended(Collection, { ...members, comparator: comparators[order] }) {}
      const room = new Room();
      const names = recordedNames(room);
      const reference = createReference(order);
      for (const [{ type, items }, { isAlone, byId, odd }] of steps) {
        const given = items.map(({ no, ...rest }): [number, Attributes] => [no, { ...key(no), ...rest }]);
        if (isAlone) given.splice(1);
        const isRemove = type === 'gone';
        const payload: unknown[] = given.map(([no, attributes]) => (isRemove && byId ? idOf(no) : attributes));
        const isOdd = !isRemove && odd.length > 0;
        if (isOdd) payload.push(...odd);
        const expected = isOdd ? [] : reference.take(type, given);
        receive(type, isAlone && !isOdd && payload[0] ? payload[0] : payload);
        events += expected.length;
        expect(names.splice(0)).toEqual(expected);
        expect(errors.splice(0).map(({ code }) => code)).toEqual(isOdd ? ['bad-payload'] : []);
        expect(room.toJSON()).toEqual(reference.all());
        for (const [no] of given) expect(room.get(idOf(no) as string)?.attributes).toEqual(reference.get(no));
      }
    }),
    { numRuns: 200 },
  );
  expect(events).toBeGreaterThan(500);
});
