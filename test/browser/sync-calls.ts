import { make, makeList } from './sync-matrix.js';
import type { Scenario } from './sync-stage.js';

const isNamed = ({ name }: { name?: string }) => (name ? undefined : 'no name');

/** What callbacks, `abort()` and options promise. */
export const ofCalls: Scenario[] = [
  {
    name: 'beforeSend returns false',
    shows: 'rejected with no answer',
    act: (stage) => make(stage).save({ name: 'b' }, stage.options({ beforeSend: () => false })),
  },
  {
    name: 'beforeSend aborts',
    shows: 'rejected with no answer',
    act: (stage) => make(stage).save({ name: 'b' }, stage.options({ beforeSend: (xhr: any) => void xhr.abort() })),
  },
  {
    name: 'beforeSend returns something else',
    shows: 'success(',
    act: (stage) => make(stage).save({ name: 'b' }, stage.options({ beforeSend: () => stage.note('beforeSend') })),
  },
  {
    name: 'abort in the request event, and again',
    behaviour: 'hang',
    isEarly: true,
    shows: 'options with abort',
    act(stage) {
      const model = make(stage);
      model.on('request', (_: unknown, xhr: any) => {
        xhr.abort();
        xhr.abort();
      });
      model.save({ name: 'b' }, stage.options({ wait: true }));
    },
  },
  {
    name: 'abort when it has ended',
    shows: 'complete(xhr, success)',
    act: (stage) => make(stage).save({ name: 'b' }, stage.options({ success: () => stage.xhr.abort() })),
  },
  {
    name: 'abort and ask again',
    behaviour: 'hang',
    isEarly: true,
    shows: 'options with abort',
    act: (stage) => make(stage).fetch(stage.options()),
    later(stage) {
      const { xhr } = stage;
      xhr.abort();
      make(stage).fetch(stage.options());
      stage.xhr.abort();
    },
  },
  {
    name: 'a time limit',
    behaviour: 'hang',
    shows: 'options with timeout',
    act: (stage) => make(stage).fetch(stage.options({ timeout: 50, timeoutMs: 50 })),
  },
  {
    name: 'a context',
    shows: 'called on the context',
    act(stage) {
      const context = { name: 'the context' };
      const tell = function (this: any) {
        stage.note(`called on ${this.name}`);
      };
      const options = { context, beforeSend: tell, success: tell, complete: tell };
      return make(stage).save(null, stage.options(options));
    },
  },
  {
    name: 'sync called by hand',
    shows: 'success({"name":"one","rev":2,"id":1}, "success", xhr)',
    act(stage) {
      const model = make(stage);
      return model.sync('update', model, stage.options());
    },
  },
  {
    name: 'sync called by hand, refused',
    behaviour: 'refuse',
    shows: 'textStatus error',
    act(stage) {
      const model = make(stage);
      const error = (_: unknown, textStatus: string) => stage.note(`textStatus ${textStatus}`);
      return model.sync('update', model, stage.options({ error }));
    },
  },
  {
    name: 'a save in the success callback of another',
    shows: 'the server saw update 1 {"name":"c","rev":2}',
    act: (stage) =>
      make(stage).save(
        { name: 'b' },
        stage.options({ success: (model: any) => model.save({ name: 'c' }, stage.options()) }),
      ),
  },
  {
    name: '{ xhr: true }',
    overSocket: { xhr: true },
    shows: 'success(',
    act: (stage) => make(stage).save({ name: 'b' }, stage.options()),
  },
  {
    name: 'a method that the map leaves to XHR',
    overSocket: { sync: { create: 'create' } },
    shows: 'success(',
    act: (stage) => make(stage).fetch(stage.options()),
  },
];

/** What collections promise besides. */
export const ofCollections: Scenario[] = [
  {
    name: 'parse of a collection',
    shows: 'list is [{"id":3',
    act: (stage) => {
      const Collection = stage.Collection.extend({ parse: (items: object[]) => [...items].reverse() });
      return makeList({ ...stage, Collection }).fetch(stage.options({ reset: true }));
    },
  },
  {
    name: 'data of a collection’s read',
    shows: 'the server saw read all {"page":"2"}',
    act: (stage) => makeList(stage).fetch(stage.options({ data: { page: '2' } })),
  },
  {
    name: 'create of what validate refuses',
    shows: 'returned false',
    act: (stage) => {
      const Collection = stage.Collection.extend({ model: stage.Model.extend({ validate: isNamed }) });
      return makeList({ ...stage, Collection }).create({ name: '' }, stage.options({ validate: true }));
    },
  },
  {
    name: 'create at a place, wait',
    shows: 'list is [{"name":"a"',
    act: (stage) => makeList(stage).create({ name: 'a' }, stage.options({ at: 0, wait: true })),
  },
  {
    name: 'create of a model',
    shows: 'returned model',
    act: (stage) => makeList(stage).create(make(stage, { name: 'a' }), stage.options()),
  },
  {
    name: 'nothing in the answer to create, wait',
    behaviour: 'empty',
    shows: 'complete(xhr, nocontent)',
    act: (stage) => makeList(stage).create({ name: 'a' }, stage.options({ wait: true })),
  },
];
