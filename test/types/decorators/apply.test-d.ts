import Backbone from 'backbone';
import { describe, expectTypeOf, it } from 'vitest';
import { wsResource as bareResource, withWS } from '../../../src/index.js';
import { untyped, ws, wsResource } from './feed.js';

const { Collection, Model, View } = Backbone;

describe('apply', () => {
  it('adds to, merges into, removes from and resets a collection', () => {
    @wsResource(ws, { apply: { chat: 'add', quote: 'merge', halted: 'remove', list: 'reset' } })
    class Chats extends Collection<Backbone.Model> {}
    @wsResource(ws, { apply: { list: 'reset' } })
    class Table<T extends Backbone.Model> extends Collection<T> {}
    expectTypeOf(new Chats().at(0)).toEqualTypeOf<Backbone.Model>();
    expectTypeOf(new Table<Backbone.Model<{ a: 1 }>>().at(0)).toEqualTypeOf<Backbone.Model<{ a: 1 }>>();
  });

  it('sets, unsets and clears a model', () => {
    @wsResource(ws, { apply: { quote: 'set', chat: 'unset', halted: 'clear' } })
    class Quote extends Model {}
    @wsResource(ws, { apply: { quote: 'set' } })
    abstract class Base<T extends object> extends Model<T> {}
    class Leaf extends Base<{ a: number }> {}
    expectTypeOf(new Leaf().get('a')).toEqualTypeOf<number | undefined>();
    expectTypeOf(new Quote()).toExtend<Backbone.Model>();
  });

  it('of nothing is for every class', () => {
    @wsResource(ws, { apply: {} })
    class Empty extends View {}
    expectTypeOf(new Empty()).toExtend<Backbone.View>();
  });

  it('may stand in a constant', () => {
    const options = { apply: { quote: 'set' } } as const;
    const either = 'add' as 'add' | 'merge';
    @wsResource(ws, options)
    class Quote extends Model {}
    @wsResource(ws, { apply: { quote: either } })
    class Quotes extends Collection {}
    // @ts-expect-error the option sets, which is for a model
    @wsResource(ws, options)
    class Wrong extends Collection {}
    // @ts-expect-error it may be any text
    @wsResource(ws, { apply: { quote: 'set' as string } })
    class Text extends Model {}
    expectTypeOf([new Quote(), new Text()]).toExtend<Backbone.Model[]>();
    expectTypeOf([new Quotes(), new Wrong()]).toExtend<Backbone.Collection[]>();
  });

  it('knows the types of the map and the operations', () => {
    // @ts-expect-error no message of that type comes in
    @wsResource(ws, { apply: { qoute: 'set' } })
    class Type extends Model {}
    // @ts-expect-error no message of that type comes in, though the other does
    @wsResource(ws, { apply: { quote: 'set', qoute: 'set' } })
    class OneType extends Model {}
    // @ts-expect-error that goes out
    @wsResource(ws, { apply: { subscribe: 'set' } })
    class Outgoing extends Model {}
    // @ts-expect-error there is no such operation
    @wsResource(ws, { apply: { quote: 'put' } })
    class Operation extends Model {}
    // @ts-expect-error what a function does is a handler's business
    @wsResource(ws, { apply: { quote: () => {} } })
    class Handler extends Model {}
    const all = [new Type(), new OneType(), new Outgoing(), new Operation(), new Handler()];
    expectTypeOf(all).toExtend<Backbone.Model[]>();
  });

  it('does to a class what that kind of class can do', () => {
    // @ts-expect-error only a collection can be added to
    @wsResource(ws, { apply: { quote: 'add' } })
    class Added extends Model {}
    // @ts-expect-error only a model can be set
    @wsResource(ws, { apply: { quote: 'set' } })
    class Sets extends Collection {}
    // @ts-expect-error only a model can be set, though the collection can be added to
    @wsResource(ws, { apply: { quote: 'set', chat: 'add' } })
    class Mixed extends Collection {}
    // @ts-expect-error only a collection can be added to, though the model can be set
    @wsResource(ws, { apply: { quote: 'set', chat: 'add' } })
    class MixedModel extends Model {}
    // @ts-expect-error a view has no data
    @wsResource(ws, { apply: { quote: 'set' } })
    class Views extends View {}
    expectTypeOf([new Added(), new MixedModel()]).toExtend<Backbone.Model[]>();
    expectTypeOf([new Sets(), new Mixed()]).toExtend<Backbone.Collection[]>();
    expectTypeOf(new Views()).toExtend<Backbone.View>();
  });
});

