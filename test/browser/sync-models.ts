import { make, makeOf, one } from './sync-matrix.js';
import type { Scenario } from './sync-stage.js';

const parse = (resp: object) => ({ ...resp, parsed: true });
const isNamed = ({ name }: { name?: string }) => (name ? undefined : 'no name');
const isOld = ({ rev = 0 }) => (rev > 1 ? 'too new' : undefined);

/** What models promise besides. */
export const ofModels: Scenario[] = [
  {
    name: 'save without options',
    shows: 'model: sync(model,',
    act: (stage) => make(stage).save({ name: 'b' }),
  },
  {
    name: 'save of a key and a value',
    shows: 'model: change:name',
    act: (stage) => make(stage).save('name', 'b', stage.options()),
  },
  {
    name: 'parse',
    shows: '"parsed":true',
    act: (stage) => makeOf(stage, { parse }).save({ name: 'b' }, stage.options()),
  },
  {
    name: 'parse: false',
    shows: '"name":"one","rev":2}',
    act: (stage) => makeOf(stage, { parse }).save(null, stage.options({ parse: false })),
  },
  {
    name: 'validate refuses before it is sent',
    shows: 'returned false',
    act: (stage) => makeOf(stage, { validate: isNamed }).save({ name: '' }, stage.options()),
  },
  {
    name: 'validate refuses before it is sent, wait',
    shows: 'returned false',
    act: (stage) => makeOf(stage, { validate: isNamed }).save({ name: '' }, stage.options({ wait: true })),
  },
  {
    name: 'validate refuses what the server answers',
    shows: 'model: invalid(model, "too new"',
    act: (stage) => makeOf(stage, { validate: isOld }).save({ name: 'b' }, stage.options()),
  },
  {
    name: 'validate: false',
    shows: 'success(',
    act: (stage) => makeOf(stage, { validate: isNamed }).save({ name: '' }, stage.options({ validate: false })),
  },
  {
    name: 'destroy of a new model',
    shows: 'returned false',
    act: (stage) => make(stage, { name: 'a' }).destroy(stage.options()),
    // Backbone asks nobody, and defers the callback.
    isOver: (trace) => trace.some((line) => line.startsWith('success(')),
  },
  {
    name: 'isNew says otherwise',
    shows: 'the server saw create 1',
    act: (stage) => makeOf(stage, { isNew: () => true }).save(null, stage.options()),
  },
  {
    name: 'an id that waits for the answer',
    shows: 'the server saw update 2',
    act: (stage) => make(stage, { name: 'a' }).save({ id: 2 }, stage.options({ wait: true })),
  },
  {
    name: 'a model that the server does not have',
    shows: 'refusal {"message":"missing"}',
    act: (stage) => make(stage, { id: 99 }).fetch(stage.options()),
  },
  {
    name: 'silent',
    shows: 'model: sync(',
    act: (stage) => make(stage).save({ name: 'b' }, stage.options({ silent: true })),
  },
  {
    name: 'toJSON',
    shows: 'the server saw update 1 {"made":1}',
    act: (stage) => makeOf(stage, { toJSON: () => ({ id: 1, made: 1 }) }).save(null, stage.options()),
  },
  {
    name: 'attrs',
    shows: 'the server saw update 1 {"name":"c"}',
    act: (stage) => make(stage).save({ name: 'b' }, stage.options({ attrs: { name: 'c' } })),
  },
  {
    name: 'attrs of a patch, wait',
    shows: 'the server saw patch 1 {"name":"c"}',
    act: (stage) => make(stage).save({ a: 1 }, stage.options({ attrs: { name: 'c' }, patch: true, wait: true })),
  },
  {
    name: 'data of a read',
    shows: 'the server saw read 1 {"page":"2"}',
    act: (stage) => make(stage).fetch(stage.options({ data: { page: '2' } })),
  },
  ...['create', 'update', 'patch', 'delete', 'read'].map(
    (method): Scenario => ({
      name: `nothing in the answer: ${method}`,
      behaviour: 'empty',
      shows: 'complete(xhr, nocontent)',
      act(stage) {
        const model = make(stage, method === 'create' ? { name: 'a' } : one);
        if (method === 'delete') return model.destroy(stage.options());
        if (method === 'read') return model.fetch(stage.options());
        return model.save({ name: 'b' }, stage.options({ patch: method === 'patch' }));
      },
    }),
  ),
];
