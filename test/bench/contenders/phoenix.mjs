import { Socket as Phoenix } from 'phoenix';
import { lastSocket, Socket } from '../lib/socket.mjs';

const hourMs = 3_600_000;

/** phoenix: one channel, or one for each key, which is how its servers address them. */
export function create(kind) {
  const phoenix = new Phoenix('ws://bench.test', { transport: Socket, heartbeatIntervalMs: hourMs });
  phoenix.connect();
  const socket = lastSocket();
  socket.onopen({ type: 'open' });
  const room = phoenix.channel('room');
  const join = room.join();
  const answer = (ref, data) => JSON.stringify([join.ref, ref, 'room', 'phx_reply', { status: 'ok', response: data }]);
  socket.onmessage({ data: answer(join.ref, {}) });
  let firstRef;
  return {
    socket,
    receive: socket.onmessage,
    frame: (type, data) => JSON.stringify([null, null, kind === 'keyed' ? `room:${data.symbol}` : 'room', type, data]),
    listen(type, { symbol, handler }) {
      const channel = kind === 'keyed' ? phoenix.channel(`room:${symbol}`) : room;
      channel.on(type, handler);
    },
    bind: ({ handler }) => room.on('quote', handler),
    unbind: (_target, ref) => room.off('quote', ref),
    ask() {
      const push = room.push('ask', {}, hourMs);
      return { push, promise: new Promise((resolve) => push.receive('ok', resolve)) };
    },
    reply: ({ push }, data) => answer(push.ref, data),
    request(data) {
      // Not as long as the heartbeat: Node sets a timer for half the price if it has another of the same span.
      const push = room.push('ask', data, hourMs / 2);
      firstRef ??= Number(push.ref);
      return new Promise((resolve) => push.receive('ok', resolve));
    },
    replyTo: (n, data) => answer(String(firstRef + n), data),
    /** Below `channel.push`, which waits for a reply to each and would fill the channel with waiting. */
    send: (type, data) =>
      phoenix.push({ topic: 'room', event: type, payload: data, ref: phoenix.makeRef(), join_ref: join.ref }),
  };
}
