import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { defineMessages } from '../../src/index.js';
import { resumed, turn } from './resuming.js';

describe('the cursor', () => {
  it('is that of the last message whose handlers have returned', () => {
    const t = resumed({});
    const seen: unknown[] = [];
    t.ws.on('ws:message:n', () => seen.push(t.ws.cursor));
    t.ws.on('ws:message', () => seen.push(t.ws.cursor));
    expect(t.ws.cursor).toBeUndefined();
    t.bring(7);
    expect([seen, t.ws.cursor]).toEqual([[undefined, undefined], 7]);
    t.bring(8);
    expect([seen.slice(2), t.ws.cursor]).toEqual([[7, 7], 8]);
  });

  it('moves on past a message whose handler throws, and past one that nobody takes', () => {
    const t = resumed({});
    t.ws.on('ws:message:n', () => {
      throw new Error('cannot');
    });
    t.bring(1, 2);
    t.receiveRaw({ type: 'nobody', seq: 3 });
    t.receiveRaw({ seq: 4 });
    expect([t.ws.cursor, t.got, t.gaps]).toEqual([4, [1, 2], []]);
    expect(t.errors.map(({ message }) => message)).toEqual(['cannot', 'cannot']);
  });

  it('does not wait for what a handler promises', async () => {
    const t = resumed({});
    t.ws.on('ws:message:n', () => new Promise(() => {}));
    t.bring(1, 2);
    expect([t.ws.cursor, t.gaps]).toEqual([2, []]);
  });

  it('stands in the payload or beside it', () => {
    const t = resumed({});
    t.receive('n', { seq: 1 });
    t.receiveRaw({ type: 'n', data: { seq: 99 }, seq: 2 });
    expect(t.ws.cursor).toBe(2);
  });

  it('is not moved by messages without it', () => {
    const t = resumed({});
    t.bring(1);
    t.receive('n', 'none');
    t.receiveRaw({ type: 'n', data: 'null', seq: null });
    t.receiveRaw('no object');
    t.bring(2);
    expect([t.got, t.ws.cursor, t.gaps]).toEqual([[1, 'none', 'null', 2], 2, []]);
  });

  it('stays where a handler has put it, who has come further by another way', () => {
    const t = resumed({});
    t.bring(1);
    t.ws.once('ws:message:n', () => (t.ws.cursor = { seq: 4 }));
    t.bring(2, 3, 4, 5);
    expect([t.got, t.ws.cursor, t.gaps]).toEqual([[1, 2, 5], 5, []]);
  });

  it('may be assigned by who has kept it, as a text too', () => {
    const t = resumed({});
    t.ws.cursor = 5;
    t.bring(5, 6);
    expect([t.got, t.ws.cursor]).toEqual([[6], 6]);
    t.ws.cursor = '8';
    t.bring(7, 8, 9);
    expect([t.got, t.gaps, t.ws.cursor]).toEqual([[6, 9], [], 9]);
    t.bring(11);
    t.ws.cursor = undefined;
    t.bring(20);
    expect([t.got, t.gaps.length]).toEqual([[6, 9, 11, 20], 1]);
  });

  it('may be assigned with its epoch, so that a server that has started anew since is noticed', () => {
    const t = resumed({ epoch: 'epoch', message: (cursor, epoch) => ['resume', [cursor, epoch]] });
    t.ws.cursor = { seq: 5, epoch: 1, items: [] };
    t.reopen();
    expect([t.ws.cursor, t.sent()[0]]).toEqual([5, { type: 'resume', data: [5, 1] }]);
    t.receiveRaw({ type: 'n', data: 6, seq: 6, epoch: 2 });
    expect(t.gaps).toMatchObject([{ reason: 'epoch', cursor: 5, got: 6 }]);
  });

  it('may be assigned by who hears of a gap: the message that showed it is one that he has then', () => {
    const t = resumed({});
    t.bring(1);
    t.ws.once('ws:gap', () => {
      t.ws.cursor = 6;
    });
    t.bring(5, 6, 7);
    expect([t.got, t.ws.cursor, t.gaps.length]).toEqual([[1, 7], 7, 1]);
  });

  it('that he assigns and that is no right one either is told once more, and not for ever', () => {
    const t = resumed({});
    t.bring(1);
    t.ws.on('ws:gap', () => {
      t.ws.cursor = t.ws.cursor + 1;
    });
    t.bring(9);
    expect([t.got, t.gaps.map(({ cursor }) => cursor), t.ws.cursor]).toEqual([[1, 9], [1, 2], 9]);
  });

  it('is forgotten when the connection is destroyed, also by a handler', () => {
    const t = resumed({ message: () => ['resume'] });
    t.ws.on('ws:message:n', () => t.ws.destroy());
    t.bring(1);
    expect(t.ws.cursor).toBeUndefined();
    t.ws.open();
    t.socket.server.accept();
    expect(t.sent()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is nothing without the option', () => {
    const t = resumed(undefined);
    t.ws.cursor = 5;
    t.bring(1, 1, 9);
    expect([t.ws.cursor, t.got, t.gaps]).toEqual([undefined, [1, 1, 9], []]);
  });
});

describe('a message that comes again', () => {
  it('is dropped', () => {
    const t = resumed({});
    t.bring(1, 2, 2, 1, 3, 3);
    expect([t.got, t.gaps]).toEqual([[1, 2, 3], []]);
  });

  it('is dropped by its text, where cursors are texts: then nothing tells what is missing', () => {
    const t = resumed({});
    t.bring('a-1', 'a-1', 'a-9', 'a-2');
    expect([t.got, t.gaps, t.ws.cursor]).toEqual([['a-1', 'a-9', 'a-2'], [], 'a-2']);
  });

  it('is seen by nobody, whoever expects it', async () => {
    const t = resumed({});
    t.bring(1);
    const expected = t.ws.expect('n', 1);
    t.bring(1);
    t.bring(2);
    await expect(expected.promise).resolves.toBe(2);
  });
});

describe('the message that asks for what was missed', () => {
  it('goes out on every open once there is a cursor, before subscriptions, repeated requests and what waits', async () => {
    const t = resumed({ epoch: 'epoch', message: (cursor, epoch) => ['resume', { cursor, epoch }] });
    t.ws.subscribe('A', { subscribe: ['subscribe'] });
    t.ws.request('ask', 1, { retry: true });
    await turn();
    t.reopen();
    expect(t.sent().map(({ type }) => type)).toEqual(['subscribe', 'ask']);
    t.receiveRaw({ type: 'n', data: 1, seq: 1, epoch: 'one' });
    t.socket.server.drop();
    t.ws.send('waits', 1);
    vi.advanceTimersByTime(1);
    t.socket.server.accept();
    expect(t.sent().map(({ type }) => type)).toEqual(['resume', 'subscribe', 'ask', 'waits']);
    expect(t.sent()[0]).toEqual({ type: 'resume', data: { cursor: 1, epoch: 'one' } });
  });

  it('may be a whole message, or none', () => {
    const t = resumed({ message: (cursor) => (cursor > 1 ? { since: cursor } : undefined) });
    t.bring(1);
    t.reopen();
    expect(t.sent()).toEqual([]);
    t.bring(2);
    t.reopen();
    expect(t.sent()).toEqual([{ since: 2 }]);
  });

  it('that cannot be made is an error, and the rest goes on', () => {
    const t = resumed({
      message: () => {
        throw new Error('cannot');
      },
    });
    t.bring(1);
    t.socket.server.drop();
    t.ws.send('waits', 1);
    vi.advanceTimersByTime(1);
    t.socket.server.accept();
    expect([t.errors.map(({ message }) => message), t.sent().length, t.ws.isOpen]).toEqual([['cannot'], 1, true]);
  });

  it('brings what was missed; what came before is dropped', () => {
    const t = resumed({ message: (cursor) => ['resume', cursor] });
    t.bring(1, 2, 3);
    t.reopen();
    t.bring(2, 3, 4, 5);
    expect([t.got, t.gaps]).toEqual([[1, 2, 3, 4, 5], []]);
  });
});

describe('with schemas that take their time', () => {
  const late = v.pipeAsync(
    v.number(),
    v.checkAsync((value) => new Promise((resolve) => setTimeout(resolve, 10, value < 100))),
  );

  it('the cursor moves on when they have', async () => {
    const t = resumed({}, { schemas: defineMessages({ incoming: { n: late } }) });
    t.bring(1, 2);
    await turn();
    expect([t.got, t.ws.cursor]).toEqual([[], undefined]);
    await vi.advanceTimersByTimeAsync(10);
    expect([t.got, t.ws.cursor]).toEqual([[1], 1]);
    await vi.advanceTimersByTimeAsync(10);
    expect([t.got, t.ws.cursor, t.gaps]).toEqual([[1, 2], 2, []]);
  });

  it('also past what they refuse', async () => {
    const t = resumed({}, { schemas: defineMessages({ incoming: { n: late } }) });
    t.bring(1);
    t.receiveRaw({ type: 'n', data: 100, seq: 2 });
    t.bring(3);
    await vi.advanceTimersByTimeAsync(30);
    expect([t.got, t.ws.cursor, t.gaps]).toEqual([[1, 3], 3, []]);
  });
});

it('a codec may give several messages for one frame', () => {
  const t = resumed({}, { codec: { encode: JSON.stringify, decode: (frame: string) => JSON.parse(frame) } });
  t.receiveRaw([1, 2, 2, 3].map((seq) => ({ type: 'n', data: seq, seq })));
  expect([t.got, t.ws.cursor, t.gaps]).toEqual([[1, 2, 3], 3, []]);
});

it('a codec may give the same object for every frame', () => {
  const same: any = {};
  const decode = (frame: string) => Object.assign(same, JSON.parse(frame));
  const t = resumed({}, { codec: { encode: JSON.stringify, decode } });
  t.bring(1, 2, 2, 9);
  expect([t.got, t.ws.cursor, t.gaps.map(({ got }) => got)]).toEqual([[1, 2, 9], 9, [9]]);
});
