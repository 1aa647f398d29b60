import Backbone from 'backbone';
import { describe, expect, it, vi } from 'vitest';
import { start } from './subscribing.js';

describe('a connection that is lazy', () => {
  it('leaves no timer when it is destroyed with something bound', () => {
    const t = start({ lazy: { idleMs: 1000 } });
    t.ws.bind(new Backbone.Model(), {});
    t.socket.server.accept();
    t.ws.destroy();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stays closed, if close() was called before it was needed or while it rests', async () => {
    const t = start({ lazy: { idleMs: 1000 } });
    t.ws.close();
    t.ws.send('x', 1);
    expect([t.ws.state, t.FakeWebSocket.sockets.length]).toEqual(['closed', 0]);
    t.ws.open();
    t.socket.server.accept();
    await vi.advanceTimersByTimeAsync(1000);
    expect(t.ws.state).toBe('idle');
    t.ws.close();
    t.ws.send('x', 1);
    expect([t.ws.state, t.FakeWebSocket.sockets.length]).toEqual(['closed', 1]);
  });

  it('keeps no timer while it is closed and something waits in it, and goes on when it is opened', async () => {
    const t = start({ lazy: { idleMs: 1000 } });
    t.ws.close();
    t.ws.send('x', 1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(vi.getTimerCount()).toBe(0);
    t.ws.open();
    t.FakeWebSocket.last.server.accept();
    expect(t.sent()).toEqual([{ type: 'x', data: 1 }]);
    await vi.advanceTimersByTimeAsync(1000);
    expect([t.ws.state, vi.getTimerCount()]).toEqual(['idle', 0]);
  });

  it('is destroyed by its signal before it was needed, too', () => {
    const abort = new AbortController();
    const t = start({ lazy: true, signal: abort.signal });
    abort.abort();
    expect(() => t.ws.send('x', 1)).toThrow(expect.objectContaining({ code: 'destroyed' }));
    expect(t.FakeWebSocket.sockets).toEqual([]);
  });
});
