import { describe, expect, it } from 'vitest';
import { connect } from '../support/wire.js';
import { callbacks, endOf, requesting } from './requesting.js';

const coalesce = true;

/** A model whose save is under way, and the server's next answer. */
function busy(attributes: object = { id: 1 }) {
  const far = requesting(attributes);
  far.model.save({ n: 0 });
  const answer = async (data?: unknown): Promise<void> => {
    far.reply(data);
    await endOf(Promise.resolve());
  };
  return { ...far, answer };
}

describe('with coalesce', () => {
  it('a save takes up the one that waits: it is sent once, and both get the reply', async () => {
    const { model, asked, answer } = busy();
    const [first, second] = [callbacks(), callbacks()];
    const promises = [model.save({ n: 1 }, first), model.save({ n: 2 }, { ...second, coalesce })];
    await answer();
    expect(asked().slice(1)).toEqual([['update', { id: 1, n: 2 }]]);
    await answer({ rev: 2 });
    expect(await Promise.all(promises)).toEqual([{ rev: 2 }, { rev: 2 }]);
    for (const { success, complete } of [first, second]) {
      expect([success.mock.calls.length, complete.mock.calls.length]).toEqual([1, 1]);
    }
  });

  it('all get the error as well', async () => {
    const { model, refuse, answer } = busy();
    const ends = [model.save({ n: 1 }, { coalesce }), model.save({ n: 2 }, { coalesce })];
    await answer();
    refuse();
    expect(await Promise.all(ends.map(endOf))).toEqual(['remote', 'remote']);
  });

  it('a patch sends what the one before it changed as well', async () => {
    const { model, asked, answer } = busy();
    model.save({ a: 1, b: 1 }, { patch: true, coalesce });
    model.save({ b: 2, c: 2 }, { patch: true, coalesce });
    await answer();
    expect(asked().slice(1)).toEqual([['patch', { id: 1, a: 1, b: 2, c: 2 }]]);
  });

  it('the one under way is not taken up', async () => {
    const { model, asked } = requesting({ id: 1 });
    model.save({ n: 1 }, { coalesce });
    model.save({ n: 2 }, { coalesce });
    expect(asked()).toHaveLength(1);
  });

  it('only the last one that waits is taken up, and only by one of the same kind', async () => {
    const { model, asked, answer } = busy();
    model.save({ n: 1 }, { coalesce });
    model.save({ n: 2 }, { patch: true, coalesce });
    model.save({ n: 3 }, { coalesce });
    model.save({ n: 4 }, { sync: { update: 'other' }, coalesce });
    model.save({ n: 5 }, { sync: { update: 'other' }, coalesce: false });
    for (const _ of [1, 2, 3, 4, 5]) await answer();
    expect(asked().map(([type, { n }]) => [type, n])).toEqual([
      ['update', 0],
      ['update', 1],
      ['patch', 2],
      ['update', 3],
      ['other', 4],
      ['other', 5],
    ]);
  });

  it('a write over another connection is not taken up', async () => {
    const { ws, model, asked, answer } = busy();
    const other = connect({ sync: 'request' });
    ws.sync('update', model, { data: { n: 1 }, coalesce });
    other.ws.sync('update', model, { data: { n: 2 }, coalesce });
    await answer();
    await answer();
    expect([asked().length, other.sent().length]).toEqual([2, 1]);
  });

  it('a create that waits for another becomes one update', async () => {
    const { model, asked, answer } = busy({});
    model.save({ n: 1 }, { coalesce });
    model.save({ n: 2 }, { coalesce });
    await answer({ id: 5 });
    expect(asked().slice(1)).toEqual([['update', { id: 5, n: 2 }]]);
  });
});

describe('abort() of one of several that were coalesced', () => {
  it('while they wait: the others are sent, without what it wanted', async () => {
    const { model, asked, answer } = busy();
    const patches = [{ a: 1 }, { b: 1 }, { c: 1 }].map((attrs) => model.save(attrs, { patch: true, coalesce }));
    patches[1].abort();
    expect(await Promise.all(patches.map(endOf))).toEqual(['waiting', 'aborted', 'waiting']);
    await answer();
    expect(asked().slice(1)).toEqual([['patch', { id: 1, a: 1, c: 1 }]]);
    await answer('done');
    expect(await Promise.all(patches.map(endOf))).toEqual(['done', 'aborted', 'done']);
  });

  it('the last one: the one before it is sent after all', async () => {
    const { model, asked, answer } = busy();
    model.save({ n: 1 }, { coalesce });
    model.save({ n: 2 }, { coalesce }).abort();
    await answer();
    expect(asked().slice(1)).toEqual([['update', { id: 1, n: 1 }]]);
  });

  it('under way: the others get the reply', async () => {
    const { model, answer } = busy();
    const saves = [model.save({ n: 1 }, { coalesce }), model.save({ n: 2 }, { coalesce })];
    await answer();
    saves[1].abort();
    await answer('done');
    expect(await Promise.all(saves.map(endOf))).toEqual(['done', 'aborted']);
  });

  it('of all of them under way: the next write is sent', async () => {
    const { model, asked, answer } = busy();
    const saves = [model.save({ n: 1 }, { coalesce }), model.save({ n: 2 }, { coalesce })];
    await answer();
    model.save({ n: 3 });
    for (const save of saves) save.abort();
    await endOf(Promise.resolve());
    expect(asked().map(([, { n }]) => n)).toEqual([0, 2, 3]);
  });

  it('from a callback of another', async () => {
    const { model, refuse, answer } = busy();
    let second: any;
    const first = model.save({ n: 1 }, { coalesce, error: () => second.abort() });
    second = model.save({ n: 2 }, { coalesce });
    await answer();
    refuse();
    expect(await Promise.all([first, second].map(endOf))).toEqual(['remote', 'aborted']);
  });
});
