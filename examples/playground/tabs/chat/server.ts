import type { Socket } from '../socket.js';

const lines = [{ id: 1, name: 'Ada', text: 'Hello!' }];
const sockets = new Set<Socket>();

const tell = (type: string, data: unknown) => {
  for (const socket of sockets) socket.send(JSON.stringify({ type, data }));
};

export default function serve(socket: Socket) {
  sockets.add(socket);
  socket.send(JSON.stringify({ type: 'said', data: lines }));

  socket.on('message', (text) => {
    const { type, data } = JSON.parse(String(text));
    if (type !== 'say') return;
    const line = { id: lines.length + 1, name: 'You', text: String(data.text) };
    lines.push(line);
    tell('said', line);
  });
  socket.on('close', () => sockets.delete(socket));
}
