import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { bySymbol, reopen, servedBy, short, start, started, toSymbol, turn } from './subscribing.js';

describe('a subscription', () => {
  it('is sent at the end of the turn, and ended when it is given up', async () => {
    const t = started();
    const one = t.ws.subscribe('A', toSymbol('A'));
    expect([one.key, one.isActive, short(t)]).toEqual(['A', false, []]);
    await turn();
    expect([one.isActive, short(t)]).toEqual([true, ['+A']]);
    one.dispose();
    expect(one.isActive).toBe(false);
    await turn();
    expect(short(t)).toEqual(['+A', '-A']);
  });

  it('is shared by all who want its key; the last of them ends it', async () => {
    const t = started();
    const all = Array.from({ length: 10 }, () => t.ws.subscribe('A', toSymbol('A')));
    await turn();
    for (const one of all.slice(1)) one.dispose();
    await turn();
    expect([short(t), all[0]!.isActive, all[1]!.isActive]).toEqual([['+A'], true, false]);
    all[0]!.dispose();
    await turn();
    expect(short(t)).toEqual(['+A', '-A']);
  });

  it('may be given up twice: that takes nothing from others', async () => {
    const t = started();
    const [one, other] = [t.ws.subscribe('A', toSymbol('A')), t.ws.subscribe('A', toSymbol('A'))];
    one.dispose();
    one.dispose();
    await turn();
    expect([short(t), other.isActive]).toEqual([['+A'], true]);
  });

  it('that is given up in the same turn is never sent', async () => {
    const t = started();
    t.ws.subscribe('A', toSymbol('A')).dispose();
    await turn();
    expect(t.sent()).toEqual([]);
  });

  it('is not sent anew if it is wanted again in the same turn', async () => {
    const t = started();
    const one = t.ws.subscribe('A', toSymbol('A'));
    await turn();
    one.dispose();
    const again = t.ws.subscribe('A', toSymbol('A'));
    await turn();
    expect([short(t), one.isActive, again.isActive]).toEqual([['+A'], false, true]);
  });

  it('of the same key with other messages is another one once nobody wants the first, and not before', async () => {
    const t = started();
    const one = t.ws.subscribe('key', toSymbol('A'));
    const second = t.ws.subscribe('key', toSymbol('B'));
    await turn();
    expect(short(t)).toEqual(['+A']);
    one.dispose();
    second.dispose();
    t.ws.subscribe('key', toSymbol('C'));
    await turn();
    expect(short(t)).toEqual(['+A', '-A', '+C']);
    reopen(t);
    expect(short(t)).toEqual(['+C']);
  });

  it('of the same message under several keys is sent once, and shared with what is bound', async () => {
    const t = started();
    const model = new Backbone.Model({ symbol: 'A' });
    const all = ['header', 'footer'].map((key) => t.ws.subscribe(key, toSymbol('A')));
    t.ws.bind(model, {}, bySymbol);
    await turn();
    expect([short(t), all.map(({ isActive }) => isActive)]).toEqual([['+A'], [true, true]]);
    t.ws.unbind(model);
    all[0]!.dispose();
    await turn();
    expect(short(t)).toEqual(['+A']);
    all[1]!.dispose();
    await turn();
    expect(short(t)).toEqual(['+A', '-A']);
  });

  it('needs no end', async () => {
    const t = started();
    const one = t.ws.subscribe('A', { subscribe: ['all'] });
    await turn();
    one.dispose();
    await turn();
    expect(t.sent()).toEqual([{ type: 'all' }]);
  });

  it('is forgotten when the connection is destroyed, and can be made again', async () => {
    const t = started();
    const old = t.ws.subscribe('A', toSymbol('A'));
    await turn();
    t.ws.destroy();
    expect(old.isActive).toBe(false);
    expect(() => t.ws.subscribe('A', toSymbol('A'))).toThrow(expect.objectContaining({ code: 'destroyed' }));
    t.ws.open();
    t.socket.server.accept();
    const present = t.ws.subscribe('A', toSymbol('A'));
    old.dispose();
    await turn();
    expect([short(t), present.isActive]).toEqual([['+A'], true]);
    expect(vi.getTimerCount()).toBe(0);
    t.ws.subscribe('A', toSymbol('B'));
    reopen(t);
    expect(short(t)).toEqual(['+A']);
  });
});

