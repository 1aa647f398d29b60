import { describe, expect, it } from 'vitest';
import { flush } from '../support/until.js';
import { make } from './make.js';

describe('a stalled line', () => {
  it('keeps what the client sends in its bufferedAmount until it is taken', () => {
    const [socket] = make();
    const { server } = socket;
    socket.send('before');
    server.stall();
    socket.send('é');
    socket.send(new Uint8Array(3));
    expect([socket.bufferedAmount, server.received.length, server.waiting.length]).toEqual([5, 1, 2]);
    server.take(1);
    expect([socket.bufferedAmount, server.received]).toEqual([4, ['before']]);
    server.take(2);
    expect([socket.bufferedAmount, server.received]).toEqual([2, ['before', 'é']]);
    server.take();
    expect([socket.bufferedAmount, server.received.length, server.waiting]).toEqual([0, 3, []]);
    socket.send('again');
    expect(socket.bufferedAmount).toBe(5);
    server.resume();
    socket.send('free');
    expect(server.received.slice(3)).toEqual(['again', 'free']);
    expect(socket.sent).toEqual(server.received);
    expect(() => server.take(-1)).toThrow('from 0 on, got -1');
    expect(() => server.take(Number.NaN)).toThrow(RangeError);
  });

  it('takes empty frames with no bytes at all', () => {
    const [socket] = make();
    socket.server.stall();
    for (const frame of ['', '', 'x']) socket.send(frame);
    socket.server.take(0);
    expect(socket.server.received).toEqual(['', '']);
  });

  it('brings what the server sends all the same', () => {
    const [socket, events] = make();
    socket.server.stall();
    socket.server.send('hi');
    expect(events).toEqual(['message hi@1']);
  });

  it('keeps the close frame behind the frames before it', async () => {
    const [socket, events] = make();
    socket.server.stall();
    socket.send('last');
    socket.close(4001);
    socket.server.take(3);
    await flush();
    expect([socket.readyState, events]).toEqual([2, []]);
    socket.server.take(1);
    await flush();
    expect(events).toEqual(['close 4001 clean@3']);
  });

  it('keeps a close frame that has nothing before it', async () => {
    const [socket, events] = make({ autoClose: false });
    socket.server.stall();
    socket.close();
    socket.server.finishClose();
    expect(events).toEqual([]);
    socket.server.resume();
    socket.server.finishClose();
    expect(events).toEqual(['close 1005 clean@3']);
  });

  it('takes nothing from a connection that is lost or half-open, and leaves its bytes', () => {
    const [lost] = make();
    const [silent] = make();
    const closes: unknown[] = [];
    for (const { server } of [lost, silent]) {
      server.stall();
      server.onclose = (code) => closes.push(code);
    }
    lost.send('xyz');
    silent.send('xyz');
    for (const socket of [lost, silent]) socket.close();
    lost.server.drop();
    silent.server.silence();
    for (const { server } of [lost, silent]) server.resume();
    expect([lost.bufferedAmount, lost.server.received]).toEqual([3, []]);
    expect([silent.bufferedAmount, silent.server.received]).toEqual([3, []]);
    expect(closes).toEqual([]);
  });
});

describe('the far end', () => {
  it('is told of each frame, of what waits, and of the close', () => {
    const [socket] = make();
    const { server } = socket;
    const calls: unknown[] = [];
    expect([server.onframe, server.onwaiting, server.onclose]).toEqual([null, null, null]);
    server.onframe = (frame) => calls.push(frame);
    server.onwaiting = () => calls.push('waiting');
    server.onclose = (...args) => calls.push(args);
    socket.send('a');
    server.stall();
    socket.send('b');
    socket.close(4001, 'bye');
    expect(calls.splice(0)).toEqual(['a', 'waiting', 'waiting']);
    server.resume();
    expect(calls).toEqual(['b', [4001, 'bye']]);
    expect(server.onframe).toBeTypeOf('function');
  });

  it('is not told of the close of a connection that is half-open, or was never open', async () => {
    const calls: unknown[] = [];
    const [connecting] = make({ connecting: true });
    const [silent] = make();
    silent.server.silence();
    for (const socket of [connecting, silent]) {
      socket.server.onclose = (code) => calls.push(code);
      socket.close();
    }
    await flush();
    expect(calls).toEqual([]);
  });

  it('does not throw out of the client, but into the errors of the constructor', () => {
    const [socket] = make();
    const fault = new Error('fault');
    socket.server.onframe = () => {
      throw fault;
    };
    socket.send('a');
    expect((socket.constructor as any).errors).toEqual([fault]);
  });
});
