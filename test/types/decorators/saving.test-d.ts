import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import {
  wsResource as bareResource,
  type ResourceOptions,
  type SyncMode,
  type SyncPromise,
  withWS,
} from '../../../src/index.js';
import { ws, wsResource } from './feed.js';

const { Collection, Model } = Backbone;

describe('the option sync of a class', () => {
  it('has the forms that it has for a connection', () => {
    @wsResource(ws, { sync: true })
    class Sent extends Model {}
    @wsResource(ws, { sync: false })
    class Never extends Model {}
    @wsResource(ws, { sync: 'request' })
    class Asked extends Collection<Sent> {}
    @wsResource(ws, { sync: {} })
    class Called extends Model {}
    @wsResource(ws, { sync: { create: 'note.create', delete: 'note.delete' } })
    class Mapped extends Model {}
    @wsResource(ws, {
      sync(method, model) {
        expectTypeOf(method).toEqualTypeOf<'create' | 'read' | 'update' | 'patch' | 'delete'>();
        return method === 'read' ? null : { type: method, data: model.toJSON() };
      },
    })
    class Chosen extends Model {}
    expectTypeOf<ResourceOptions['sync']>().toEqualTypeOf<SyncMode | undefined>();
    expectTypeOf([new Sent(), new Never(), new Called(), new Mapped(), new Chosen()]).toExtend<Backbone.Model[]>();
    expectTypeOf(new Asked().at(0)).toEqualTypeOf<Sent>();
  });

  it('stands beside the others', () => {
    @wsResource(ws, { match: 'symbol', apply: { quote: 'set' }, bind: 'manual', sync: { update: 'note.update' } })
    class Quoted extends Model {}
    @bareResource(() => ws, { apply: { chat: 'add' }, sync: 'request' })
    class Chats extends Collection {}
    class Live extends withWS(Model, ws, { sync: { update: 'note.update' }, apply: { quote: 'set' } }) {}
    expectTypeOf([new Quoted(), new Live()]).toExtend<Backbone.Model[]>();
    expectTypeOf(new Chats()).toExtend<Backbone.Collection>();
  });

  it('has no others', () => {
    // @ts-expect-error it is called request
    @wsResource(ws, { sync: 'requests' })
    class Text extends Model {}
    // @ts-expect-error the method is called create
    @wsResource(ws, { sync: { creat: 'note.create' } })
    class Method extends Model {}
    // @ts-expect-error a type is a text
    @wsResource(ws, { sync: { create: 7 } })
    class Type extends Model {}
    // @ts-expect-error the type stands in an object
    @wsResource(ws, { sync: () => 'note.create' })
    class Bare extends Model {}
    // @ts-expect-error a promise gives it too late
    @wsResource(ws, { sync: async () => ({ type: 'note.create' }) })
    class Later extends Model {}
    // @ts-expect-error the option is called sync
    @wsResource(ws, { snyc: 'request' })
    class Name extends Model {}
    const all = [new Text(), new Method(), new Type(), new Bare(), new Later(), new Name()];
    expectTypeOf(all).toExtend<Backbone.Model[]>();
  });

  it('has no others for the bare decorator and for withWS', () => {
    // @ts-expect-error it is called request
    @bareResource(ws, { sync: 'requests' })
    class Text extends Model {}
    // @ts-expect-error the method is called create
    @bareResource(() => ws, { sync: { creat: 'note.create' } })
    class Method extends Model {}
    // @ts-expect-error it is called request
    withWS(Model, ws, { sync: 'requests' });
    // @ts-expect-error the method is called create
    withWS(Model, ws, { sync: { creat: 'note.create' } });
    // @ts-expect-error the option is called sync
    withWS(Model, ws, { snyc: 'request' });
    expectTypeOf([new Text(), new Method()]).toExtend<Backbone.Model[]>();
  });
});

describe('sync of a connection', () => {
  it('is what Backbone.sync is called with', () => {
    const model = new Model();
    expectTypeOf(ws.sync('create', model)).toBeUnknown();
    ws.sync('read', model, { sync: 'request', timeoutMs: 5, coalesce: true });
    // @ts-expect-error the model is missing
    ws.sync('create');
    // @ts-expect-error a method is a text
    ws.sync(7, model);
  });

  it('by request gives a promise that can be aborted', async () => {
    const saved = {} as SyncPromise<{ id: number }>;
    expectTypeOf(await saved).toEqualTypeOf<{ id: number }>();
    expectTypeOf(saved.abort('changed again')).toBeVoid();
    expectTypeOf(saved).toExtend<Promise<{ id: number }>>();
    // @ts-expect-error a promise of another kind cannot be aborted
    const other: SyncPromise = Promise.resolve();
    expectTypeOf(await other).toBeAny();
  });
});