describe('the wanted set', () => {
  it('is not sent while there is no connection', async () => {
    const t = start();
    const [, gone] = ['A', 'B'].map((symbol) => t.ws.subscribe(symbol, toSymbol(symbol)));
    await turn();
    gone!.dispose();
    await turn();
    expect(t.sent()).toEqual([]);
    t.socket.server.accept();
    expect(short(t)).toEqual(['+A']);
    await turn();
    expect(short(t)).toEqual(['+A']);
  });

  it('is sent on every connection anew, before requests that are repeated and before what waits', async () => {
    const t = started();
    const subscriptions = ['A', 'B', 'C'].map((symbol) => t.ws.subscribe(symbol, toSymbol(symbol)));
    t.ws.request('ask', 1, { retry: true });
    await turn();
    t.socket.server.drop();
    t.ws.send('waits', 1);
    subscriptions[1]!.dispose();
    t.ws.subscribe('D', toSymbol('D'));
    await turn();
    expect(subscriptions.map(({ isActive }) => isActive)).toEqual([false, false, false]);
    vi.advanceTimersByTime(1);
    t.socket.server.accept();
    expect(short(t)).toEqual(['+A', '+C', '+D', 'ask', 'waits']);
    expect(subscriptions[0]!.isActive).toBe(true);
  });

  it('is sent before anybody hears of the connection, who may change it again', async () => {
    const t = start();
    const one = t.ws.subscribe('A', toSymbol('A'));
    t.ws.on('ws:open', () => {
      expect(short(t)).toEqual(['+A']);
      one.dispose();
      t.ws.subscribe('B', toSymbol('B'));
    });
    t.socket.server.accept();
    await turn();
    expect(short(t)).toEqual(['+A', '-A', '+B']);
  });

  it('is told nothing by a socket that is closing', async () => {
    const t = started();
    const one = t.ws.subscribe('A', toSymbol('A'));
    await turn();
    t.ws.socket!.close();
    one.dispose();
    t.ws.subscribe('B', toSymbol('B'));
    await turn();
    vi.advanceTimersByTime(1);
    t.socket.server.accept();
    expect([t.FakeWebSocket.sockets[0]!.sent.length, short(t)]).toEqual([1, ['+B']]);
  });

  it('holds what was wanted otherwise in the turn in which the connection came back', async () => {
    const t = started();
    const one = t.ws.subscribe('key', toSymbol('A'));
    await turn();
    one.dispose();
    t.ws.subscribe('key', toSymbol('B'));
    reopen(t);
    await turn();
    expect(short(t)).toEqual(['+B']);
  });

  it('is what was wanted at the end when an error handler changes it', async () => {
    const t = started();
    const one = t.ws.subscribe('A', toSymbol('A'));
    t.ws.subscribe('bad', {
      subscribe: () => {
        throw new Error('cannot');
      },
    });
    t.ws.on('ws:error', () => one.dispose());
    await turn();
    await turn();
    expect(servedBy(t)).toEqual([]);
  });
});

describe('a message that is a function', () => {
  it('is asked for every connection, with the cursor of what has come', async () => {
    const t = started({ resume: { cursor: 'seq' } });
    t.ws.subscribe('A', { subscribe: (cursor) => ['since', { cursor }] });
    await turn();
    t.receiveRaw({ type: 'tick', seq: 7 });
    reopen(t);
    expect(t.sent()).toEqual([{ type: 'since', data: { cursor: 7 } }]);
  });

  it('gets the cursor as it is when it is sent, not as it was on open', async () => {
    const t = started({ resume: { cursor: 'seq' } });
    t.receiveRaw({ type: 'tick', seq: 7 });
    t.ws.subscribe('A', { subscribe: (cursor) => ['since', cursor] });
    await turn();
    expect(t.sent()).toEqual([{ type: 'since', data: 7 }]);
  });

  it('that throws, or gives no message, becomes an error and keeps nobody else from being told', async () => {
    const t = started();
    const errors: any[] = [];
    t.ws.on('ws:error', (error) => error.message && errors.push(error.message));
    t.ws.subscribe('bad', {
      subscribe: () => {
        throw new Error('cannot');
      },
    });
    const lost = t.ws.subscribe('worse', { subscribe: () => 'subscribe' as never });
    t.ws.subscribe('A', toSymbol('A'));
    await turn();
    expect([short(t), lost.isActive]).toEqual([['+A'], false]);
    expect(errors).toEqual(['cannot', expect.stringMatching(/^subscribe: expected a message as \[type, data\]/)]);
    reopen(t);
    expect([short(t), errors.length]).toEqual([['+A'], 4]);
  });
});
