import { describe, expect, it, vi } from 'vitest';
import { deferred, resumed, turn } from './resuming.js';

/** A gap from 1 to 5 with a state that comes when the test says so; each attempt has its own. */
function waiting(more: object = {}) {
  const states: ReturnType<typeof deferred>[] = [];
  const t = resumed({
    onGap: () => {
      const state = deferred();
      states.push(state);
      return state.promise;
    },
    ...more,
  });
  t.bring(1, 5, 6);
  return Object.assign(t, { states });
}

describe('a connection that is lost while messages wait for the state', () => {
  it('forgets those that wait; what the next one brings waits for the same state', async () => {
    const t = waiting({ message: (cursor: number) => ['resume', cursor] });
    t.reopen();
    expect(t.sent()).toEqual([{ type: 'resume', data: 1 }]);
    t.bring(2, 3, 4, 5, 6, 7);
    expect([t.got, t.states.length]).toEqual([[1], 1]);
    t.states[0]!.resolve(5);
    await turn();
    expect([t.got, t.ws.cursor]).toEqual([[1, 6, 7], 7]);
  });

  it('asks again for the state if what came was older than what the next connection brings', async () => {
    const t = waiting();
    t.reopen();
    t.states[0]!.resolve(6);
    await turn();
    t.bring(20, 21);
    expect([t.got, t.states.length, t.gaps.map(({ cursor }) => cursor)]).toEqual([[1], 2, [1, 6]]);
    t.states[1]!.resolve(20);
    await turn();
    expect(t.got).toEqual([1, 21]);
  });

  it.each(['comes before', 'comes after'])(
    'asks again if the state, whose cursor nobody knows, %s what the next one brings',
    async (when) => {
      const t = waiting();
      t.reopen();
      if (when === 'comes after') t.bring(20);
      t.states[0]!.resolve(undefined);
      await turn();
      if (when === 'comes before') t.bring(20);
      expect([t.got, t.states.length]).toEqual([[1], 2]);
      t.states[1]!.resolve(undefined);
      await turn();
      expect([t.got, t.ws.cursor]).toEqual([[1, 20], 20]);
    },
  );

  it('does not go on asking if that fails: the next message shows the gap again', async () => {
    const t = waiting();
    t.socket.server.drop();
    t.states[0]!.reject(new Error('down'));
    await turn();
    expect(t.errors.map(({ message }) => message)).toEqual(['down']);
    await vi.advanceTimersByTimeAsync(60_000);
    t.socket.server.accept();
    expect(t.states).toHaveLength(1);
    t.bring(6);
    expect([t.got, t.states.length, t.gaps.length]).toEqual([[1], 2, 2]);
    t.states[1]!.resolve(6);
    await turn();
    expect(t.ws.cursor).toBe(6);
  });

  it('lets those through that the next one has brought, if it fails and nothing is missing', async () => {
    const t = waiting();
    t.reopen();
    t.bring(2, 3);
    t.states[0]!.reject(new Error('down'));
    await turn();
    expect([t.got, t.gaps.length]).toEqual([[1, 2, 3], 1]);
  });

  it('asks no more while it waits for the next attempt', async () => {
    const t = waiting();
    t.states[0]!.reject(new Error('down'));
    await turn();
    expect(vi.getTimerCount()).toBe(1);
    t.socket.server.drop();
    vi.advanceTimersByTime(1);
    t.socket.server.accept();
    expect(vi.getTimerCount()).toBe(0);
    t.bring(2, 3, 9);
    expect([t.got, t.states.length]).toEqual([[1, 2, 3], 2]);
  });
});

it('a connection that is lost by who hears of the gap asks for no state', () => {
  const t = resumed({ onGap: () => expect.fail('not open') });
  t.ws.on('ws:gap', () => t.socket.server.drop());
  t.bring(1, 5);
  vi.advanceTimersByTime(1);
  t.socket.server.accept();
  t.ws.off('ws:gap');
  t.bring(2);
  expect([t.got, t.errors]).toEqual([[1, 2], []]);
});
