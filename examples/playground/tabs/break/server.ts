import type { Socket } from '../socket.js';

/** Numbers go on while nobody is there. Who comes asks for those that it has not, and gets the new ones after them. */
let last = 0;
const sockets = new Set<Socket>();

const send = (socket: Socket, seq: number) => socket.send(JSON.stringify({ type: 'count', data: { value: seq, seq } }));

export default function serve(socket: Socket) {
  if (last === 0) {
    setInterval(() => {
      last++;
      for (const one of sockets) send(one, last);
    }, 200);
  }
  socket.on('message', (text) => {
    const { type, data } = JSON.parse(String(text));
    if (type === 'since') {
      for (let seq = data.seq + 1; seq <= last; seq++) send(socket, seq);
      sockets.add(socket);
    }
    if (type === 'ping') socket.send('{"type":"pong"}');
  });
  socket.on('close', () => sockets.delete(socket));
}