describe('apply of the bare decorator', () => {
  it('knows the types of the connection that it is given', () => {
    @bareResource(ws, { apply: { quote: 'set' }, match: 'symbol' })
    class Quote extends Model {}
    @bareResource(() => ws, { apply: { chat: 'add', quote: 'merge' } })
    class Chats extends Collection {}
    @bareResource(untyped, { apply: { anything: 'add' }, match: 'anything' })
    class Untyped extends Collection {}
    expectTypeOf(new Quote()).toExtend<Backbone.Model>();
    expectTypeOf([new Chats(), new Untyped()]).toExtend<Backbone.Collection[]>();
  });

  it('refuses what that of createDecorators refuses', () => {
    // @ts-expect-error no message of that type comes in
    @bareResource(ws, { apply: { qoute: 'set' } })
    class Type extends Model {}
    // @ts-expect-error no message of that type comes in, though the other does
    @bareResource(() => ws, { apply: { quote: 'set', qoute: 'set' } })
    class OneType extends Model {}
    // @ts-expect-error there is no such operation
    @bareResource(ws, { apply: { quote: 'put' } })
    class Operation extends Model {}
    // @ts-expect-error only a collection can be added to
    @bareResource(() => ws, { apply: { quote: 'add' } })
    class Added extends Model {}
    // @ts-expect-error only a model can be set
    @bareResource(untyped, { apply: { anything: 'set' } })
    class Sets extends Collection {}
    // @ts-expect-error no payload has such a field
    @bareResource(ws, { match: 'sym' })
    class Match extends Model {}
    const all = [new Type(), new OneType(), new Operation(), new Added(), new Match()];
    expectTypeOf(all).toExtend<Backbone.Model[]>();
    expectTypeOf(new Sets()).toExtend<Backbone.Collection>();
  });
});

describe('apply of withWS', () => {
  it('offers the operations of the base class', () => {
    class Quote extends withWS(Model, ws, { apply: { quote: 'set' } }) {}
    class Quotes extends withWS(Collection<Quote>, () => ws, { apply: { chat: 'add', list: 'reset' } }) {}
    const Live = <B extends new (...args: any[]) => Backbone.Model>(Base: B) =>
      class extends withWS(Base, ws, { apply: { quote: 'set' } }) {};
    class Untyped extends withWS(Model.extend({}), ws, { apply: { chat: 'add' } }) {}
    expectTypeOf(new Quotes().at(0)).toEqualTypeOf<Quote>();
    expectTypeOf(new (Live(Model))()).toExtend<Backbone.Model>();
    expectTypeOf(new Untyped().anything).toBeAny();
  });

  it('refuses the others', () => {
    // @ts-expect-error only a collection can be added to
    withWS(Model, ws, { apply: { quote: 'add' } });
    // @ts-expect-error only a model can be set
    withWS(Collection, ws, { apply: { quote: 'set' } });
    // @ts-expect-error a view has no data
    withWS(View, ws, { apply: { quote: 'set' } });
    // @ts-expect-error no message of that type comes in
    withWS(Model, ws, { apply: { qoute: 'set' } });
    expectTypeOf(withWS(View, ws, { apply: {} })).toExtend<typeof View>();
  });
});
